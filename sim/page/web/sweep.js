// SPDX-License-Identifier: Apache-2.0
//
// sweep.js - the points of a sweep side by side: a chart a figure, with the spread of its replicas.

import { axis, colour, element, ink, plotWidth, register, select, shortNumber, whenSeen } from './charts.js';
import { numberText, spanText } from './data.js';
import { table } from './tables.js';

const UNITS = {
  seconds: (v) => spanText(v), fraction: (v) => `${numberText(100 * v, 1)}%`, count: (v) => numberText(v),
  number: (v) => numberText(v, 2), hours: (v) => `${numberText(v, 1)} h`, time: (v) => numberText(v),
};
// Steps of an axis of spans: what people count in.
const SPANS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 6 * 3600, 12 * 3600, ...[1, 2, 7, 14, 30, 90, 365].map((d) => d * 86400)];
const FIRST = ['wait.mean', 'wait.p95', 'use.cpu', 'use.gpu', 'share_error', 'slowdown.p50', 'jobs.never_started', 'time.makespan'];

// { mean, sd, min, max } of a point's figure; a lone number has no spread.
function figureOf(point, name) {
  const value = point.figures[name];
  if (value === null || value === undefined) return null;
  return typeof value === 'number' ? { mean: value, min: value, max: value } : value;
}

function figureChart(sweep, figure) {
  const values = sweep.points.map((p) => figureOf(p, figure.name)), n = values.length;
  const unit = UNITS[figure.unit] || UNITS.number, node = element('div', { class: 'plot', role: 'img',
    'aria-label': `${figure.name} of each point; the table below has the numbers` });
  const whiskers = (u) => {
    u.ctx.save();
    u.ctx.strokeStyle = ink();
    u.ctx.lineWidth = devicePixelRatio;
    values.forEach((v, i) => {
      if (!v || !(v.max > v.min)) return;
      const x = Math.round(u.valToPos(i + 1, 'x', true)), cap = 4 * devicePixelRatio;
      const [top, bottom] = [u.valToPos(v.max, 'y', true), u.valToPos(v.min, 'y', true)];
      u.ctx.beginPath();
      u.ctx.moveTo(x, top); u.ctx.lineTo(x, bottom);
      u.ctx.moveTo(x - cap, top); u.ctx.lineTo(x + cap, top);
      u.ctx.moveTo(x - cap, bottom); u.ctx.lineTo(x + cap, bottom);
      u.ctx.stroke();
    });
    u.ctx.restore();
  };
  const chart = register(node, () => {
    if (chart.plot) chart.plot.destroy();
    chart.plot = new uPlot({
      width: plotWidth(node), height: 190, legend: { show: false }, cursor: { drag: { x: false, y: false } },
      scales: { x: { time: false, range: [0.4, n + 0.6] },
        y: { range: (u, least, most) => [0, Math.max(...values.map((v) => (v ? v.max : 0)), 1e-9) * 1.08] } },
      axes: [axis({ splits: () => values.map((_, i) => i + 1), filter: (u, splits) => splits, grid: { show: false },
        values: (u, splits) => splits.map((s) => `${s}${sweep.points[s - 1].pareto ? '*' : ''}`) }),
      axis({ size: 96, ...(figure.unit === 'seconds' ? { incrs: SPANS } : {}), values: (u, vs) => vs.map((v) => (figure.unit === 'count' ? shortNumber(v) : unit(v))) })],
      series: [{}, { fill: colour(0), stroke: colour(0), width: 0, points: { show: false },
        paths: uPlot.paths.bars({ size: [0.6, 60], align: 0 }) }],
      hooks: { draw: [whiskers] },
    }, [values.map((_, i) => i + 1), values.map((v) => (v ? v.mean : null))], node);
  });
  whenSeen(node, () => chart.plot || chart.draw());
  return element('div', { class: 'card' }, element('h3', {}, figure.name),
    element('p', { class: 'note' }, `${figure.doc}${figure.better === 'neither' ? '' : `; ${figure.better} is better`}`), node);
}

function pointTable(sweep, figures) {
  const text = (point, f) => {
    const v = figureOf(point, f.name), unit = UNITS[f.unit] || UNITS.number;
    if (!v) return '';
    return v.max > v.min ? `${unit(v.mean)} (${unit(v.min)} to ${unit(v.max)})` : unit(v.mean);
  };
  return table(['', ...sweep.parameters.map((p) => p.path), ...figures.map((f) => f.name)],
    sweep.points.map((point, i) => [`${i + 1}${point.pareto ? '*' : ''}`,
      ...sweep.parameters.map((p) => String(point.values[p.path])), ...figures.map((f) => text(point, f))]));
}

export function sweepSection(sweep) {
  const charts = element('div', { class: 'cards' }), known = sweep.figures.filter((f) => f.unit !== 'time'
    && sweep.points.some((p) => figureOf(p, f.name)));
  const first = FIRST.map((name) => known.find((f) => f.name === name)).filter(Boolean);
  const shown = first.length ? first : known.slice(0, 8);
  const add = (figure) => charts.append(figureChart(sweep, figure));
  shown.forEach(add);
  return element('div', {}, element('p', { class: 'note' },
    `${sweep.points.length} points, ${sweep.replicas} ${sweep.replicas === 1 ? 'run' : 'runs'} each. Bars are means, whiskers from the least `
    + 'to the most of the replicas; * marks points that no other beats (Pareto) among those that leave the fewest jobs pending or refused.'),
  element('div', { class: 'choices' }, select('Another figure', [['', ''], ...known.map((f) => [f.name, f.name])], '',
    (name) => name && add(known.find((f) => f.name === name)))),
  charts, element('div', { class: 'card' }, pointTable(sweep, shown)));
}

// SPDX-License-Identifier: Apache-2.0
//
// waits.js - waits as distributions: which part of a group's jobs waited at most so long.

import { axis, colour, element, hueOf, plotWidth, register, whenSeen } from './charts.js';
import { numberText, spanText } from './data.js';
import { cumulative, quantile, waits } from './stats.js';

const POINTS = 240;

// From a second to the longest wait, evenly on a logarithmic scale.
function waitAxis(groups) {
  const most = Math.max(60, ...groups.map((g) => g.sorted[g.sorted.length - 1]));
  return Float64Array.from({ length: POINTS }, (_, i) => most ** (i / (POINTS - 1)));
}

const TICKS = [1, 10, 60, 600, 3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400];
const TICK_WORDS = ['1 s', '10 s', '1 min', '10 min', '1 h', '6 h', '1 day', '7 days', '30 days'];

function options(node, groups, by) {
  const hues = hueOf(by, groups.map((g) => g.name));
  return {
    width: plotWidth(node), height: 260,
    scales: { x: { time: false, distr: 3 }, y: { range: [0, 100] } },
    axes: [axis({ splits: (u, i, least, most) => TICKS.filter((t) => t >= least && t <= most),
      filter: (u, splits) => splits,
      values: (u, splits) => splits.map((t) => TICK_WORDS[TICKS.indexOf(t)]), space: 30 }),
    axis({ size: 52, values: (u, vs) => vs.map((v) => `${v}%`) })],
    cursor: { drag: { x: true, y: false } },
    series: [{ label: 'waited at most', value: (u, v) => spanText(v ?? NaN) },
      ...groups.map((g, i) => ({ label: g.name, stroke: colour(hues[i]), width: 1.8, points: { show: false },
        value: (u, v) => (v === null ? '' : `${numberText(v, 1)}%`) }))],
  };
}

function waitTable(groups, name) {
  const columns = [['jobs', (s) => numberText(s.length)], ['mean', (s) => spanText(s.reduce((a, b) => a + b, 0) / s.length)],
    ...[['median', 0.5], ['p90', 0.9], ['p95', 0.95]].map(([word, q]) => [word, (s) => spanText(quantile(s, q))]),
    ['max', (s) => spanText(s[s.length - 1])]];
  return element('div', { class: 'scroll' }, element('table', {},
    element('thead', {}, element('tr', {}, element('th', {}, name),
      ...columns.map(([word]) => element('th', { class: 'number' }, word)))),
    element('tbody', {}, ...groups.map((g) => element('tr', {}, element('th', { scope: 'row' }, g.name),
      ...columns.map(([, text]) => element('td', { class: 'number' }, text(g.sorted))))))));
}

function waitCard(run, by, name) {
  const groups = waits(run, by);
  if (!groups.length) return element('div', { class: 'card' }, element('h3', {}, `By ${name}`), 'No job started.');
  const node = element('div', { class: 'plot', tabindex: '0', role: 'img',
    'aria-label': `waits by ${name}; the table below has the numbers` });
  const chart = register(node, () => {
    const xs = waitAxis(groups);
    if (chart.plot) chart.plot.destroy();
    chart.plot = new uPlot(options(node, groups, by), [Array.from(xs),
      ...groups.map((g) => Array.from(cumulative(g.sorted, xs), (part) => 100 * part))], node);
  });
  whenSeen(node, () => chart.plot || chart.draw());
  return element('div', { class: 'card' }, element('h3', {}, `By ${name}`), node, waitTable(groups, name));
}

export function waitSection(run) {
  return element('div', {}, element('p', { class: 'note' },
    'Part of the jobs that waited at most so long, from submission to start. Drag to look closer, double-click to go back.'),
  element('div', { class: 'cards' }, waitCard(run, 'account', 'account'), waitCard(run, 'partition', 'partition'),
    waitCard(run, 'size', 'size')));
}

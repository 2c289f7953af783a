// SPDX-License-Identifier: Apache-2.0
//
// gantt.js - what ran on which node: one picture of all jobs, for as many of them as there are.
//
// uPlot has axes, ranges and the pointer; the bars are painted by us into an image of pixels, since a hundred thousand
// rectangles by the canvas' own calls take longer than a hand waits. A job covers, of a node's row, the part of the
// CPUs that it has; jobs that share a node lie one above the other.

import { axis, colour, element, hueOf, isDark, plotWidth, register, select, timeAxis, timeCursor, timeKeys, timeHooks, timeRange, timeScale, underHand, whenSeen, zonedDate } from './charts.js';
import { dateText, jobText, numberText, spanText } from './data.js';
import { GROUPS, groupJobs } from './stats.js';

const HEIGHT = 520, MOST_PIECES = 4e6;

// Where `cpus` of a node's are free beside those `taken` ([end, low, high] by low): one gap that holds them, else several.
function freeLanes(taken, all, cpus) {
  const gaps = [], lanes = [];
  let low = 0;
  for (const [, from, to] of [...taken, [0, all, all]]) {
    if (from > low) gaps.push([low, from]);
    low = Math.max(low, to);
  }
  const whole = gaps.find(([from, to]) => to - from >= cpus);
  if (whole) return [[whole[0], whole[0] + cpus]];
  for (const [from, to] of gaps) {
    const part = Math.min(to - from, cpus);
    if (part > 0) lanes.push([from, from + part]);
    cpus -= part;
  }
  return lanes.length ? lanes : [[0, all]]; // more than the node has: over the others
}

// Pieces: (job, first node, last node, [low, high) of the row's height in 1/1000). A job on whole nodes is one piece for all that
// follow each other; on parts of nodes it has its own, laid where there is room.
export function ganttPieces(run) {
  const { segments, jobs, nodeCpus } = run, order = Uint32Array.from({ length: segments.n }, (_, s) => s);
  order.sort((a, b) => jobs.start[segments.job[a]] - jobs.start[segments.job[b]] || a - b);
  const out = { job: [], first: [], last: [], low: [], high: [] };
  const put = (job, first, last, low, high) => {
    out.job.push(job); out.first.push(first); out.last.push(last); out.low.push(low); out.high.push(high);
  };
  const running = nodeCpus.length ? Array.from(nodeCpus, () => []) : []; // by node: [end, low, high] in CPUs, by low
  for (const s of order) {
    const job = segments.job[s], first = segments.first[s], last = segments.last[s], cpus = segments.cpus[s];
    if (!jobs.start[job] || last >= nodeCpus.length) continue;
    if (cpus >= nodeCpus[first] || cpus === 0 || out.job.length + last - first > MOST_PIECES) {
      put(job, first, last, 0, 1000);
      continue;
    }
    for (let node = first; node <= last; node++) {
      const all = nodeCpus[node], there = running[node].filter((r) => r[0] > jobs.start[job]);
      for (const [low, high] of freeLanes(there, all, cpus)) {
        put(job, node, node, 1000 * low / all, 1000 * high / all);
        there.push([jobs.runEnd[job], low, high]);
      }
      running[node] = there.sort((x, y) => x[1] - y[1]);
    }
  }
  return { n: out.job.length, job: Uint32Array.from(out.job), first: Uint32Array.from(out.first),
    last: Uint32Array.from(out.last), low: Uint16Array.from(out.low), high: Uint16Array.from(out.high) };
}

function pixel(hex) { // as Uint32Array over RGBA bytes sees it
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

export class Gantt {
  constructor(run) {
    this.run = run;
    this.by = 'account';
    this.pieces = ganttPieces(run);
    this.low = 0;
    this.high = Math.max(1, run.nodes.length);
    this.selected = -1;
    this.drawn = { from: NaN, to: NaN }; // what was painted last
    this.plotNode = element('div', { class: 'plot gantt', role: 'application',
      'aria-label': 'jobs on nodes over time. Keys: plus, minus, left, right, up, down, 0' });
    timeKeys(this.plotNode, { ArrowUp: () => this.moveRows(-0.25), ArrowDown: () => this.moveRows(0.25),
      0: () => this.whole(), '[': () => this.zoomRows(0.5), ']': () => this.zoomRows(2) });
    this.tip = element('div', { class: 'tip', hidden: true });
    this.legend = element('div', { class: 'legend' });
    this.chart = register(this.plotNode, () => this.draw());
    timeRange.listen(this.plotNode, () => this.redrawNow());
    whenSeen(this.plotNode, () => this.chart.plot || this.draw());
    this.node = this.card();
    underHand(this.node, this.plotNode);
    this.colourJobs();
  }

  card() {
    const button = (text, title, act) => element('button', { type: 'button', title, onclick: act }, text);
    const search = element('input', { type: 'search', placeholder: 'job', size: 9, 'aria-label': 'find a job by its number',
      onchange: () => this.find(search.value.trim()) });
    return element('div', { class: 'card' }, element('div', { class: 'choices' },
      select('Colour by', Object.entries(GROUPS).filter(([key]) => key !== 'reason').map(([key, g]) => [key, g.name]), this.by,
        (by) => { this.by = by; this.colourJobs(); this.redraw(); }),
      button('+', 'closer in time', () => timeRange.zoom(0.5)), button('\u2212', 'farther in time', () => timeRange.zoom(2)),
      button('\u2190', 'earlier', () => timeRange.move(-0.25)), button('\u2192', 'later', () => timeRange.move(0.25)),
      button('fewer nodes', 'closer in nodes', () => this.zoomRows(0.5)), button('more nodes', 'farther in nodes', () => this.zoomRows(2)),
      button('all', 'the whole run, all nodes', () => this.whole()), search),
    this.legend, this.plotNode, this.tip);
  }

  colourJobs() {
    const groups = groupJobs(this.run, this.by, (i) => (this.run.jobs.start[i]
      ? (this.run.jobs.runEnd[i] - this.run.jobs.start[i]) * this.run.jobs.nodes[i] : 0), 10);
    this.groups = groups;
    const hues = hueOf(this.by, groups.names);
    const colours = hues.map((hue) => pixel(colour(hue)));
    this.colours = Uint32Array.from(groups.of, (g) => colours[g]);
    this.legend.replaceChildren(...groups.names.map((name, k) => element('span', {},
      element('i', { style: `background:${colour(hues[k])}` }), ` ${name}`)));
  }

  options() {
    const { run } = this;
    return {
      width: plotWidth(this.plotNode), height: HEIGHT, tzDate: zonedDate(timeRange.zone),
      legend: { show: false },
      scales: { x: timeScale(), y: { auto: false, dir: -1, range: () => [this.low, this.high] } },
      axes: [timeAxis(), axis({ size: 110, splits: (u) => this.rowSplits(u), filter: (u, splits) => splits,
        values: (u, splits) => splits.map((v) => run.nodes[Math.floor(v)] || ''), grid: { show: false } })],
      cursor: { ...timeCursor(), drag: { x: true, y: true, uni: 24, setScale: false } },
      hooks: { ...timeHooks, setSelect: [(u) => this.selectArea(u)], drawAxes: [(u) => this.paint(u)],
        setCursor: [(u) => this.point(u)] },
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
    };
  }

  // A label at the middle of a row, as many as there is room for.
  rowSplits(u) {
    const rows = this.high - this.low, room = Math.max(1, Math.floor(u.bbox.height / devicePixelRatio / 16));
    const every = Math.max(1, Math.ceil(rows / room)), out = [];
    for (let r = Math.ceil(this.low / every) * every; r < this.high; r += every) out.push(r + 0.5);
    return out;
  }

  draw() {
    if (this.chart.plot) this.chart.plot.destroy();
    this.colourJobs();
    const { run } = this;
    this.chart.plot = new uPlot(this.options(), [[run.start, run.end], [this.low, this.high]], this.plotNode);
  }

  redraw() {
    if (this.stale || !this.chart.plot) return;
    this.stale = true;
    requestAnimationFrame(() => this.stale && this.redrawNow());
  }

  redrawNow() {
    const { plot } = this.chart;
    this.stale = false;
    if (plot) plot.batch(() => plot.setData(plot.data, true));
  }

  selectArea(u) {
    const { left, top, width, height } = u.select;
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (height > 4 && height < u.over.clientHeight - 2)
      this.rows(u.posToVal(top, 'y'), u.posToVal(top + height, 'y'));
    if (width > 4 && width < u.over.clientWidth - 2)
      timeRange.set(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
  }

  rows(from, to) {
    const all = this.run.nodes.length, n = Math.min(Math.max(1, Math.round(Math.abs(to - from))), Math.max(1, all));
    this.low = Math.max(0, Math.min(Math.floor(Math.min(from, to)), all - n));
    this.high = this.low + n;
    this.redraw();
  }

  zoomRows(factor) {
    const middle = (this.low + this.high) / 2, half = (this.high - this.low) / 2 * factor;
    this.rows(middle - half, middle + half);
  }

  moveRows(part) {
    const by = Math.max(1, Math.abs(Math.round((this.high - this.low) * part))) * Math.sign(part);
    this.rows(this.low + by, this.high + by);
  }

  whole() {
    this.rows(0, this.run.nodes.length);
    timeRange.set(timeRange.least, timeRange.most);
  }

  paint(u) {
    const { left, top, width, height } = u.bbox, { jobs } = this.run, { pieces } = this;
    if (width < 1 || height < 1) return;
    const image = u.ctx.createImageData(width, height), to = new Uint32Array(image.data.buffer);
    const xOf = width / (timeRange.to - timeRange.from), yOf = height / (this.high - this.low);
    const outage = pixel(isDark() ? '#4a3030' : '#ecd2d2'), chosen = pixel(isDark() ? '#ffffff' : '#000000');
    const gap = yOf >= 8 ? 1 : 0;
    const fill = (from, until, low, high, value) => {
      const x = Math.max(0, Math.floor((from - timeRange.from) * xOf));
      const end = Math.min(width, Math.max(Math.floor((until - timeRange.from) * xOf), Math.floor((from - timeRange.from) * xOf) + 1));
      const y = Math.max(0, Math.floor((low - this.low) * yOf));
      const bottom = Math.min(height, Math.max(Math.floor((high - this.low) * yOf) - gap, y + 1));
      if (x >= end) return;
      for (let row = y; row < bottom; row++) to.fill(value, row * width + x, row * width + end);
    };
    for (const o of this.run.outages) fill(o.from, o.to, o.node, o.node + 1, outage);
    for (let p = 0; p < pieces.n; p++) {
      const job = pieces.job[p], first = pieces.first[p], last = pieces.last[p];
      if (jobs.start[job] >= timeRange.to || jobs.runEnd[job] <= timeRange.from || first >= this.high || last < this.low) continue;
      fill(jobs.start[job], jobs.runEnd[job], first + pieces.low[p] / 1000, last + pieces.high[p] / 1000,
        job === this.selected ? chosen : this.colours[job]);
    }
    u.ctx.putImageData(image, left, top);
    this.label(u, xOf, yOf);
    this.drawn = { from: timeRange.from, to: timeRange.to };
  }

  // Numbers on bars that have room for them.
  label(u, xOf, yOf) {
    const { jobs } = this.run, { pieces } = this, { left, top, width } = u.bbox, size = 11 * devicePixelRatio;
    let written = 0;
    u.ctx.save();
    u.ctx.font = `${size}px system-ui, sans-serif`;
    u.ctx.textAlign = 'left';
    u.ctx.textBaseline = 'middle';
    u.ctx.fillStyle = isDark() ? '#10151c' : '#ffffff';
    for (let p = 0; p < pieces.n && written < 400; p++) {
      const job = pieces.job[p], high = pieces.last[p] + pieces.high[p] / 1000, low = pieces.first[p] + pieces.low[p] / 1000;
      if (jobs.start[job] >= timeRange.to || jobs.runEnd[job] <= timeRange.from || high <= this.low || low >= this.high) continue;
      const x = Math.max(0, (jobs.start[job] - timeRange.from) * xOf), end = Math.min(width, (jobs.runEnd[job] - timeRange.from) * xOf);
      const text = String(jobs.id[job]);
      if ((high - low) * yOf < size * 1.2 || end - x < size * 0.62 * text.length + 8) continue;
      u.ctx.fillText(text, left + x + 4, top + ((low + high) / 2 - this.low) * yOf);
      written++;
    }
    u.ctx.restore();
  }

  // The job under the pointer.
  jobAt(at, row) {
    const { jobs } = this.run, { pieces } = this, node = Math.floor(row), part = (row - node) * 1000;
    for (let p = pieces.n - 1; p >= 0; p--) {
      const job = pieces.job[p];
      if (node >= pieces.first[p] && node <= pieces.last[p] && jobs.start[job] <= at && at < jobs.runEnd[job]
        && (pieces.first[p] !== pieces.last[p] || (part >= pieces.low[p] && part <= pieces.high[p]))) return job;
    }
    return -1;
  }

  point(u) {
    const { left, top } = u.cursor, inside = left >= 0 && top >= 0;
    const row = inside ? u.posToVal(top, 'y') : -1, at = inside ? u.posToVal(left, 'x') : 0;
    const job = inside ? this.jobAt(at, row) : -1, down = inside ? this.run.outages.find((o) => o.node === Math.floor(row)
      && o.from <= at && at < o.to) : null;
    this.tip.hidden = job < 0 && !down;
    if (this.tip.hidden) return;
    this.tip.replaceChildren(...(job >= 0 ? this.words(job, row) : [element('b', {}, this.run.nodes[Math.floor(row)]),
      ` ${down.state} ${down.reason || ''}`]));
  }

  words(job, row) {
    const { run } = this, { jobs } = run;
    const wait = jobs.start[job] - jobs.submit[job];
    return [element('b', {}, `job ${jobText(run, job)}`),
      ` on ${run.nodes[Math.floor(row)] || ''}: ${run.users[jobs.user[job]]} of ${run.accounts[jobs.account[job]]}, `
      + `${run.jobParts[jobs.part[job]]}, ${numberText(jobs.nodes[job])} nodes, ${numberText(jobs.cpus[job])} CPUs`
      + `${jobs.gpus[job] ? `, ${numberText(jobs.gpus[job])} GPUs` : ''}; submitted ${dateText(jobs.submit[job], run.zone)}, `
      + `waited ${spanText(wait)}, ran ${spanText(jobs.runEnd[job] - jobs.start[job])} from ${dateText(jobs.start[job], run.zone)}`
      + `${jobs.by[job] ? ' (backfill)' : ''}, ${run.states[jobs.state[job]]}`];
  }

  find(text) {
    const { jobs } = this.run, job = jobs.id.findIndex((id, i) => String(id) === text && jobs.start[i]);
    this.selected = job;
    if (job < 0) {
      this.tip.hidden = false;
      this.tip.textContent = text ? `No job ${text} that ran.` : '';
      return this.redraw();
    }
    const length = Math.max(600, (jobs.runEnd[job] - jobs.start[job]) * 2), middle = (jobs.start[job] + jobs.runEnd[job]) / 2;
    timeRange.set(middle - length / 2, middle + length / 2);
    const p = this.pieces.job.indexOf(job), node = p < 0 ? 0 : this.pieces.first[p];
    this.tip.hidden = false;
    this.tip.replaceChildren(...this.words(job, node));
    return this.rows(Math.max(0, node - 8), node + 8);
  }
}

export function ganttSection(run) {
  if (!run.segments.n) return element('p', {}, 'The ledger does not say on which nodes the jobs ran.');
  const holder = element('div', {}, element('p', { class: 'note' },
    'Drag over time, over nodes or over both to look closer; double-click for all. Red ground: node out of service.'));
  const gantt = new Gantt(run);
  holder.append(gantt.node);
  holder.gantt = gantt;
  return holder;
}

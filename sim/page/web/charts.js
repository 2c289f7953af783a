// SPDX-License-Identifier: Apache-2.0
//
// charts.js - what all charts have in common: colours, axes, the one range of time that they share, keys.
//
// The drawing is uPlot's. Charts over time show the same range: dragging in one zooms all. The one under the hand is drawn
// in the next frame, every other in a frame of its own after it: a hand waits for one chart, however many there are.

import { dateText, numberText } from './data.js';

const PALETTE = ['#3b78c4', '#d9822b', '#3f9a5a', '#b8478a', '#7a62c9', '#8a6d3b', '#1f9aa6', '#c94f4f', '#8b9a2b',
  '#7f8792'];
const PALETTE_DARK = ['#6ea4e8', '#eda257', '#6cc287', '#e07ab5', '#a58ff0', '#c4a46a', '#55c4cf', '#ee8080',
  '#b9c95a', '#a3abb5'];

let printing = false;
const PAPER_PX = 670; // what a card of A4 or letter holds, whatever the window was

export const plotWidth = (node) => (printing ? PAPER_PX : Math.max(200, node.clientWidth));

export function isDark() {
  if (printing) return false;
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

export function colour(i) {
  const palette = isDark() ? PALETTE_DARK : PALETTE;
  return palette[i % palette.length];
}

// One name, one colour, in every chart of the page: who is named first keeps what was free then. The last colour is for
// "others"; a chart in which two names would share one gives the second another.
const hues = {}; // by kind of name ("account"): Map of name to place in the palette
const OTHERS = PALETTE.length - 1;

export function hueOf(kind, names) {
  const known = hues[kind] ||= new Map(), taken = new Set();
  const free = () => { let hue = 0; while (taken.has(hue) && hue < OTHERS - 1) hue++; return hue; };
  names.forEach((name) => known.has(name) && taken.add(known.get(name)));
  names.forEach((name) => {
    if (name === 'others' || known.has(name)) return;
    known.set(name, free());
    taken.add(known.get(name));
  });
  const here = new Set();
  return names.map((name) => {
    if (name === 'others') return OTHERS;
    const hue = here.has(known.get(name)) ? free() : known.get(name);
    here.add(hue);
    taken.add(hue);
    return hue;
  });
}

export const ink = () => (isDark() ? '#c8d0da' : '#333b46');
const grid = () => (isDark() ? 'rgba(255,255,255,.09)' : 'rgba(0,0,0,.08)');

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'class') node.className = value;
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

export function select(label, options, value, change) {
  const list = element('select', { 'aria-label': label, onchange: () => change(list.value) },
    ...options.map(([key, name]) => element('option', { value: key, selected: key === value }, name)));
  return element('label', { class: 'choice' }, `${label} `, list);
}

export function axis(more) {
  return { stroke: ink(), grid: { stroke: grid(), width: 1 }, ticks: { stroke: grid(), width: 1 },
    font: '12px system-ui, sans-serif', ...more };
}

// Dates as Slurm writes them: the day below the hours where it changes.
const DAY = ['\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1];
const DATES = [
  [28 * 86400, '{YYYY}-{MM}', null, null, null, null, null, null, 1],
  [86400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', ...DAY],
  [1, '{HH}:{mm}:{ss}', ...DAY],
];
export const timeAxis = () => axis({ values: DATES, space: 60 });

export function shortNumber(v) {
  const a = Math.abs(v);
  if (a >= 1e9) return `${numberText(v / 1e9, 1)}G`;
  if (a >= 1e6) return `${numberText(v / 1e6, 1)}M`;
  if (a >= 1e4) return `${numberText(v / 1e3, 1)}k`;
  return numberText(v, a < 10 ? 2 : 0);
}

export const valueAxis = (more) => axis({ size: 58, values: (u, vs) => vs.map(shortNumber), ...more });

export function zonedDate(zone) {
  return (seconds) => {
    try {
      return uPlot.tzDate(new Date(seconds * 1e3), zone);
    } catch {
      return uPlot.tzDate(new Date(seconds * 1e3), 'UTC');
    }
  };
}

// --- all charts ----------------------------------------------------------------------------------------

const charts = []; // { draw(), node }: made anew when width or theme change

export function register(node, draw) {
  const chart = { node, draw, plot: null };
  charts.push(chart);
  return chart;
}

export function forgetCharts() {
  charts.forEach((c) => c.plot && c.plot.destroy());
  charts.length = 0;
  timeRange.forget();
}

export function redrawAll() {
  charts.forEach((c) => c.draw());
}

// Charts are drawn when they come near the window: the first paint does not wait for the last chart.
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    entry.target.drawWhenSeen();
  }
}, { rootMargin: '400px' });

export function whenSeen(node, draw) {
  node.drawWhenSeen = draw;
  near.observe(node);
}

// What is drawn may bring charts of its own (the share tree does): until there are no more.
export function drawEverything() {
  for (let drawn = -1, plots = []; plots.length !== drawn;) {
    drawn = plots.length;
    plots = document.querySelectorAll('.plot');
    plots.forEach((node) => node.drawWhenSeen && node.drawWhenSeen());
  }
  charts.forEach((c) => c.plot || c.draw()); // those that take several frames
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
addEventListener('beforeprint', () => { printing = true; drawEverything(); redrawAll(); });
addEventListener('afterprint', () => { printing = false; redrawAll(); });
let width = innerWidth;
addEventListener('resize', () => {
  if (innerWidth === width) return;
  width = innerWidth;
  requestAnimationFrame(redrawAll);
});

// --- the one range of time -----------------------------------------------------------------------------

// Words, the chart under the hand, those in the window, the others.
function drawingOrder(listeners, hand) {
  const rank = ({ node }) => {
    if (!node) return 0;
    if (node === hand) return 1;
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight ? 2 : 3;
  };
  const all = listeners.map((listener) => ({ listener, rank: rank(listener) }));
  return all.sort((a, b) => a.rank - b.rank).map(({ listener }) => listener);
}

// Whatever is touched in `area` is meant for the chart `node`.
export function underHand(area, node) {
  for (const touch of ['pointerdown', 'wheel', 'keydown'])
    area.addEventListener(touch, () => { timeRange.hand = node; }, { capture: true, passive: true });
}

export const timeRange = {
  from: 0, to: 1, least: 0, most: 1, zone: 'UTC',
  listeners: [], // { node, draw }: a chart's, or node null for words. draw() may answer what is left to do in a later frame
  hand: null,    // the chart that was last touched
  rest: [], frame: 0,
  forget() {
    cancelAnimationFrame(this.frame);
    this.listeners.length = this.rest.length = 0;
    this.hand = null;
  },
  listen(node, draw) {
    this.listeners.push({ node, draw });
  },
  reset(run) {
    this.least = run.start;
    this.most = Math.max(run.end, run.start + 60);
    this.zone = run.zone;
    this.from = this.least;
    this.to = this.most;
  },
  set(from, to) {
    const length = Math.min(Math.max(to - from, 60), this.most - this.least);
    this.from = Math.min(Math.max(from, this.least), this.most - length);
    this.to = this.from + length;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.tell());
  },
  tell() {
    this.rest = drawingOrder(this.listeners, this.hand);
    while (this.rest.length && !this.rest[0].node) this.rest.shift().draw();
    this.next();
  },
  // One chart a frame; a newer range cancels what is not drawn yet.
  next() {
    const now = this.rest.shift(), more = now && now.draw();
    if (more) this.rest.unshift({ node: now.node, draw: more });
    if (this.rest.length) this.frame = requestAnimationFrame(() => this.next());
  },
  zoom(factor, around = (this.from + this.to) / 2) {
    this.set(around - (around - this.from) * factor, around + (this.to - around) * factor);
  },
  move(part) {
    const by = (this.to - this.from) * part;
    this.set(this.from + by, this.to + by);
  },
  text() {
    return `${dateText(this.from, this.zone)} to ${dateText(this.to, this.zone)}`;
  },
};

const TIME_KEYS = {
  '+': () => timeRange.zoom(0.5), '=': () => timeRange.zoom(0.5), '-': () => timeRange.zoom(2),
  ArrowLeft: () => timeRange.move(-0.25), ArrowRight: () => timeRange.move(0.25),
  0: () => timeRange.set(timeRange.least, timeRange.most), Home: () => timeRange.set(timeRange.least, timeRange.most),
};

export function timeKeys(node, more = {}) {
  node.tabIndex = 0;
  node.addEventListener('keydown', (event) => {
    const act = more[event.key] || TIME_KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}

// Ctrl and wheel, or a pinch, zooms at the pointer; the wheel alone scrolls the page.
export function wheelZoom(u, zoom) {
  u.over.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.3 : 1 / 1.3, u.posToVal(event.offsetX, 'x'));
  }, { passive: false });
}

export const timeScale = () => ({ time: true, auto: false, range: () => [timeRange.from, timeRange.to] });

export const timeHooks = {
  ready: [(u) => wheelZoom(u, (factor, around) => timeRange.zoom(factor, around))],
  setSelect: [(u) => {
    if (u.select.width < 4) return;
    const from = u.posToVal(u.select.left, 'x'), to = u.posToVal(u.select.left + u.select.width, 'x');
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    timeRange.set(from, to);
  }],
};

export const timeCursor = () => ({ drag: { x: true, y: false, setScale: false }, sync: { key: 'time' },
  bind: { dblclick: () => () => timeRange.set(timeRange.least, timeRange.most) } });

// What takes long is a generator that answers at its end: a while of it in each frame, or all at once for print.
const WHILE_MS = 25;

function workOn(steps) {
  const until = performance.now() + WHILE_MS;
  let got = steps.next();
  while (!got.done && performance.now() < until) got = steps.next();
  return got;
}

function whole(made) {
  if (!made.next) return made;
  let got = made.next();
  while (!got.done) got = made.next();
  return got.value;
}

// A chart over time. `make()` answers { names, hues, times, series, stacked, range } for the range of now, or a generator
// of it.
export function timeChart(node, label, make, height = 240) {
  node.classList.add('plot');
  node.setAttribute('role', 'img');
  node.setAttribute('aria-label', `${label}, over time. Keys: plus, minus, left, right, 0`);
  timeKeys(node);
  underHand(node, node);
  let names = '', shown = null;
  const stack = (d) => {
    if (!d.stacked) return d.series.map((s) => Array.from(s));
    const sum = new Float64Array(d.times.length);
    return d.series.map((s) => Array.from(s, (v, i) => (sum[i] += v)));
  };
  const data = (d) => [Array.from(d.times), ...stack(d).reverse()];
  const options = (d) => ({
    width: plotWidth(node), height, tzDate: zonedDate(timeRange.zone),
    scales: { x: timeScale(), y: { range: d.range || ((u, least, most) => [0, most > 0 ? most * 1.05 : 1]) } },
    axes: [timeAxis(), valueAxis(d.percent ? { values: (u, vs) => vs.map((v) => `${numberText(v, 1)}%`) } : {})],
    cursor: timeCursor(), hooks: timeHooks,
    series: [{ label: 'time', value: (u, v) => (v === null ? '' : dateText(v, timeRange.zone)) },
      ...d.names.map((name, i) => ({
        label: name, stroke: colour(d.hues[i]), width: d.stacked ? 0 : 1.6,
        fill: d.stacked ? colour(d.hues[i]) : undefined, points: { show: false },
        paths: d.lines ? uPlot.paths.linear() : uPlot.paths.stepped({ align: 1 }),
        value: (u, v, s, at) => (at === null ? '' : `${numberText(shown.series[i][at], 2)}${d.percent ? '%' : ''}`),
      })).reverse()],
  });
  const build = (made) => {
    shown = made;
    if (chart.plot) chart.plot.destroy();
    node.replaceChildren();
    names = shown.names.join('|');
    chart.plot = new uPlot(options(shown), data(shown), node);
  };
  const show = (made) => {
    if (!chart.plot || made.names.join('|') !== names) return build(made);
    shown = made;
    return chart.plot.batch(() => chart.plot.setData(data(shown), true));
  };
  // Answers what is left to do.
  const follow = (made) => {
    const got = made.next ? workOn(made) : { done: true, value: made };
    return got.done ? show(got.value) : () => follow(made);
  };
  let begun = false;
  const first = (made) => {
    begun = true;
    const more = node.isConnected && !chart.plot && follow(made);
    if (more) requestAnimationFrame(() => first(made));
  };
  const chart = register(node, () => build(whole(make())));
  timeRange.listen(node, () => (chart.plot || begun ? follow(make()) : undefined));
  whenSeen(node, () => chart.plot || first(make()));
  chart.refresh = () => (chart.plot ? chart.draw() : undefined);
  return chart;
}

export const binsFor = (node) => Math.max(60, Math.min(600, Math.floor(plotWidth(node) / 2)));

// SPDX-License-Identifier: Apache-2.0
//
// flows.js - use and queue over time: the cluster's hours as the accounting has them, and jobs that run or wait.

import { binsFor, element, hueOf, select, timeChart, timeRange } from './charts.js';
import { GROUPS, MEASURES, flow, lookedAt, looksRatio } from './stats.js';
import { dateText, numberText, spanText, tresCount } from './data.js';

const HOURS = [['alloc', 'allocated', 0], ['plan', 'planned', 1], ['down', 'down', 7], ['pdown', 'planned down', 5]];

// Per cent of what the cluster has, an hour a step.
function tresUse(tres) {
  const names = [], series = [], hues = [];
  for (const [key, name, hue] of HOURS) {
    if (key !== 'alloc' && !tres[key].some((v) => v > 0)) continue;
    names.push(name);
    hues.push(hue);
    series.push(Float64Array.from(tres[key], (secs, i) => {
      const next = i + 1 < tres.time.length ? tres.time[i + 1] : tres.time[i] + 3600;
      const there = tres.count[i] * Math.min(3600, Math.max(1, next - tres.time[i]));
      return there ? 100 * secs / there : 0;
    }));
  }
  return { names, hues, times: tres.time, series, stacked: true, percent: true, range: () => [0, 100] };
}

export function useSection(run) {
  const node = element('div'), shown = run.tres.filter((t) => t.name !== 'energy');
  if (!shown.length) return element('p', {}, 'The accounting has no hours of this run.');
  let tres = shown[0];
  const chart = timeChart(node, 'Use of the cluster', () => tresUse(tres));
  const choice = select('TRES', shown.map((t) => [String(t.id), `${t.name} (${t.count.reduce((a, b) => Math.max(a, b), 0)})`]), String(tres.id),
    (id) => { tres = shown.find((t) => String(t.id) === id); chart.refresh(); });
  return element('div', { class: 'card' },
    element('h3', {}, 'Use of the cluster'), element('p', { class: 'note' },
      'Per cent of what there is, by hour, as the accounting rolled it up: the numbers of sreport cluster utilization.'),
    element('div', { class: 'choices' }, choice), node);
}

function tresOfPart(run, name, measure) {
  const part = run.parts.find((p) => p.name === name);
  if (!part) return 0;
  if (measure === 'cpus') return part.cpus;
  if (measure === 'nodes') return part.nodes;
  if (measure === 'mem') return tresCount(part.tres, 2) / 1024;
  const gpu = run.tres.find((t) => t.name === 'gres/gpu');
  return measure === 'gpus' && gpu ? tresCount(part.tres, gpu.id) : 0;
}

// What a chart of jobs says about its measure: only what the run has.
function measuresOf(run) {
  const has = { gpus: run.jobs.gpus.some((v) => v > 0), mem: run.jobs.mem.some((v) => v > 0) };
  return Object.entries(MEASURES).filter(([key]) => has[key] !== false).map(([key, m]) => [key, m.name]);
}

function flowCard(run, { title, note, what, by, measure }) {
  const node = element('div'), bys = Object.entries(GROUPS).map(([key, g]) => [key, g.name]);
  const state = { by, measure, share: false };
  const chart = timeChart(node, title, () => {
    const asked = { what, by: state.by, measure: state.measure, from: timeRange.from, to: timeRange.to, n: binsFor(node) };
    const looked = what === 'pending' && state.by === 'reason' && run.looks.every && run.looks[state.measure];
    const got = looked ? lookedAt(run, asked) : flow(run, asked);
    const hues = hueOf(state.by, got.names);
    if (!state.share) return { ...got, hues, stacked: true };
    const of = got.names.map((name) => tresOfPart(run, name, state.measure));
    return { names: got.names.filter((_, i) => of[i]), hues: hues.filter((_, i) => of[i]), times: got.times, percent: true, stacked: false,
      series: got.series.filter((_, i) => of[i]).map((s, i) => s.map((v) => 100 * v / of.filter(Boolean)[i])) };
  });
  const share = what === 'running'
    ? element('label', { class: 'choice' }, element('input', { type: 'checkbox',
      onchange: (event) => { state.share = event.target.checked; chart.refresh(); } }), ' per cent of the partition')
    : null;
  return element('div', { class: 'card' }, element('h3', {}, title), element('p', { class: 'note' }, note),
    element('div', { class: 'choices' },
      select('Count', measuresOf(run), measure, (v) => { state.measure = v; chart.refresh(); }),
      select('By', bys, by, (v) => { state.by = v; chart.refresh(); }), share), node);
}

function reasonNote(run) {
  if (!run.looks.every)
    return 'A job counts under the reason it had last before its start (or has at the end of the run); before it is eligible, '
      + 'as not yet eligible. Waiting for resources or one\'s turn leaves no trace there: a run without --reasons-every=none '
      + 'looks at the queue.';
  return `What squeue would have shown, looked at every ${spanText(run.looks.every)} (jobs and CPUs; for other measures, each job's `
    + `last reason). Seen that way, jobs wait ${numberText(100 * looksRatio(run), 1)} % of what they waited; slurmsim run `
    + '--reasons-every=SPAN looks more often.';
}

export function flowSection(run) {
  const measure = run.jobs.gpus.some((v) => v > 0) ? 'gpus' : 'cpus';
  return element('div', {},
    useSection(run),
    flowCard(run, { title: 'Running', what: 'running', by: 'partition', measure,
      note: 'What running jobs hold.' }),
    flowCard(run, { title: 'Queue', what: 'pending', by: 'partition', measure: 'jobs',
      note: 'What waits, from its submission to its start.' }),
    flowCard(run, { title: 'Pending by reason', what: 'pending', by: 'reason', measure: 'jobs', note: reasonNote(run) }),
    waitingTable(run));
}

// The controller's own words at the samples.
function waitingTable(run) {
  const words = [...new Set(run.samples.flatMap((s) => Object.keys(s.waiting)))].sort();
  if (!words.length) return null;
  const samples = run.samples.filter((s) => Object.keys(s.waiting).length).slice(-12);
  return element('details', { class: 'card' }, element('summary', {}, 'Pending by reason at the samples'),
    element('div', { class: 'scroll' }, element('table', {},
      element('thead', {}, element('tr', {}, element('th', {}, 'reason'),
        ...samples.map((s) => element('th', { class: 'number' }, dateText(s.at, timeRange.zone))))),
      element('tbody', {}, ...words.map((word) => element('tr', {}, element('th', { scope: 'row' }, word),
        ...samples.map((s) => element('td', { class: 'number' }, String(s.waiting[word] || 0)))))))));
}

// SPDX-License-Identifier: Apache-2.0
//
// main.js - the page put together: its data read, its sections built, its keys.

import { element, forgetCharts, hueOf, redrawAll, select, timeRange } from './charts.js';
import { readRun } from './data.js';
import { flowSection } from './flows.js';
import { ganttSection } from './gantt.js';
import { shareSection } from './shares.js';
import { groupJobs } from './stats.js';
import { sweepSection } from './sweep.js';
import { compareSection, figureSection, reportSection, spanOf } from './tables.js';
import { waitSection } from './waits.js';

const SECTIONS = [ // of the run that is looked at
  ['figures', 'Figures', figureSection],
  ['flows', 'Use and queue', flowSection],
  ['waits', 'Waits', waitSection],
  ['shares', 'Shares', shareSection],
  ['nodes', 'Nodes', ganttSection],
  ['reports', 'sreport', reportSection],
];

export const page = { runs: [], sweeps: [], run: null, built: {} };

function section(key, title, content) {
  return element('section', { id: key, 'aria-labelledby': `${key}-title` }, element('h2', { id: `${key}-title` }, title), content);
}

function rangeBar() {
  const text = element('output', {});
  const show = () => { text.textContent = timeRange.text(); };
  timeRange.listen(null, show);
  show();
  const button = (word, title, act) => element('button', { type: 'button', title, onclick: act }, word);
  return element('div', { class: 'range', role: 'group', 'aria-label': 'range of time' }, text,
    button('\u2190', 'earlier', () => timeRange.move(-0.25)), button('\u2192', 'later', () => timeRange.move(0.25)),
    button('+', 'closer', () => timeRange.zoom(0.5)), button('\u2212', 'farther', () => timeRange.zoom(2)),
    button('all', 'the whole run', () => timeRange.set(timeRange.least, timeRange.most)));
}

// The heaviest first, so that which chart is drawn first does not decide the colours.
function giveColours(run) {
  const { jobs } = run;
  const weight = (i) => (jobs.start[i] ? (jobs.runEnd[i] - jobs.start[i]) * jobs.cpus[i] : 0);
  for (const by of ['account', 'partition', 'user', 'qos']) hueOf(by, groupJobs(run, by, weight, 10).names);
}

export function showRun(run) {
  const main = document.querySelector('main');
  forgetCharts();
  giveColours(run);
  page.run = run;
  timeRange.reset(run);
  main.replaceChildren();
  document.querySelector('#what').textContent = `${run.cluster}, ${run.policy} policy, ${spanOf(run)}`;
  document.querySelector('#range').replaceChildren(rangeBar());
  for (const [key, title, make] of SECTIONS) {
    const content = make(run);
    page.built[key] = content;
    main.append(section(key, title, content));
  }
  if (page.runs.length > 1) main.append(section('compare', 'Runs side by side', compareSection(page.runs)));
  page.sweeps.forEach((sweep, i) => main.append(section(`sweep-${i}`, 'Sweep', sweepSection(sweep))));
}

function navigation() {
  const links = [...(page.runs.length ? SECTIONS : []).map(([key, title]) => [key, title]),
    ...(page.runs.length > 1 ? [['compare', 'Side by side']] : []), ...page.sweeps.map((_, i) => [`sweep-${i}`, 'Sweep'])];
  document.querySelector('nav').replaceChildren(...links.map(([key, title]) => element('a', { href: `#${key}` }, title)));
}

function controls() {
  const theme = () => document.documentElement.dataset.theme
    || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const toggle = element('button', { type: 'button', title: 'light or dark', onclick: () => {
    document.documentElement.dataset.theme = theme() === 'dark' ? 'light' : 'dark';
    redrawAll();
  } }, 'light / dark');
  const choice = page.runs.length > 1
    ? select('Run', page.runs.map((r, i) => [String(i), r.name]), '0', (i) => showRun(page.runs[Number(i)])) : '';
  document.querySelector('#controls').replaceChildren(choice, toggle);
}

export function boot() {
  const hash = new URLSearchParams(location.hash.slice(1)), theme = hash.get('theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
  page.runs = [...document.querySelectorAll('script.run')].map((node) => readRun(node.textContent));
  page.sweeps = [...document.querySelectorAll('script.sweep')].map((node) => JSON.parse(node.textContent));
  navigation();
  controls();
  if (page.runs.length) {
    showRun(page.runs[0]);
  } else {
    document.querySelector('#what').textContent = page.sweeps.map((s) => s.site).join(', ');
    page.sweeps.forEach((sweep, i) => document.querySelector('main').append(section(`sweep-${i}`, 'Sweep', sweepSection(sweep))));
  }
  document.documentElement.dataset.ready = '1';
}


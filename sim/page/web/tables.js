// SPDX-License-Identifier: Apache-2.0
//
// tables.js - figures and tables: the run's summary, runs side by side, sreport's rows.

import { element } from './charts.js';
import { dateText, numberText, spanText } from './data.js';

const isNumber = (text) => /^-?[\d.,]+%?$/.test(text);

export function table(head, rows, className = '') {
  const numeric = head.map((_, c) => rows.some((row) => row[c]) && rows.every((row) => !row[c] || isNumber(row[c])));
  const cell = (tag, text, c) => element(tag, { class: numeric[c] ? 'number' : null }, text ?? '');
  return element('div', { class: 'scroll' }, element('table', { class: className },
    element('thead', {}, element('tr', {}, ...head.map((text, c) => cell('th', text, c)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...head.map((_, c) => cell('td', row[c], c)))))));
}

// --- sreport -------------------------------------------------------------------------------------------

const MANY_ROWS = 40, MANY_ACCOUNTS = 60;

function sortable(node, head, rows, shown) {
  let by = -1, down = false;
  const draw = () => {
    const order = rows.slice();
    if (by >= 0) {
      const value = (row) => (isNumber(row[by] ?? '') ? parseFloat(row[by].replace(/,/g, '')) : row[by] ?? '');
      order.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (down ? -1 : 1));
    }
    const all = table(head, order.slice(0, shown.n));
    all.querySelectorAll('thead th').forEach((th, c) => {
      const button = element('button', { type: 'button', class: 'sort', onclick: () => {
        down = by === c ? !down : isNumber(rows[0]?.[c] ?? '');
        by = c;
        draw();
      } }, head[c], by === c ? (down ? ' \u25bc' : ' \u25b2') : '');
      th.replaceChildren(button);
    });
    const more = rows.length > shown.n ? element('button', { type: 'button', onclick: () => { shown.n = rows.length; draw(); } },
      `all ${rows.length} rows`) : '';
    node.replaceChildren(all, more);
  };
  draw();
  return node;
}

export function reportSection(run) {
  return element('div', {}, ...run.tables.map((t) => {
    const [head, ...rows] = t.rows || [[]];
    return element('div', { class: 'card' }, element('h3', {}, t.heading[0] || ''),
      element('p', { class: 'note' }, `${t.heading.slice(1).join(' ')}${t.heading.length > 1 ? '. ' : ''}`,
        element('code', {}, t.command)),
      rows.length ? sortable(element('div'), head, rows, { n: MANY_ROWS }) : element('p', {}, 'No rows.'));
  }));
}

// --- figures -------------------------------------------------------------------------------------------

const percent = (v) => (v === null || v === undefined || v < 0 ? '' : `${numberText(100 * v, 2)}%`);

// Figures of slurmsim.summary.v1 that are shown side by side.
const FIGURES = [
  ['jobs submitted', (s) => numberText(s.jobs.submitted)],
  ['jobs started', (s) => numberText(s.jobs.started)],
  ['completed', (s) => numberText(s.jobs.completed)],
  ['failed, timed out', (s) => numberText(s.jobs.failed + s.jobs.timeout)],
  ['refused', (s) => numberText(s.jobs.rejected)],
  ['never started', (s) => numberText(s.jobs.never_started)],
  ['makespan', (s) => spanText(s.time.makespan)],
  ['CPUs in use', (s) => percent(s.use.cpu)],
  ['GPUs in use', (s) => percent(s.use.gpu)],
  ['memory in use', (s) => percent(s.use.mem || null)], // none is handed out: nothing to show,
  ['nodes in use', (s) => percent(s.use.node)],
  ['wait, mean', (s) => spanText(s.wait.mean)],
  ['wait, median', (s) => spanText(s.wait.median)],
  ['wait, p95', (s) => spanText(s.wait.p95)],
  ['wait, longest', (s) => spanText(s.wait.max)],
  ['bounded slowdown, median', (s) => numberText(s.bounded_slowdown.median, 2)],
  ['started by backfill', (s) => percent(s.backfill.share)],
];

export function figureSection(run) {
  const shown = FIGURES.map(([name, text]) => [name, text(run.summary)]).filter(([, text]) => text !== '');
  return element('div', {}, element('dl', { class: 'figures' },
    ...shown.map(([name, text]) => element('div', {}, element('dt', {}, name), element('dd', {}, text)))),
  run.summary.time.warmup ? element('p', { class: 'note' },
    `The first ${spanText(run.summary.time.warmup)} (--warmup) are left out of these figures; the charts and waits below show all.`) : null,
  element('details', {}, element('summary', {}, 'slurmsim summary'), element('pre', {}, run.summaryText)));
}

export function compareSection(runs) {
  const rows = FIGURES.map(([name, text]) => [name, ...runs.map((r) => text(r.summary))])
    .filter(([, ...texts]) => texts.some((text) => text !== ''));
  const accounts = [...new Set(runs.flatMap((r) => r.summary.accounts.map((a) => a.account)))].sort();
  const of = (r, account) => r.summary.accounts.find((a) => a.account === account);
  const waits = accounts.slice(0, MANY_ACCOUNTS).map((account) => [account, ...runs.map((r) => {
    const row = of(r, account);
    return row ? `${spanText(row.wait_mean)} / ${spanText(row.wait_p95)}` : '';
  })]);
  return element('div', {}, element('div', { class: 'card' }, table(['figure', ...runs.map((r) => r.name)], rows)),
    element('div', { class: 'card' }, element('h3', {}, `Wait by account: mean / p95${accounts.length > MANY_ACCOUNTS ? ` (the first ${MANY_ACCOUNTS} of ${accounts.length})` : ''}`),
      table(['account', ...runs.map((r) => r.name)], waits)));
}

export function spanOf(run) {
  return `${dateText(run.start, run.zone)} to ${dateText(run.end, run.zone)} (${run.zone})`;
}

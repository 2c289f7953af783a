// SPDX-License-Identifier: Apache-2.0
//
// selftest.js - starts the page, and tests it from inside: report.html#selftest writes what holds into the page.
//
//   #selftest                      all checks; "not ok" lines are failures
//   #measure                       first paint, and how long a zoom of the node chart takes
//   #shares&at=SECONDS&set=NAME:N  the share tree as sshare -P prints it, with other shares if any are set
//
// Read by tests/page/browser.sh with a browser's --dump-dom. No network, no clock but the browser's.

import { drawEverything, element, timeRange } from './charts.js';
import { boot, page } from './main.js';
import { shareCells, treeRows } from './shares.js';
import { Bins, flow, looksRatio } from './stats.js';
import { ldCompare, ldDivide, ldFromNumber, ldFromPair, ldToNumber } from './longdouble.js';
import { spanText } from './data.js';
import { Usage } from './usage.js';

const lines = [];
const say = (text) => lines.push(text);
function ok(condition, what) {
  say(`${condition ? 'ok' : 'not ok'} - ${what}`);
}

function write(id, text) {
  document.body.append(element('pre', { id }, text));
}

// --- rules ---------------------------------------------------------------------------------------------

function testNumbers() {
  const third = ldDivide(ldFromNumber(1), ldFromNumber(3));
  ok(third.m === 0xAAAAAAAAAAAAAAABn, 'a third is rounded to 64 bits as the x87 unit rounds it');
  ok(ldCompare(ldDivide(ldFromNumber(0.6), ldDivide(ldFromNumber(600), ldFromNumber(1000))),
    ldDivide(ldFromNumber(0.4), ldDivide(ldFromNumber(400), ldFromNumber(1000)))) < 0,
  '0.4 over 400/1000 is more than 0.6 over 600/1000: no tie in long doubles');
  ok(ldToNumber(ldFromPair(1e15, -0.03125)) === 1e15 - 0.03125 || ldFromPair(1e15, -0.03125).m > 0n,
    'a long double is the sum of two doubles');
  ok(ldToNumber(ldFromNumber(12345.678)) === 12345.678, 'a double comes back as it went');
  ok(spanText(93784) === '1-02:03:04', 'spans are written as Slurm writes them');
}

function testBins() {
  const bins = new Bins(0, 100, 10);
  bins.add(5, 25, 2);
  bins.add(31, 34, 1);
  bins.add(-50, 300, 1);
  const got = Array.from(bins.values(), (v) => v.toFixed(2)).join(' ');
  ok(got === '2.00 3.00 2.00 1.30 1.00 1.00 1.00 1.00 1.00 1.00', `means over bins count parts of a bin (${got})`);
}

function testShares(run) {
  const usage = run.usage || (run.usage = new Usage(run)), { agreement } = usage;
  if (run.fairshare.algorithm !== 'fair tree') return;
  ok(agreement.samples === run.samples.length, `${run.name}: all ${run.samples.length} samples are compared`);
  ok(agreement.ranks === 0, `${run.name}: FairShare of every user is the controller's (${agreement.ranks} differ)`);
  ok(agreement.levels === 0, `${run.name}: LevelFS of every association is, at ${agreement.exact} samples to the last bit (${agreement.levels} differ)`);
  if (run.samples.length > 1)
    ok(agreement.usage < 1e-9, `${run.name}: usage walked from sample to sample is the controller's (${agreement.usage.toExponential(1)})`);
  // Ranked from usage that was walked, not read: the samples' own ranks again.
  const last = run.samples[run.samples.length - 1], own = usage.advance(usage.newState(usage.origin.last, usage.origin.at,
    usage.origin.own.slice()), last.at, false).own;
  const most = Math.max(1, ...usage.ownAt(last)), off = Math.max(0, ...usage.ownAt(last).map((u, i) => Math.abs(u - own[i]) / most));
  ok(off < 1e-9, `${run.name}: usage walked from the start to the end is the controller's (${off.toExponential(1)})`);
}

// What a chart adds up must be what the accounting rolled up.
function testFlows(run) {
  const cpu = run.tres.find((t) => t.name === 'cpu');
  if (!cpu || !cpu.time.length) return;
  const from = cpu.time[0], to = cpu.time[cpu.time.length - 1] + 3600;
  const got = flow(run, { what: 'running', by: 'account', measure: 'cpus', from, to, n: 500 });
  const drawn = got.series.reduce((sum, s) => sum + s.reduce((a, b) => a + b, 0), 0) * (to - from) / 500;
  const booked = cpu.alloc.reduce((a, b) => a + b, 0);
  ok(Math.abs(drawn - booked) <= 0.01 * booked + 1, `${run.name}: CPU seconds drawn by account are those that were booked (${Math.round(drawn)}, ${booked})`);
}

function testLooks(run) {
  if (!run.looks.every) return;
  const ratio = looksRatio(run);
  ok(Math.abs(ratio - 1) < 0.02, `${run.name}: pending jobs looked at are those that waited (${ratio.toFixed(4)})`);
}

function testPage(run) {
  drawEverything();
  const plots = document.querySelectorAll('.uplot').length;
  ok(plots >= 5, `${run.name}: ${plots} charts are drawn`);
  ok(document.documentElement.scrollWidth <= innerWidth,
    `${run.name}: all is within the window (${document.documentElement.scrollWidth} of ${innerWidth} pixels)`);
  ok(document.querySelectorAll('#reports table').length > 0, `${run.name}: sreport's tables are there`);
  const holder = page.built.nodes;
  if (!holder.gantt) return;
  const { gantt } = holder, range = [timeRange.from, timeRange.to];
  const job = run.jobs.start.findIndex((s, i) => s > 0 && run.jobs.runEnd[i] > s && gantt.pieces.job.includes(i));
  const piece = gantt.pieces.job.indexOf(job), row = gantt.pieces.first[piece] + (gantt.pieces.low[piece] + gantt.pieces.high[piece]) / 2000;
  ok(gantt.jobAt((run.jobs.start[job] + run.jobs.runEnd[job]) / 2, row) >= 0, `${run.name}: a point on a bar finds a job`);
  gantt.plotNode.dispatchEvent(new KeyboardEvent('keydown', { key: '+' }));
  ok(timeRange.to - timeRange.from < range[1] - range[0], `${run.name}: the plus key looks closer`);
  gantt.plotNode.dispatchEvent(new KeyboardEvent('keydown', { key: '0' }));
  ok(timeRange.from === range[0] && timeRange.to === range[1], `${run.name}: 0 shows the whole run again`);
}

// What paper does not show: matched, itself or around it, by a rule of print.
function isHiddenInPrint(node) {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === 'print');
  const hiding = rules.flatMap((rule) => [...rule.cssRules]).filter((rule) => rule.style?.display === 'none');
  return hiding.some((rule) => node.closest(rule.selectorText.replace(/::\w+/g, ':not(*)')));
}

function testPrint(run) {
  const moment = document.querySelector('#shares .moment'), choices = [...document.querySelectorAll('#flows select')];
  ok(isHiddenInPrint(document.querySelector('nav')), `${run.name}: links are not printed`);
  ok(!moment || (moment.textContent !== '' && !isHiddenInPrint(moment)), `${run.name}: the printed share tree has its moment`);
  ok(choices.length && !choices.some(isHiddenInPrint), `${run.name}: printed charts say what they count`);
}

// Name and colour of every line of a legend.
function legendOf(node) {
  return [...node.querySelectorAll('.u-series')].slice(1).map((row) => [row.querySelector('.u-label').textContent,
    row.querySelector('.u-marker').style.borderColor]);
}

function testColours(run) {
  const { gantt } = page.built.nodes, waits = document.querySelector('#waits .plot');
  if (!gantt || !waits || !waits.querySelector('.uplot')) return;
  const bars = new Map([...gantt.legend.children].map((entry) => [entry.textContent.trim(), entry.querySelector('i').style.backgroundColor]));
  const others = [...legendOf(waits), ...[...document.querySelectorAll('#shares .plot .plot')].flatMap(legendOf)];
  const same = others.filter(([name]) => name !== 'others' && bars.has(name));
  ok(same.length > bars.size && same.every(([name, shade]) => shade === bars.get(name)),
    `${run.name}: an account has one colour in its bars, its waits and its shares (${same.length} compared)`);
  ok(new Set(bars.values()).size === bars.size, `${run.name}: no two accounts of the node chart share a colour`);
}

function testWhatIf(run) {
  const view = document.querySelector('#shares .plot')?.view, { tree } = run;
  if (!view) return;
  const { factor } = view.usage.treeAt(run.end), user = factor.indexOf(Math.max(...factor));
  view.folded = false;
  view.update();
  const input = view.inputOf(user);
  input.value = '0';
  input.dispatchEvent(new Event('change'));
  ok(view.answer().is.rank[user] < view.answer().was.rank[user], `${run.name}: without shares ${tree.name[user]} is first no more`);
  ok(view.body.querySelectorAll('.worse').length > 0, `${run.name}: what changed shows what it was`);
  ok(document.activeElement === view.inputOf(user), `${run.name}: who typed a share stays at it`);
  ok(view.cell('level', 'inf', '2.0')[1].className === 'better', `${run.name}: an infinite level is better than any`);
  view.changed.clear();
  view.moveTo((run.start + run.end) / 2);
  view.update();
  ok(view.answer().was.users > 0, `${run.name}: the slider's middle has a tree`);
  view.moveTo(run.end);
}

function selftest() {
  testNumbers();
  testBins();
  for (const run of page.runs) {
    testFlows(run);
    testLooks(run);
  }
  if (page.run) {
    testPage(page.run);
    testPrint(page.run);
    testColours(page.run);
    testWhatIf(page.run);
  }
  for (const run of page.runs) testShares(run);
  page.sweeps.forEach((sweep, i) => {
    drawEverything();
    ok(document.querySelectorAll(`#sweep-${i} .uplot`).length > 0, `sweep ${i + 1} has its charts`);
  });
  say(`1..${lines.length}`);
  write('selftest', lines.join('\n'));
}

// --- speed ---------------------------------------------------------------------------------------------

// A document that is being written keeps the page from having loaded: --dump-dom waits for that.
function notLoadedYet() {
  const unfinished = element('iframe', { hidden: true });
  document.body.append(unfinished);
  unfinished.contentDocument.open();
  return () => { unfinished.contentDocument.close(); unfinished.remove(); };
}

const frame = () => new Promise((done) => { requestAnimationFrame(done); });
// Until what was drawn in this frame is on the screen.
const painted = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done, 0)); });

// Six keys in and six out again, at the node chart, with every chart of the page drawn: until the node chart is painted,
// and the longest time that any one frame of the others takes.
async function slowestZoom() {
  const { gantt } = page.built.nodes, shown = () => `${gantt.drawn.from} ${gantt.drawn.to}`;
  let hand = 0, longest = 0, frames = 0;
  const { next } = timeRange;
  timeRange.next = () => {
    const before = performance.now();
    next.call(timeRange);
    longest = Math.max(longest, performance.now() - before);
    frames++;
  };
  for (let k = 0; k < 12; k++) {
    const before = performance.now();
    gantt.plotNode.dispatchEvent(new KeyboardEvent('keydown', { key: k < 6 ? '+' : '-' }));
    while (shown() !== `${timeRange.from} ${timeRange.to}`) await frame();
    gantt.chart.plot.ctx.getImageData(0, 0, 1, 1);
    hand = Math.max(hand, performance.now() - before);
    while (timeRange.rest.length) await frame();
  }
  timeRange.next = next;
  return { hand, longest, frames };
}

async function measure() {
  const firstPaint = () => performance.getEntriesByType('paint').pop();
  for (let k = 0; k < 10 && !firstPaint(); k++) await painted();
  const paint = firstPaint();
  say(`first-paint-ms ${paint ? Math.round(paint.startTime) : -1}`);
  say(`ready-ms ${Math.round(performance.now())}`);
  say(`jobs ${page.run.jobs.n}`);
  drawEverything();
  const { gantt } = page.built.nodes;
  say(`pieces ${gantt.pieces.n}`);
  await painted();
  const { hand, longest, frames } = await slowestZoom();
  say(`charts ${timeRange.listeners.filter(({ node }) => node).length}`);
  say(`frames ${frames}`);
  say(`zoom-ms ${Math.round(hand)}`);     // from the key to the node chart
  say(`frame-ms ${Math.round(longest)}`); // the longest that a frame takes until all others have followed
  const usage = performance.now();
  page.run.usage = new Usage(page.run);
  page.run.usage.treeAt((page.run.start + page.run.end) / 2);
  say(`shares-first-ms ${Math.round(performance.now() - usage)}`);
  const again = performance.now();
  page.run.usage.treeAt(page.run.start + (page.run.end - page.run.start) / 3);
  say(`shares-ms ${Math.round(performance.now() - again)}`);
  write('measure', lines.join('\n'));
}

// --- the share tree as text ----------------------------------------------------------------------------

function shareText(hash) {
  const { run } = page, { tree } = run, usage = new Usage(run), at = Number(hash.get('at')) || run.end;
  const shares = usage.sharesAt(at);
  for (const change of hash.getAll('set')) {
    const [name, value] = change.split(':'), [account, user] = name.split('/');
    for (let i = 0; i < tree.n; i++)
      if (tree.account[i] === account && tree.user[i] === (user || '')) shares[i] = Number(value);
  }
  const got = usage.treeAt(at, shares);
  return treeRows(run).filter(({ i }) => shares[i] >= 0).map(({ i, depth }) => {
    const c = shareCells(run, got, i);
    return [' '.repeat(depth) + tree.account[i], tree.user[i], tree.parent[i] < 0 ? '' : shares[i] === tree.parentShares ? 'parent' : shares[i],
      c.norm, c.raw, c.part, c.efctv, c.factor, c.level].join('|');
  }).join('\n');
}

boot();
const asked = new URLSearchParams(location.hash.slice(1));
if (asked.has('selftest')) selftest();
if (asked.has('measure')) {
  const done = notLoadedYet();
  await measure();
  done();
}
if (asked.has('shares') && page.run) write('share-tree', shareText(asked));
if (asked.has('draw')) drawEverything();

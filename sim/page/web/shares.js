// SPDX-License-Identifier: Apache-2.0
//
// shares.js - the share tree at a moment of the run, and what other shares would make of it.
//
// The columns are sshare's. Typing into a share ranks the whole tree anew by the same rules (fairtree.js): the usage
// stays what it was at that moment, so this is the first answer; what the jobs would then do is a question for
// slurmsim sweep --vary account.NAME.fairshare.

import { element, hueOf, timeChart, timeRange, whenSeen } from './charts.js';
import { dateText } from './data.js';
import { isClassic } from './fairtree.js';
import { LD_INFINITY, ldToNumber } from './longdouble.js';
import { Usage } from './usage.js';

const FEW_ROWS = 150; // beyond, users are folded away at first

// Associations as sshare lists them: by lft, with their depth.
export function treeRows(run) {
  const { tree } = run, depth = (i) => (tree.parent[i] < 0 ? 0 : 1 + depth(tree.parent[i]));
  const children = Array.from({ length: tree.n }, () => []), rows = [];
  const byLft = Array.from({ length: tree.n }, (_, i) => i).sort((a, b) => tree.lft[a] - tree.lft[b]);
  byLft.forEach((i) => tree.parent[i] >= 0 && children[tree.parent[i]].push(i));
  const walk = (i) => {
    rows.push({ i, depth: depth(i) });
    children[i].sort((a, b) => tree.isUser[b] - tree.isUser[a]
      || (tree.name[a] < tree.name[b] ? -1 : 1)).forEach(walk);
  };
  const root = tree.parent.indexOf(-1);
  if (root >= 0) walk(root);
  return rows;
}

// An association by its names: a user may be in several accounts, and in one by partition.
function shareLabel(tree, i) {
  return `shares of ${tree.name[i]}${tree.isUser[i] ? ` of ${tree.account[i]}` : ''}${tree.partition[i] ? ` in ${tree.partition[i]}` : ''}`;
}

function levelText(level, i, tree, shares) {
  if (tree.parent[i] < 0 || shares[i] === tree.parentShares) return '';
  return level.e === LD_INFINITY.e ? 'inf' : ldToNumber(level).toFixed(6);
}

// The cells of a row behind its name and shares, in sshare's digits.
export function shareCells(run, got, i) {
  const { tree } = run, classic = isClassic(run.fairshare);
  return {
    norm: got.norm[i].toFixed(6), raw: Math.floor(ldToNumber(got.usage[i])).toFixed(0),
    part: tree.parent[i] < 0 ? '' : ldToNumber(got.usageNorm[i]).toFixed(6), efctv: ldToNumber(got.efctv[i]).toFixed(6),
    level: classic ? '' : levelText(got.level[i], i, tree, got.shares),
    factor: classic || tree.isUser[i] ? got.factor[i].toFixed(6) : '',
    rank: tree.isUser[i] ? String(got.users - got.rank[i] + 1) : '',
  };
}

const COLUMNS = [['norm', 'NormShares', 'part of its level\'s shares'], ['raw', 'RawUsage', 'decayed billing-seconds'],
  ['part', 'NormUsage', 'part of all usage'], ['efctv', 'EffectvUsage', 'part of its level\'s usage'],
  ['level', 'LevelFS', 'shares over usage: above 1 is under-served'],
  ['factor', 'FairShare', 'rank over users: what PriorityWeightFairshare multiplies'],
  ['rank', 'place', '1 = first in the queue, as far as fair share decides']];

export class ShareView {
  constructor(run) {
    this.run = run;
    this.usage = run.usage || (run.usage = new Usage(run));
    this.at = run.end;
    this.changed = new Map();
    this.folded = run.tree.n > FEW_ROWS;
    this.node = this.build();
    this.update();
  }

  build() {
    const { run } = this, step = run.fairshare.period || 300;
    this.slider = element('input', { type: 'range', min: 0, max: Math.max(1, Math.ceil((run.end - run.start) / step)), step: 1,
      class: 'slider', 'aria-label': 'moment of the run', oninput: () => this.moveTo(run.start + this.slider.value * step) });
    this.label = element('output', { class: 'moment' });
    const sample = (direction) => () => {
      const moments = run.samples.map((s) => s.at).filter((at) => (at - this.at) * direction > 0);
      if (moments.length) this.moveTo(direction > 0 ? moments[0] : moments[moments.length - 1]);
    };
    this.body = element('tbody');
    this.changes = element('p', { class: 'note', 'aria-live': 'polite' });
    this.fold = element('button', { type: 'button', onclick: () => { this.folded = !this.folded; this.update(); } });
    return element('div', { class: 'card' },
      element('div', { class: 'choices' }, this.slider, this.label,
        element('button', { type: 'button', onclick: sample(-1), title: 'the sample before' }, '\u2190 sample'),
        element('button', { type: 'button', onclick: sample(1), title: 'the sample after' }, 'sample \u2192'),
        this.fold,
        element('button', { type: 'button', onclick: () => { this.changed.clear(); this.update(); } }, 'shares as they were')),
      this.changes,
      element('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'share tree' }, element('table', { class: 'shares' },
        element('thead', {}, element('tr', {}, element('th', {}, 'account / user'), element('th', { class: 'number' }, 'RawShares'),
          ...COLUMNS.map(([, name, doc]) => element('th', { class: 'number', title: doc }, name)))), this.body)));
  }

  moveTo(at) {
    this.at = Math.min(this.run.end, Math.max(this.run.start, at));
    if (!this.pending) requestAnimationFrame(() => { this.pending = false; this.update(); });
    this.pending = true;
  }

  // { was, is }: the tree with the shares of the moment, and with those typed in.
  answer() {
    const was = this.usage.treeAt(this.at);
    if (!this.changed.size) return { was, is: was };
    const shares = was.shares.slice();
    this.changed.forEach((value, i) => { shares[i] = value; });
    return { was, is: this.usage.treeAt(this.at, shares) };
  }

  update() {
    const { run } = this, { tree } = run, { was, is } = this.answer();
    this.slider.value = Math.round((this.at - run.start) / (run.fairshare.period || 300));
    this.label.textContent = dateText(this.at, run.zone);
    this.slider.setAttribute('aria-valuetext', this.label.textContent);
    this.fold.textContent = this.folded ? 'show users' : 'hide users';
    const rows = treeRows(run).filter(({ i }) => was.shares[i] >= 0 && !(this.folded && tree.isUser[i]));
    this.body.replaceChildren(...rows.map(({ i, depth }) => this.row(i, depth, was, is)));
    const moved = Array.from(tree.isUser, (u, i) => u && was.rank[i] !== is.rank[i]).filter(Boolean).length;
    this.changes.textContent = this.changed.size
      ? `${moved} of ${was.users} users change their place.` : this.agreementText();
  }

  agreementText() {
    const { agreement } = this.usage, { algorithm } = this.run.fairshare;
    if (isClassic(this.run.fairshare))
      return `${algorithm === 'classic' ? 'Classic' : 'Depth-oblivious'} fair share, from the usage of this moment; the controller's own numbers are of its last evaluation.`;
    if (algorithm !== 'fair tree')
      return 'The run has no fair share (PriorityType is not multifactor, or there is no accounting); the ranks here are Fair Tree\'s, for comparison.';
    const walk = agreement.usage ? `; usage walked from one sample to the next is off by at most ${agreement.usage.toExponential(1)} of the largest` : '';
    return agreement.ranks + agreement.levels === 0
      ? `Ranks and levels computed here are the controller's own ${agreement.samples === 1 ? 'at the run\'s one sample' : `at all ${agreement.samples} samples`}${walk}.`
      : `Computed here and in the controller differ at the samples: ${agreement.ranks} ranks, ${agreement.levels} levels.`;
  }

  row(i, depth, was, is) {
    const { tree } = this.run, cells = shareCells(this.run, is, i), before = shareCells(this.run, was, i);
    const parent = is.shares[i] === tree.parentShares;
    const input = tree.parent[i] < 0 ? '' : element('input', { type: 'text', inputmode: 'numeric', class: 'share',
      value: parent ? 'parent' : String(is.shares[i]), 'aria-label': shareLabel(tree, i),
      onchange: (event) => this.change(i, event.target) });
    return element('tr', { class: `${tree.isUser[i] ? 'user' : 'account'}${this.changed.has(i) ? ' changed' : ''}` },
      element('th', { scope: 'row', style: `padding-left:${0.4 + depth * 1.1}em` }, tree.name[i],
        tree.partition[i] ? ` (${tree.partition[i]})` : ''),
      element('td', { class: 'number' }, input),
      ...COLUMNS.map(([key]) => element('td', { class: 'number' }, ...this.cell(key, cells[key], before[key]))));
  }

  cell(key, now, before) {
    if (now === before || (key !== 'rank' && key !== 'level' && key !== 'norm')) return [now];
    const of = (text) => (text === 'inf' ? Infinity : Number(text));
    const better = key === 'rank' ? of(now) < of(before) : of(now) > of(before);
    return [now, element('small', { class: better ? 'better' : 'worse' }, ` ${better ? '\u25b2' : '\u25bc'} was ${before}`)];
  }

  inputOf(i) {
    const label = shareLabel(this.run.tree, i);
    return [...this.body.querySelectorAll('input')].find((input) => input.getAttribute('aria-label') === label);
  }

  change(i, input) {
    const { tree } = this.run, text = input.value.trim().toLowerCase(), value = Number(text);
    const now = this.usage.sharesAt(this.at)[i];
    if (text === 'parent') this.changed.set(i, tree.parentShares);
    else if (text !== '' && Number.isInteger(value) && value >= 0 && value < tree.parentShares) this.changed.set(i, value);
    else {
      input.setAttribute('aria-invalid', 'true');
      return;
    }
    if (this.changed.get(i) === now) this.changed.delete(i);
    this.update();
    this.inputOf(i)?.focus();
  }
}

// --- levels over time ----------------------------------------------------------------------------------

const MOMENTS = 120, MOST_LINES = 9;

function levelChart(view) {
  const { run } = view, { tree } = run, node = element('div');
  if (isClassic(run.fairshare)) return '';
  const used = view.usage.treeAt(run.end).usage.map(ldToNumber), below = treeRows(run).map((r) => r.i).filter((i) => tree.parent[i] >= 0);
  const accounts = below.filter((i) => !tree.isUser[i]), all = accounts.length ? accounts : below;
  const shown = all.slice().sort((a, b) => used[b] - used[a]).slice(0, MOST_LINES).sort((a, b) => all.indexOf(a) - all.indexOf(b));
  timeChart(node, 'Part of the usage over part of the shares', function* levels() {
    const times = Float64Array.from({ length: MOMENTS }, (_, k) => timeRange.from
      + (timeRange.to - timeRange.from) * k / (MOMENTS - 1));
    const series = shown.map(() => new Float64Array(MOMENTS));
    for (let k = 0; k < MOMENTS; k++) {
      const got = view.usage.treeAt(times[k]);
      shown.forEach((i, s) => {
        const level = ldToNumber(got.level[i]);
        series[s][k] = level > 0 && Number.isFinite(level) && got.shares[i] !== tree.parentShares ? 1 / level : 0;
      });
      yield;
    }
    const names = shown.map((i) => tree.name[i]);
    return { names, hues: hueOf(accounts.length ? 'account' : 'user', names), times, series, stacked: false, lines: true };
  });
  return element('div', { class: 'card' }, element('h3', {}, 'Usage over shares'), element('p', { class: 'note' },
    `1 / LevelFS of ${all.length > shown.length ? `the ${shown.length} accounts that used most` : 'each account'}: above 1 it has used more `
    + 'than its part of its level, and its jobs come later.'), node);
}

export function shareSection(run) {
  if (!run.tree.n || !run.samples.length)
    return element('p', {}, 'The run has no share tree: no accounting, or no sample.');
  const holder = element('div', { class: 'plot' }, 'Share tree');
  const draw = () => {
    if (holder.view) return;
    holder.view = new ShareView(run);
    holder.replaceChildren(holder.view.node, levelChart(holder.view));
  };
  whenSeen(holder, draw);
  return holder;
}

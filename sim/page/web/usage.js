// SPDX-License-Identifier: Apache-2.0
//
// usage.js - the usage of every association at any moment of the run, and the tree it gives.
//
// As the controller does it: once a PriorityCalcPeriod old usage is multiplied by (1 - 0.693 / half-life)^period, then
// each running job adds its slice of d seconds as d * factor^d * billing. A job that ends adds the rest of its last
// slice, if limits are enforced; if not, nobody is ever charged for it. Usage is forgotten by PriorityUsageResetPeriod (in
// the pass that begins with it) and by sacctmgr's RawUsage=0 (at once, of an association and all below it).
//
// We go on from the last sample before the moment, or from the run's start. What history and --usage brought to the start is
// found backwards: all is linear, so it is what is missing at the first sample, divided by the decay up to it.
// At a sample itself the controller's own long doubles are taken.

import { classicTree, fairTree, isClassic, treeOrder } from './fairtree.js';
import { LD_ZERO, ldCompare, ldFromNumber, ldFromPair, ldToNumber } from './longdouble.js';

const KEPT = 64; // states kept between samples, so that a slider is answered at once

function indexesBy(values, keep) {
  const out = [];
  for (let i = 0; i < values.length; i++) if (keep(i)) out.push(i);
  return Uint32Array.from(out).sort((a, b) => values[a] - values[b] || a - b);
}

export class Usage {
  constructor(run) {
    const { jobs, fairshare } = run;
    this.run = run;
    this.factor = fairshare.half_life ? 1 - 0.693 / fairshare.half_life : 1;
    this.period = fairshare.period;
    const charged = (i) => jobs.start[i] > 0 && jobs.assocIndex[i] >= 0 && jobs.billing[i] > 0;
    this.byStart = indexesBy(jobs.start, charged);
    this.byEnd = indexesBy(jobs.end, (i) => charged(i) && jobs.end[i] > 0);
    this.resets = new Set(run.usageResets);
    this.zeroed = run.rawResets.map((reset) => ({ at: reset.at, of: this.below(run.tree.byId.get(reset.id)) }));
    this.kept = [];
    this.order = treeOrder(run.tree, false);
    this.origin = this.findOrigin();
    this.agreement = this.check();
  }

  // The usage of everybody at `state.last`, and what runs then.
  newState(last, at, own) {
    return { last, at, own, rate: null, started: 0, ended: 0 };
  }

  // The associations at and under one.
  below(top) {
    const { parent, n } = this.run.tree, of = [];
    for (let i = 0; i < n; i++)
      for (let up = i; up >= 0; up = parent[up]) if (up === top) of.push(i);
    return of;
  }

  // rate: billing a second of those who run at state.last; the rest is walked on by `advance`.
  prepare(state) {
    const { jobs } = this.run;
    state.rate = new Float64Array(this.run.tree.n);
    state.started = state.ended = 0;
    state.zeroed = this.zeroed.filter((reset) => reset.at <= state.at).length;
    while (state.started < this.byStart.length && jobs.start[this.byStart[state.started]] <= state.last) {
      const i = this.byStart[state.started++];
      if (!jobs.end[i] || jobs.end[i] > state.last) state.rate[jobs.assocIndex[i]] += jobs.billing[i];
    }
    while (state.ended < this.byEnd.length && jobs.end[this.byEnd[state.ended]] <= state.last) state.ended++;
  }

  slice(seconds) {
    return seconds > 0 ? seconds * this.factor ** seconds : 0;
  }

  // Jobs that end up to `until`: the rest of their last slice.
  chargeEnds(state, until) {
    const { jobs, fairshare } = this.run;
    for (; state.ended < this.byEnd.length; state.ended++) {
      const i = this.byEnd[state.ended], a = jobs.assocIndex[i], end = jobs.end[i];
      if (end > until) return;
      if (jobs.start[i] <= state.last) state.rate[a] -= jobs.billing[i];
      if (fairshare.limits && end > state.at)
        state.own[a] += this.slice(end - Math.max(state.last, jobs.start[i])) * jobs.billing[i];
    }
  }

  // RawUsage=0 up to `until`.
  forget(state, until) {
    for (; state.zeroed < this.zeroed.length && this.zeroed[state.zeroed].at <= until; state.zeroed++) {
      const { at, of } = this.zeroed[state.zeroed];
      this.chargeEnds(state, at);
      for (const i of of) state.own[i] = 0;
    }
  }

  // Was what association `i` used forgotten in (from, to]?
  isForgotten(i, from, to) {
    for (const at of this.resets) if (at > from && at <= to) return true;
    return this.zeroed.some(({ at, of }) => at > from && at <= to && of.includes(i));
  }

  // One period: `to` is its moment.
  pass(state, to) {
    const { jobs } = this.run, { own, rate } = state;
    this.forget(state, to);
    this.chargeEnds(state, to);
    if (this.resets.has(to)) own.fill(0);
    const keep = this.factor ** (to - state.last), full = this.slice(to - state.last);
    for (let a = 0; a < own.length; a++) own[a] = own[a] * keep + rate[a] * full;
    for (; state.started < this.byStart.length; state.started++) {
      const i = this.byStart[state.started], a = jobs.assocIndex[i];
      if (jobs.start[i] > to) break;
      if (jobs.end[i] && jobs.end[i] <= to) continue; // came and went: charged at its end
      own[a] += this.slice(to - jobs.start[i]) * jobs.billing[i];
      rate[a] += jobs.billing[i];
    }
    state.last = state.at = to;
  }

  // The last pass that is over at `at`; a run that was stopped at a pass' own second has not made it.
  lastPass(at) {
    return this.sampleAt(at)?.period || at;
  }

  advance(state, to, keep) {
    if (!state.rate) this.prepare(state);
    const every = Math.max(1, Math.round((this.run.end - this.run.start) / this.period / KEPT));
    for (let n = 1, until = this.lastPass(to); state.last + this.period <= until; n++) {
      this.pass(state, state.last + this.period);
      if (keep && n % every === 0) this.kept.push(this.newState(state.last, state.at, state.own.slice()));
    }
    this.forget(state, to);
    this.chargeEnds(state, to);
    return state;
  }

  // Of users: what a sample says they have; accounts are their sums.
  ownAt(sample) {
    return Float64Array.from(sample.usage, (u, i) => (this.run.tree.isUser[i] ? u + sample.usage_low[i] : 0));
  }

  firstPeriod() {
    const known = this.run.samples.find((s) => s.period);
    const { start } = this.run;
    return known ? known.period - Math.floor((known.period - start) / this.period) * this.period : start;
  }

  // The usage at the start. What was forgotten before the first sample cannot be found: it counts from nothing.
  findOrigin() {
    const { tree, samples } = this.run, at = this.firstPeriod(), first = samples.find((s) => s.period);
    const zero = this.newState(at, at, new Float64Array(tree.n));
    if (!first) return zero;
    const walked = this.advance(this.newState(at, at, new Float64Array(tree.n)), first.at, false);
    const faded = this.factor ** (first.period - at), there = this.ownAt(first);
    const most = there.reduce((m, u) => Math.max(m, u), 0);
    zero.own = there.map((u, i) => (u - walked.own[i] > 1e-9 * most && !this.isForgotten(i, at, first.at) ? (u - walked.own[i]) / faded : 0));
    return zero;
  }

  sampleAt(at) {
    return this.run.samples.find((s) => s.at === at);
  }

  // The nearest known state at or before `at`.
  stateBefore(at) {
    let best = this.origin;
    for (const s of this.run.samples)
      if (s.period && s.at <= at && s.at > best.at) best = this.newState(s.period, s.at, this.ownAt(s));
    for (const k of this.kept) if (k.at <= at && k.at > best.at) best = k;
    return this.newState(best.last, best.at, best.own.slice());
  }

  // Long doubles for all associations at `at`: the sample's, else users' sums up the tree.
  usageAt(at) {
    const { tree } = this.run, sample = this.sampleAt(at);
    if (sample) return Array.from(sample.usage, (u, i) => ldFromPair(u, sample.usage_low[i]));
    const own = this.advance(this.stateBefore(at), at, true).own, sum = own.slice();
    for (let i = 0; i < tree.n; i++)
      for (let up = tree.parent[i]; own[i] > 0 && up >= 0; up = tree.parent[up]) sum[up] += own[i];
    return Array.from(sum, (u) => (u > 0 ? ldFromNumber(u) : LD_ZERO));
  }

  // As set at `at`: those of the last sample before, else of the first after.
  sharesAt(at) {
    const { samples, tree } = this.run;
    let last = samples[0];
    for (const s of samples) if (s.at <= at) last = s;
    return last ? Int32Array.from(last.shares) : new Int32Array(tree.n).fill(1);
  }

  // Was somebody charged between two passes? Then usage is not what levels and ranks were made of.
  chargedBetween(from, to) {
    const { jobs, fairshare } = this.run;
    return fairshare.limits && this.byEnd.some((i) => jobs.end[i] > from && jobs.end[i] <= to);
  }

  // The usage that levels and ranks at `at` were made of: of the last pass.
  usageOfPass(at) {
    const first = this.origin.last, known = this.lastPass(at);
    const pass = first + Math.max(0, Math.floor((known - first) / this.period)) * this.period;
    return this.usageAt(this.chargedBetween(pass, at) ? pass : at);
  }

  // Accounts, and users of whom a job could have been looked at.
  seenAt(at) {
    const { jobs, tree } = this.run, seen = Uint8Array.from(tree.isUser, (u) => 1 - u);
    for (let i = 0; i < jobs.n; i++)
      if (jobs.assocIndex[i] >= 0 && jobs.eligible[i] > 0 && jobs.eligible[i] <= at) seen[jobs.assocIndex[i]] = 1;
    return seen;
  }

  // What sshare shows at `at`: usage of this moment, all else as the last pass made it.
  treeAt(at, shares = this.sharesAt(at)) {
    const { tree, fairshare } = this.run, usage = this.usageOfPass(at);
    const got = isClassic(fairshare) ? classicTree(tree, shares, usage, this.order, fairshare, this.seenAt(at))
      : fairTree(tree, shares, usage, this.order);
    return { usage: this.usageAt(at), shares, ...got };
  }

  // How well the page agrees with the controller at the samples: exactly where the sample's usage is that of its last pass,
  // else as far as a walk goes. Which order equal siblings have is not in the ledger: it is the one that gives the ranks.
  check() {
    const { samples, fairshare } = this.run, result = { samples: 0, associations: 0, exact: 0, ranks: 0, levels: 0, usage: 0 };
    if (fairshare.algorithm !== 'fair tree' || !samples.length) return result;
    if (this.wrongAt(samples[samples.length - 1]).ranks > 0) {
      const before = this.order;
      this.order = treeOrder(this.run.tree, true);
      if (this.wrongAt(samples[samples.length - 1]).ranks > 0) this.order = before;
    }
    samples.forEach((sample, n) => {
      const { ranks, levels, exact } = this.wrongAt(sample);
      result.samples++;
      result.exact += exact ? 1 : 0;
      result.associations += this.run.tree.n;
      result.ranks += ranks;
      result.levels += levels;
      if (n > 0 && samples[n - 1].period) result.usage = Math.max(result.usage, this.driftBetween(samples[n - 1], sample));
    });
    return result;
  }

  // Ranks and levels that are not the sample's.
  wrongAt(sample) {
    const { tree } = this.run, exact = !this.chargedBetween(sample.period, sample.at);
    const got = this.treeAt(sample.at, Int32Array.from(sample.shares));
    let ranks = 0, levels = 0;
    for (let i = 0; i < tree.n; i++) {
      if (got.fsParent[i] < 0) continue;
      const level = ldFromPair(sample.level[i], sample.level_low[i]), mine = ldToNumber(got.level[i]);
      if (tree.isUser[i] && got.factor[i] !== sample.factor[i]) ranks++;
      if (ldCompare(got.level[i], level) !== 0 && (exact || !(Math.abs(mine - sample.level[i]) < 1e-9 * mine))) levels++;
    }
    return { ranks, levels, exact };
  }

  // By how much usage walked from one sample to another is off, as part of the largest.
  driftBetween(before, after) {
    const to = this.ownAt(after), most = to.reduce((m, u) => Math.max(m, u), 0);
    const { own } = this.advance(this.newState(before.period, before.at, this.ownAt(before)), after.at, false);
    return most ? to.reduce((m, u, i) => Math.max(m, Math.abs(u - own[i])), 0) / most : 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
//
// stats.js - from jobs to series and distributions. Counting only: nothing here knows the page.

// Means over equal bins of [from, to): add(a, b, w) says that w was there during [a, b).
export class Bins {
  constructor(from, to, n) {
    this.from = from;
    this.step = (to - from) / n;
    this.n = n;
    this.edge = new Float64Array(n);     // parts of a bin, as fractions of it
    this.whole = new Float64Array(n + 1); // differences of what is there during whole bins
  }

  add(a, b, w) {
    const x = Math.max(0, (a - this.from) / this.step), y = Math.min(this.n, (b - this.from) / this.step);
    if (!(y > x)) return;
    const i = Math.floor(x), k = Math.floor(y);
    if (i === k) {
      this.edge[i] += (y - x) * w;
      return;
    }
    this.edge[i] += (i + 1 - x) * w;
    if (k < this.n) this.edge[k] += (y - k) * w;
    this.whole[i + 1] += w;
    this.whole[k] -= w;
  }

  values() {
    const out = new Float64Array(this.n);
    for (let i = 0, there = 0; i < this.n; i++) {
      there += this.whole[i];
      out[i] = there + this.edge[i];
    }
    return out;
  }

  times() {
    return Float64Array.from({ length: this.n }, (_, i) => this.from + i * this.step);
  }
}

// What a job counts as.
export const MEASURES = {
  jobs: { name: 'jobs', of: (jobs, i) => jobs.count[i] },
  cpus: { name: 'CPUs', of: (jobs, i) => jobs.cpus[i] * jobs.count[i] },
  gpus: { name: 'GPUs', of: (jobs, i) => jobs.gpus[i] * jobs.count[i] },
  nodes: { name: 'nodes', of: (jobs, i) => jobs.nodes[i] * jobs.count[i] },
  mem: { name: 'memory (GiB)', of: (jobs, i) => jobs.mem[i] * jobs.count[i] / 1024 },
};

const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16384];
function sizeClass(cpus) {
  const k = SIZES.findIndex((s) => cpus <= s);
  if (k === 0) return '1 CPU';
  if (k < 0) return `over ${SIZES[SIZES.length - 1]} CPUs`;
  return SIZES[k - 1] + 1 === SIZES[k] ? `${SIZES[k]} CPUs` : `${SIZES[k - 1] + 1}-${SIZES[k]} CPUs`;
}

// By what jobs are put together: a name each.
export const GROUPS = {
  partition: { name: 'partition', of: (run, i) => run.jobParts[run.jobs.part[i]] },
  account: { name: 'account', of: (run, i) => run.accounts[run.jobs.account[i]] },
  user: { name: 'user', of: (run, i) => run.users[run.jobs.user[i]] },
  qos: { name: 'QOS', of: (run, i) => run.qos[run.jobs.qos[i]] },
  size: { name: 'size', of: (run, i) => sizeClass(run.jobs.cpus[i]), rank: (run, i) => run.jobs.cpus[i] },
  reason: { name: 'reason', of: (run, i) => run.reasons[run.jobs.reason[i]] },
  state: { name: 'state', of: (run, i) => run.states[run.jobs.state[i]] },
};

// { names, of: Uint16Array by job }: the `most` weightiest groups, and "others" for the rest. Groups with a rank of their
// own come in its order, else by weight.
export function groupJobs(run, by, weight, most) {
  const group = GROUPS[by], n = run.jobs.n, found = new Map();
  for (let i = 0; i < n; i++) {
    const name = group.of(run, i) || '(none)', entry = found.get(name) || { name, weight: 0, rank: Infinity };
    entry.weight += weight(i);
    if (group.rank) entry.rank = Math.min(entry.rank, group.rank(run, i));
    found.set(name, entry);
  }
  const sorted = [...found.values()].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const kept = sorted.slice(0, sorted.length > most ? most - 1 : most);
  if (group.rank) kept.sort((a, b) => a.rank - b.rank);
  const names = kept.map((e) => e.name);
  if (sorted.length > names.length) names.push('others');
  const index = new Map(names.map((name, k) => [name, k]));
  const of = Uint16Array.from({ length: n }, (_, i) => index.get(group.of(run, i) || '(none)') ?? names.length - 1);
  return { names, of };
}

// Who belongs together does not depend on the range of time that is looked at.
function keptGroups(run, key, make) {
  run.groups ||= new Map();
  if (!run.groups.has(key)) run.groups.set(key, make());
  return run.groups.get(key);
}

// Before a job is eligible it waits for something else than the machine.
const NOT_YET = 'not yet eligible';

// Pending by reason as it was looked at: what was seen holds until the next look.
export function lookedAt(run, { measure, from, to, n, most = 9 }) {
  const { looks } = run, rows = looks.time.length, weight = new Map();
  for (let i = 0; i < rows; i++) {
    const name = looks.reasons[looks.reason[i]];
    weight.set(name, (weight.get(name) || 0) + looks[measure][i]);
  }
  const names = [...weight.keys()].filter((name) => weight.get(name) > 0).sort((a, b) => weight.get(b) - weight.get(a));
  if (names.length > most) names.splice(most - 1, names.length, 'others');
  const bins = names.map(() => new Bins(from, to, n)), last = names.length - 1;
  for (let i = 0, next = 0; i < rows; i++) {
    while (next < rows && looks.time[next] <= looks.time[i]) next++;
    const at = names.indexOf(looks.reasons[looks.reason[i]]);
    if (last >= 0) bins[at < 0 ? last : at].add(looks.time[i], next < rows ? looks.time[next] : run.end, looks[measure][i]);
  }
  return { times: bins[0] ? bins[0].times() : [], names, series: bins.map((b) => b.values()) };
}

// A series a group over [from, to): jobs that run or wait. { times, names, series }
export function flow(run, { what, by, measure, from, to, n, most = 9 }) {
  const { jobs } = run, value = MEASURES[measure].of;
  const groups = keptGroups(run, `${what} ${by} ${measure} ${most}`, () => groupJobs(run, by, (i) => (what === 'running'
    ? (jobs.runEnd[i] - jobs.start[i]) * (jobs.start[i] ? value(jobs, i) : 0)
    : (jobs.waitEnd[i] - jobs.submit[i]) * value(jobs, i)), most));
  const names = groups.names.slice();
  const early = what === 'pending' && by === 'reason' ? names.push(NOT_YET) - 1 : -1;
  const bins = names.map(() => new Bins(from, to, n));
  for (let i = 0; i < jobs.n; i++) {
    const w = value(jobs, i), g = bins[groups.of[i]];
    if (what === 'running') {
      if (jobs.start[i]) g.add(jobs.start[i], jobs.runEnd[i], w);
    } else if (early < 0) {
      g.add(jobs.submit[i], jobs.waitEnd[i], w);
    } else {
      const eligible = Math.min(jobs.eligible[i] || jobs.waitEnd[i], jobs.waitEnd[i]);
      bins[early].add(jobs.submit[i], eligible, w);
      g.add(eligible, jobs.waitEnd[i], w);
    }
  }
  return { times: bins[0] ? bins[0].times() : [], names, series: bins.map((b) => b.values()) };
}

// Whoever waits waits for something: what was looked at, over what the ledger's jobs waited. 1 but for what waits between
// two looks.
export function looksRatio(run) {
  const asked = { what: 'pending', by: 'partition', measure: 'jobs', from: run.start, to: run.end, n: 200 };
  const total = (got) => got.series.reduce((sum, s) => sum + s.reduce((a, b) => a + b, 0), 0);
  const counted = total(flow(run, asked));
  return counted > 0 ? total(lookedAt(run, asked)) / counted : 1;
}

export function quantile(sorted, q) {
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] : NaN;
}

// Waits of the jobs that started, by group: sorted seconds from submission to start.
export function waits(run, by, most = 9) {
  const { jobs } = run, ran = (i) => (jobs.start[i] && jobs.nodes[i] ? 1 : 0);
  const groups = groupJobs(run, by, ran, most);
  const lists = groups.names.map(() => []);
  for (let i = 0; i < jobs.n; i++) if (ran(i)) lists[groups.of[i]].push(jobs.start[i] - jobs.submit[i]);
  return groups.names.map((name, k) => ({ name, sorted: Float64Array.from(lists[k]).sort() }))
    .filter((g) => g.sorted.length);
}

// The part of `sorted` that is at most x, for each x (rising).
export function cumulative(sorted, xs) {
  let k = 0;
  return Float64Array.from(xs, (x) => {
    while (k < sorted.length && sorted[k] <= x) k++;
    return sorted.length ? k / sorted.length : 0;
  });
}

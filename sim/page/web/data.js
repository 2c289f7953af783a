// SPDX-License-Identifier: Apache-2.0
//
// data.js - a run's data as the page holds it: packed columns become typed arrays, times become seconds since 1970.

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array };

export function unpack(column) {
  const text = atob(column.b), bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new TYPES[column.t](bytes.buffer);
}

function unpackAll(object) {
  const out = {};
  for (const [key, value] of Object.entries(object))
    out[key] = value && value.b !== undefined && value.t ? unpack(value) : value;
  return out;
}

// 0 stays 0: not set.
function instants(column, base) {
  return Float64Array.from(column, (v) => (v ? base + v - 1 : 0));
}

// id=count,... of a TRES text
export function tresCount(text, id) {
  const found = (text || '').split(',').map((part) => part.split('=')).find(([key]) => Number(key) === id);
  return found ? Number(found[1]) : 0;
}

function readTree(data) {
  const byId = new Map(data.assocs.map((row, i) => [row[0], i]));
  const tree = {
    n: data.assocs.length,
    id: data.assocs.map((row) => row[0]),
    parent: data.assocs.map((row) => (byId.has(row[1]) ? byId.get(row[1]) : -1)),
    lft: data.assocs.map((row) => row[2]),
    account: data.assocs.map((row) => row[3]),
    user: data.assocs.map((row) => row[4]),
    partition: data.assocs.map((row) => row[5]),
    isUser: data.assocs.map((row) => (row[4] ? 1 : 0)),
    name: data.assocs.map((row) => row[4] || row[3]),
    parentShares: data.fairshare.parent,
    byId,
  };
  return tree;
}

function readSamples(data) {
  return data.samples.map((sample) => ({
    ...unpackAll(sample),
    at: data.base + sample.at - 1,
    period: sample.period ? data.base + sample.period - 1 : 0,
  }));
}

// What waited by reason, if somebody looked: a row a moment and reason.
function readLooks(data) {
  const looks = unpackAll(data.looks);
  return { ...looks, time: instants(looks.time, data.base) };
}

function readJobs(data, end) {
  const jobs = unpackAll(data.jobs);
  for (const key of ['submit', 'eligible', 'start', 'end']) jobs[key] = instants(jobs[key], data.base);
  // Where its waiting and its running end: at the end of the run, if they do not before.
  jobs.waitEnd = jobs.start.map((start, i) => start || jobs.end[i] || end);
  jobs.runEnd = jobs.end.map((e, i) => (jobs.start[i] ? e || end : 0));
  return jobs;
}

export function readRun(text) {
  const data = JSON.parse(text);
  const at = (v) => data.base + v - 1;
  const run = {
    name: data.name, cluster: data.cluster, zone: data.zone || 'UTC', policy: data.policy,
    start: at(data.start), end: at(data.end), summary: data.summary, summaryText: data.summary_text,
    nodes: data.nodes, nodeCpus: unpack(data.node_cpus), parts: data.parts, fairshare: data.fairshare,
    users: data.users, accounts: data.accounts, jobParts: data.job_parts, qos: data.qos,
    reasons: data.reasons, states: data.states, tables: data.tables,
    tree: readTree(data), samples: readSamples(data),
    tres: data.tres.map((t) => {
      const hours = unpackAll(t);
      hours.time = instants(hours.time, data.base);
      return hours;
    }),
    outages: data.outages.map((o) => ({ ...o, from: at(o.from), to: o.to ? at(o.to) : at(data.end) })),
    usageResets: (data.usage_resets || []).map(at), rawResets: (data.raw_resets || []).map(([when, id]) => ({ at: at(when), id })),
    segments: unpackAll(data.segments), looks: readLooks(data),
  };
  run.jobs = readJobs(data, run.end);
  run.jobs.assocIndex = Int32Array.from(run.jobs.assoc, (id) => (run.tree.byId.has(id) ? run.tree.byId.get(id) : -1));
  return run;
}

// --- words for numbers ---------------------------------------------------------------------------------

// Slurm's 1-02:03:04
export function spanText(seconds) {
  if (!Number.isFinite(seconds)) return '';
  const s = Math.round(seconds), two = (n) => String(n).padStart(2, '0');
  const days = Math.floor(s / 86400), hours = Math.floor(s / 3600) % 24;
  const rest = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return days ? `${days}-${two(hours)}:${rest}` : `${hours}:${rest}`;
}

const formats = new Map();
// 2026-01-05T08:00:00 in the run's own zone
export function dateText(seconds, zone) {
  if (!seconds) return 'Unknown';
  if (!formats.has(zone)) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
      second: '2-digit', hourCycle: 'h23' };
    let format;
    try {
      format = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'UTC' });
    }
    formats.set(zone, format);
  }
  return formats.get(zone).format(new Date(Math.round(seconds) * 1000)).replace(' ', 'T');
}

export function numberText(value, digits = 0) {
  return Number.isFinite(value) ? value.toLocaleString('en-US', { maximumFractionDigits: digits }) : '';
}

export function jobText(run, i) {
  const { id, task } = run.jobs;
  return task[i] ? `${id[i]} (task ${task[i] - 1})` : String(id[i]);
}

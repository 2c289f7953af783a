// SPDX-License-Identifier: Apache-2.0
//
// fairtree.js - shares, effective usage, LevelFS and FairShare of a tree of associations: the scheduler's rules.
//
// Who competes with whom is not the account tree: an entry with Fairshare=parent hangs its children, and itself,
// on the nearest ancestor that has shares. Siblings are sorted by LevelFS, greatest first; users before accounts
// where equal; users are ranked in the order of the walk, equal ones alike. An account equal to the one before it
// is entered "tied": its first child, with all that equal it, takes the rank of the user ranked last.
// (https://slurm.schedmd.com/fair_tree.html; of equal accounts it says that they are merged: no release does.)
//
// A tree is { n, parent: [index or -1 for root], isUser: [], lft: [], name: [], parentShares }. Shares are those set
// on each association, tree.parentShares for Fairshare=parent, negative where it does not exist; usage is one
// long double each (longdouble.js). Indexes in, indexes out: nothing here knows of pages or runs.

import { LD_ZERO, LD_INFINITY, ldCompare, ldDivide, ldFromNumber, ldToNumber } from './longdouble.js';

export const NO_LEVEL = ldFromNumber(4294967294); // of accounts that have no shares of their own
const LD_ONE = ldFromNumber(1);

// The order in which the controller walks equal siblings: the database's (newest first) after a start, users before
// accounts by name once an association was added or moved.
export function treeOrder(tree, byName) {
  const order = Array.from({ length: tree.n }, (_, i) => i);
  const byLft = (a, b) => tree.lft[a] - tree.lft[b];
  if (!byName) return order.sort(byLft);
  return order.sort((a, b) => (tree.isUser[b] - tree.isUser[a])
    || (tree.name[a] < tree.name[b] ? -1 : tree.name[a] > tree.name[b] ? 1 : byLft(a, b)));
}

// Fairshare parents, their children in order, the level's shares, and the part of them that each has.
export function treeShares(tree, shares, order) {
  const there = (i) => shares[i] >= 0, inherits = (i) => shares[i] === tree.parentShares;
  const fsParent = new Int32Array(tree.n).fill(-1);
  const children = Array.from({ length: tree.n }, () => []);
  for (const i of order) {
    let up = tree.parent[i];
    if (!there(i) || up < 0) continue;
    while (tree.parent[up] >= 0 && inherits(up)) up = tree.parent[up];
    fsParent[i] = up;
    children[up].push(i);
  }
  const levelShares = new Float64Array(tree.n).fill(1);
  for (let p = 0; p < tree.n; p++) {
    const sum = children[p].reduce((s, c) => s + (inherits(c) ? 0 : shares[c]), 0);
    for (const c of children[p]) levelShares[c] = sum;
  }
  const norm = new Float64Array(tree.n);
  for (let i = 0; i < tree.n; i++) {
    const of = there(i) && inherits(i) ? fsParent[i] : i;
    norm[i] = there(i) && fsParent[of] >= 0 && levelShares[of] > 0 ? shares[of] / levelShares[of] : 0;
  }
  return { fsParent, children, levelShares, norm };
}

function levelOf(tree, shares, norm, efctv, i) {
  if (shares[i] === tree.parentShares) return tree.isUser[i] ? LD_INFINITY : NO_LEVEL;
  if (norm[i] <= 0) return LD_ZERO;
  return efctv.e === -Infinity ? LD_INFINITY : ldDivide(ldFromNumber(norm[i]), efctv);
}

// Fair Tree. { norm, efctv, usageNorm, level (long doubles), rank and factor (0 for accounts), users, fsParent }
export function fairTree(tree, shares, usage, order) {
  const { fsParent, children, levelShares, norm } = treeShares(tree, shares, order);
  const root = tree.parent.indexOf(-1);
  const efctv = new Array(tree.n).fill(LD_ZERO), usageNorm = new Array(tree.n).fill(LD_ZERO);
  const level = new Array(tree.n).fill(LD_ZERO), rank = new Uint32Array(tree.n);
  for (let i = 0; i < tree.n; i++) {
    if (fsParent[i] < 0) continue;
    efctv[i] = usage[fsParent[i]].m ? ldDivide(usage[i], usage[fsParent[i]]) : LD_ZERO;
    const part = usage[root].m ? ldDivide(usage[i], usage[root]) : LD_ZERO;
    usageNorm[i] = ldCompare(part, LD_ONE) > 0 ? LD_ONE : part;
    level[i] = levelOf(tree, shares, norm, efctv[i], i);
  }
  efctv[root] = LD_ONE;

  let users = 0;
  for (let i = 0; i < tree.n; i++) users += tree.isUser[i] && fsParent[i] >= 0 ? 1 : 0;
  let now = users, noTies = users;
  const walk = (parent, accountTied) => {
    const list = children[parent].slice().sort((a, b) => ldCompare(level[b], level[a])
      || tree.isUser[b] - tree.isUser[a]); // a stable sort: equal ones stay in the children's order
    let before = NO_LEVEL;
    list.forEach((i, at) => {
      const tied = (at === 0 && accountTied) || ldCompare(level[i], before) === 0;
      if (tree.isUser[i]) {
        if (!tied) now = noTies;
        rank[i] = now;
        noTies--;
      } else {
        walk(i, tied);
      }
      before = level[i];
    });
  };
  walk(root, false);
  const factor = Float64Array.from(rank, (r) => (users ? r / users : 0));
  return { norm, levelShares, efctv, usageNorm, level, rank, factor, users, fsParent };
}

// Neither of them ranks: factors are 2^-(effective usage / shares).
export function isClassic(fairshare) {
  return fairshare.algorithm === 'classic' || fairshare.algorithm === 'depth oblivious';
}

// DEPTH_OBLIVIOUS: how an account stands to its shares, times how its member stands to the other members; where the two
// pull in different directions the second counts the less the farther the account is from its shares. A user of whom the
// controller has seen no job yet counts with its mark for "not set" among the others, which makes them nearly free.
const UNSET = 4294967294;
function obliviousUsage(part, norm, efctv, siblings, seen, i, up) {
  if (!(norm[i] > 0) || !(norm[up] > 0) || efctv[up] === 0 || part[i] === 0) return part[i];
  const ofParent = efctv[up] / norm[up];
  const local = part[i] / norm[i] / (siblings.reduce((sum, c) => sum + (c === i || seen[c] ? part[c] : UNSET), 0) / norm[up]);
  const steep = 5 * Math.log(ofParent);
  const k = Math.log(ofParent) * Math.log(local) < 0 ? 1 / (1 + steep * steep) : 1;
  return ofParent * local ** k * norm[i];
}

// The classic algorithm, where an account's usage weighs on its users, and DEPTH_OBLIVIOUS. Doubles do: nothing
// is compared here. The controller's own numbers are those of its last evaluation, up to a period older.
export function classicTree(tree, shares, usage, order, { algorithm, dampening }, seen) {
  const { fsParent, children, levelShares } = treeShares(tree, shares, order), root = tree.parent.indexOf(-1);
  const inherits = (i) => shares[i] === tree.parentShares, all = ldToNumber(usage[root]);
  const norm = new Float64Array(tree.n).fill(NaN), efctv = new Float64Array(tree.n).fill(NaN), part = new Float64Array(tree.n);
  const ratio = (i) => (levelShares[i] > 0 ? shares[i] / levelShares[i] : 0);
  const fill = (i) => {
    const up = fsParent[i];
    if (up < 0 || !Number.isNaN(norm[i])) return;
    fill(up);
    norm[i] = inherits(i) ? norm[up] : ratio(i) * norm[up];
    if (up === root) efctv[i] = part[i];
    else if (inherits(i) || !(levelShares[i] > 0)) efctv[i] = efctv[up];
    else if (algorithm === 'depth oblivious')
      efctv[i] = obliviousUsage(part, norm, efctv, children[up].filter((c) => !inherits(c)), seen, i, up);
    else efctv[i] = part[i] + (efctv[up] - part[i]) * ratio(i);
  };
  norm[root] = efctv[root] = 1;
  for (let i = 0; i < tree.n; i++) part[i] = all > 0 && fsParent[i] >= 0 ? Math.min(1, ldToNumber(usage[i]) / all) : 0;
  for (let i = 0; i < tree.n; i++) fill(i);
  const factor = Float64Array.from(norm, (n, i) => (n > 0 ? 2 ** -(efctv[i] / n / dampening) : 0));
  const users = Array.from({ length: tree.n }, (_, i) => i).filter((i) => tree.isUser[i] && fsParent[i] >= 0);
  const rank = new Uint32Array(tree.n);
  users.sort((a, b) => factor[b] - factor[a]).forEach((i, k) => { rank[i] = users.length - k; });
  const numbers = (values) => Array.from(values, (v) => ldFromNumber(v > 0 ? v : 0));
  return { norm, levelShares, efctv: numbers(efctv), usageNorm: numbers(part), level: numbers(factor), rank, factor,
    users: users.length, fsParent };
}

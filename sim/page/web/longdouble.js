// SPDX-License-Identifier: Apache-2.0
//
// longdouble.js - the 80-bit numbers in which Slurm keeps usage and levels, as far as Fair Tree needs them.
//
// Ties in Fair Tree are exact comparisons of long doubles, which JavaScript does not have: two users whose levels
// differ in the 60th bit are not tied, and in doubles they would be. So a number here is m * 2^e with m a BigInt
// of 64 bits, and a division rounds to nearest, ties to even, as the x87 unit does.
//
// Only what is never negative: usage, shares, levels. Zero has e = -Infinity, infinity e = +Infinity; so that
// comparing is comparing e, then m.

export const LD_ZERO = { m: 0n, e: -Infinity };
export const LD_INFINITY = { m: 0n, e: Infinity };

const TOP = 1n << 63n;

function bitLength(n) {
  const hex = n.toString(16);
  return hex.length * 4 - (Math.clz32(parseInt(hex[0], 16)) - 28);
}

// n * 2^e, where something below the last bit was cut off if `rest`.
function rounded(n, e, rest) {
  const over = bitLength(n) - 64;
  if (over <= 0) return { m: n << BigInt(-over), e: e + over };
  const shift = BigInt(over), half = 1n << (shift - 1n);
  const low = n & ((1n << shift) - 1n);
  let m = n >> shift;
  if (low > half || (low === half && (rest || (m & 1n)))) m += 1n;
  return m >> 64n ? { m: m >> 1n, e: e + over + 1 } : { m, e: e + over };
}

const view = new DataView(new ArrayBuffer(8));

export function ldFromNumber(x) {
  if (x === 0) return LD_ZERO;
  if (x === Infinity) return LD_INFINITY;
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0), exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return exponent ? rounded(fraction | (1n << 52n), exponent - 1075, false)
                  : rounded(fraction, -1074, false);
}

// high + low, exactly: how the page stores a long double. `low` may be negative.
export function ldFromPair(high, low) {
  const a = ldFromNumber(high);
  if (low === 0 || a.m === 0n) return a;
  const b = ldFromNumber(Math.abs(low)), e = Math.min(a.e, b.e);
  const x = a.m << BigInt(a.e - e), y = b.m << BigInt(b.e - e);
  return rounded(low < 0 ? x - y : x + y, e, false);
}

export function ldDivide(a, b) {
  if (a.e === -Infinity || b.e === Infinity) return LD_ZERO;
  if (a.e === Infinity || b.e === -Infinity) return LD_INFINITY;
  const n = a.m << 66n;
  return rounded(n / b.m, a.e - b.e - 66, n % b.m !== 0n);
}

// Negative, 0, positive.
export function ldCompare(a, b) {
  if (a.e !== b.e) return a.e < b.e ? -1 : 1;
  return a.m < b.m ? -1 : a.m > b.m ? 1 : 0;
}

export function ldToNumber(a) {
  if (a.m === 0n) return a.e < 0 ? 0 : Infinity;
  const e = Math.max(-1000, a.e);
  return Number(a.m) * 2 ** (e / 2 | 0) * 2 ** (e - (e / 2 | 0));
}

// The events of a period behind the scrubber, as stacked bars: one path for each kind.
const KINDS = ['exercise', 'report', 'decision', 'commitment', 'lesson', 'amendment', 'other'];
export const HEIGHT = 56;

/** @typedef {[bucket: number, kind: string, n: number]} Count */

/**
 * Give each kind that has events, with the path of its bars. Heights are square roots: a day of thousands must not make
 * a single decision invisible.
 * @param {{buckets: number, density: Count[]}} model
 * @returns {[kind: string, path: string][]}
 */
export function densityOf({buckets, density}) {
  const totals = new Array(buckets + 1).fill(0);
  for (const [bucket, , n] of density) totals[bucket] += n;
  const most = Math.max(1, ...totals);
  const high = (/** @type {number} */ n) => Math.sqrt(n / most) * HEIGHT;
  const base = new Array(buckets + 1).fill(0);
  const bar = (/** @type {Count} */ [bucket, , n]) => {
    const low = high(base[bucket]);
    base[bucket] += n;
    return `M${bucket - 1} ${HEIGHT - low}V${HEIGHT - high(base[bucket])}h0.85V${HEIGHT - low}Z`;
  };
  /** @type {[string, string][]} */
  const paths = KINDS.map(kind => [
    kind,
    density
      .filter(([, one]) => one === kind)
      .map(bar)
      .join(''),
  ]);
  return paths.filter(([, path]) => path);
}

// Frames of a replay: they come as what changes, and are folded here into what each cell shows.

/**
 * A cell: from frames[k] on (they count from 1) it shows the k-th of each list. What was known last stands beside what
 * has lapsed; pairs have no index.
 * @typedef {[
 *   frames: number[], levels: number[], indexes?: (number | null)[] | null, weak?: (number | boolean)[] | null,
 *   lastLevels?: (number | null)[] | null, lastIndexes?: (number | null)[] | null,
 * ]} Series
 */
/** @typedef {{level: number, index: number | null, isWeak: boolean, lastLevel: number | null, lastIndex: number | null}} Value */
/** @typedef {{moments: number[], cells: Record<string, Series>}} Payload */
/** @typedef {ReturnType<typeof foldFrames>} Frames */

const NOT_YET = -1;

/**
 * Give the place of the last of sorted numbers that is not after one; -1 when all are.
 * @param {number[]} sorted
 * @param {number} one
 */
export function placeIn(sorted, one) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= one) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @param {Record<string, Series>} cells */
function changingIn(cells) {
  /** @type {Map<number, string[]>} */
  const changing = new Map();
  for (const [key, [frames]] of Object.entries(cells)) {
    for (const frame of frames) changing.set(frame, [...(changing.get(frame) || []), key]);
  }
  return changing;
}

/**
 * Give a replay that can go to any frame: forward by what changes; any other way by looking each cell up.
 * @param {Payload} payload
 */
export function foldFrames({moments, cells}) {
  const keys = Object.keys(cells);
  const place = new Map(keys.map(key => [key, NOT_YET]));
  const changing = changingIn(cells);
  let at = 0;

  /** @param {number} frame */
  function forward(frame) {
    /** @type {Set<string>} */
    const changed = new Set();
    for (let i = at + 1; i <= frame; i += 1) {
      for (const key of changing.get(i) || []) {
        place.set(key, (place.get(key) ?? NOT_YET) + 1);
        changed.add(key);
      }
    }
    return changed;
  }

  /** @param {number} frame */
  function back(frame) {
    /** @type {Set<string>} */
    const changed = new Set();
    for (const key of keys) {
      const now = placeIn(cells[key][0], frame);
      if (now === place.get(key)) continue;
      place.set(key, now);
      changed.add(key);
    }
    return changed;
  }

  /**
   * Go to a frame; the keys of the cells that change come back.
   * @param {number} frame
   */
  function go(frame) {
    const changed = frame >= at ? forward(frame) : back(frame);
    at = frame;
    return changed;
  }

  /**
   * Give what a cell shows at the present frame; null when it shows nothing yet.
   * @param {string} key
   * @returns {Value | null}
   */
  function value(key) {
    const k = place.get(key) ?? NOT_YET;
    if (k === NOT_YET) return null;
    const [, levels, indexes, weak, lastLevels, lastIndexes] = cells[key];
    const of = (/** @type {(number | null)[] | null | undefined} */ values) => (values ? values[k] : null);
    return {
      level: levels[k],
      index: of(indexes),
      isWeak: Boolean(weak?.[k]),
      lastLevel: of(lastLevels),
      lastIndex: of(lastIndexes),
    };
  }

  return {
    moments,
    keys,
    go,
    value,
    last: moments.length,
    // The last frame that is not after an instant; the first when all are.
    frameAt: (/** @type {number} */ time) => Math.max(1, placeIn(moments, time) + 1),
    get at() {
      return at;
    },
  };
}

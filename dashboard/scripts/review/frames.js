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
    for (const frame of frames) {
      const keys = changing.get(frame);
      if (keys) keys.push(key);
      else changing.set(frame, [key]);
    }
  }
  return changing;
}

/** A replay that can go to any frame, and says what each cell shows there. */
export class Frames {
  /** @param {Payload} payload */
  constructor({moments, cells}) {
    this.moments = moments;
    this.keys = Object.keys(cells);
    this.last = moments.length;
    /** The present frame; 0 before the first. */
    this.at = 0;
    this.cells = cells;
    this.place = new Map(this.keys.map(key => [key, NOT_YET]));
    this.changing = changingIn(cells);
  }

  /**
   * Go to a frame; the keys of the cells that change come back. Forward by what changes; any other way by looking each
   * cell up.
   * @param {number} frame
   */
  go(frame) {
    const changed = frame >= this.at ? this.forward(frame) : this.back(frame);
    this.at = frame;
    return changed;
  }

  /** @param {number} frame */
  forward(frame) {
    /** @type {Set<string>} */
    const changed = new Set();
    for (let i = this.at + 1; i <= frame; i += 1) {
      for (const key of this.changing.get(i) || []) {
        this.place.set(key, (this.place.get(key) ?? NOT_YET) + 1);
        changed.add(key);
      }
    }
    return changed;
  }

  /** @param {number} frame */
  back(frame) {
    /** @type {Set<string>} */
    const changed = new Set();
    for (const key of this.keys) {
      const now = placeIn(this.cells[key][0], frame);
      if (now === this.place.get(key)) continue;
      this.place.set(key, now);
      changed.add(key);
    }
    return changed;
  }

  /**
   * Give what a cell shows at the present frame; null when it shows nothing yet.
   * @param {string} key
   * @returns {Value | null}
   */
  value(key) {
    const k = this.place.get(key) ?? NOT_YET;
    if (k === NOT_YET) return null;
    const [, levels, indexes, weak, lastLevels, lastIndexes] = this.cells[key];
    const of = (/** @type {(number | null)[] | null | undefined} */ values) => (values ? values[k] : null);
    return {
      level: levels[k],
      index: of(indexes),
      isWeak: Boolean(weak?.[k]),
      lastLevel: of(lastLevels),
      lastIndex: of(lastIndexes),
    };
  }

  /**
   * Give the last frame that is not after an instant; the first when all are.
   * @param {number} time
   */
  frameAt(time) {
    return Math.max(1, placeIn(this.moments, time) + 1);
  }
}

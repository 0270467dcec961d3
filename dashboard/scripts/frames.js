// Frames of a replay: they come as what changes, and are folded here into what each cell shows.
(function (muster) {
  'use strict';
  const NOT_YET = -1;

  // A cell is [frames, levels, indexes, weak, last levels, last indexes]: from frames[k] on (they count from 1) it shows
  // the k-th. What was known last stands beside what has lapsed; pairs have no index.
  muster.foldFrames = function (payload) {
    const {moments, cells} = payload;
    const keys = Object.keys(cells);
    const place = new Map(keys.map(key => [key, NOT_YET]));
    const changing = new Map();
    for (const key of keys) {
      cells[key][0].forEach(frame => {
        if (!changing.has(frame)) changing.set(frame, []);
        changing.get(frame).push(key);
      });
    }
    let at = 0;

    function placeIn(frames, frame) {
      let [low, high] = [0, frames.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (frames[middle] <= frame) low = middle + 1; else high = middle;
      }
      return low - 1;
    }
    // Forward by what changes; any other way by looking each cell up.
    function go(frame) {
      const changed = new Set();
      if (frame >= at) {
        for (let i = at + 1; i <= frame; i += 1) {
          for (const key of changing.get(i) || []) {
            place.set(key, place.get(key) + 1);
            changed.add(key);
          }
        }
      } else {
        for (const key of keys) {
          const now = placeIn(cells[key][0], frame);
          if (now !== place.get(key)) { place.set(key, now); changed.add(key); }
        }
      }
      at = frame;
      return changed;
    }
    function value(key) {
      const k = cells[key] ? place.get(key) : NOT_YET;
      if (k === NOT_YET) return null;
      const [, levels, indexes, weak, lastLevels, lastIndexes] = cells[key];
      const of = values => values ? values[k] : null;
      return {level: levels[k], index: of(indexes), isWeak: Boolean(of(weak)), lastLevel: of(lastLevels), lastIndex: of(lastIndexes)};
    }
    // The last frame that is not after an instant; the first when all are.
    const frameAt = time => Math.max(1, placeIn(moments, time) + 1);
    return {moments, keys, go, value, frameAt, get at() { return at; }, last: moments.length};
  };
})(window.muster);

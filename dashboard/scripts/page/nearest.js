// Which of many points an arrow key leads to.

/** @typedef {{x: number, y: number}} Point */

/**
 * Give the index of the nearest point in the direction of an arrow, or -1: straight ahead is nearer than aside.
 * @param {Point} from
 * @param {(Point | null)[]} points those that are no candidate are null
 * @param {string} key
 */
export function nearest(from, points, key) {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  points.forEach((point, index) => {
    if (!point) return;
    const [along, across] = turned(point.x - from.x, point.y - from.y, key);
    const far = along + 3 * Math.abs(across);
    if (along < 1 || far >= least) return;
    best = index;
    least = far;
  });
  return best;
}

/**
 * @param {number} dx
 * @param {number} dy
 * @param {string} key
 */
function turned(dx, dy, key) {
  if (key === 'ArrowLeft') return [-dx, dy];
  if (key === 'ArrowRight') return [dx, dy];
  return key === 'ArrowUp' ? [-dy, dx] : [dy, dx];
}

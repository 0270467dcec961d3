// A matrix of levels as data: which cells it has, how it lies in its place, and what changed since it was last drawn.

/** @typedef {[look: string, sign: string, words: string, weak: number, reading?: string | null]} Cell */
/** @typedef {[code: string, name: string]} Named */
/** @typedef {{was: Cell | null, at: number}} Change */

/**
 * @typedef {object} Model
 * @property {string} id
 * @property {string} label
 * @property {Named[]} rows
 * @property {Named[]} columns
 * @property {Record<string, Cell>} cells
 * @property {Record<string, string>} rowNotes
 * @property {Record<string, string>} rowWhys
 * @property {Record<string, string>} columnNames
 * @property {Record<string, string>} narrow the names of rows where they stand over columns
 * @property {boolean} symmetric
 * @property {string | null} selected
 * @property {string} absent
 * @property {string} clock models of the same clock are compared
 */

const CHANGED_FOR_MS = 60000;
const NARROW_BELOW_PX = 560;
const SMALLEST = 14;
const LARGEST = 44;
const ORDER = ['nd', 'l0', 'l1', 'l2', 'l3'];
const SHAPE = /** @type {const} */ ([
  'rows',
  'columns',
  'columnNames',
  'narrow',
  'symmetric',
  'selected',
  'absent',
  'label',
]);

/**
 * Give the key of a cell; of a symmetric matrix two cells have the same.
 * @param {Pick<Model, 'symmetric'>} model
 * @param {string} row
 * @param {string} column
 */
export const keyOf = ({symmetric}, row, column) => (symmetric ? [row, column].sort() : [row, column]).join('|');

/**
 * Give rows and columns as they lie in a place of some width: where it is narrow they are exchanged.
 * @param {Pick<Model, 'rows' | 'columns' | 'columnNames' | 'narrow'>} model
 * @param {number} width
 * @returns {{rows: Named[], columns: Named[], isFlipped: boolean}}
 */
export function oriented({rows, columns, columnNames, narrow}, width) {
  const isNarrow = width < NARROW_BELOW_PX && Object.keys(narrow).length > 0;
  if (!isNarrow) return {rows, columns, isFlipped: false};
  return {
    rows: columns.map(([code]) => [code, columnNames[code] || code]),
    columns: rows.map(([code]) => [code, narrow[code]]),
    isFlipped: true,
  };
}

/**
 * Give what changed in the last minute: what was known of it, and what is new in this model.
 * @param {{model: Model, changes: Map<string, Change>} | undefined} before
 * @param {Model} model
 * @param {number} now
 */
export function changesOf(before, model, now) {
  if (!before || before.model.clock !== model.clock) return new Map();
  const changes = new Map(before.changes);
  for (const [key, cell] of Object.entries(model.cells)) {
    const old = before.model.cells[key];
    if (!old) changes.set(key, {was: null, at: now});
    else if (old[0] !== cell[0]) changes.set(key, {was: old, at: now});
  }
  for (const [key, change] of changes) if (now - change.at >= CHANGED_FOR_MS) changes.delete(key);
  return changes;
}

/**
 * Give how long until the first of these changes is no news any more.
 * @param {Map<string, Change>} changes
 * @param {number} now
 */
export const untilFirstEnds = (changes, now) =>
  Math.max(0, Math.min(...[...changes.values()].map(change => change.at)) + CHANGED_FOR_MS - now);

/**
 * Give the sign of a change: new, better or worse.
 * @param {Change} change
 * @param {Cell} cell
 */
export function signOf({was}, cell) {
  if (!was) return '●';
  return ORDER.indexOf(cell[0]) > ORDER.indexOf(was[0]) ? '▲' : '▼';
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Tell whether one model can be drawn into the cells of the other.
 * @param {Model} one
 * @param {Model} other
 */
export const haveSameShape = (one, other) => SHAPE.every(name => isSame(one[name], other[name]));

/**
 * Give the size of a cell, in quarters of a pixel, of the room there is for one.
 * @param {{wide: number, high: number, least?: number}} room
 */
export const sizeOf = ({wide, high, least = SMALLEST}) =>
  Math.max(least, Math.min(LARGEST, Math.floor(Math.min(wide, high) * 4) / 4));

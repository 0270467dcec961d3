// Draws a matrix of levels as a grid of real cells, and touches only what changed while rows and columns stay.
import {noUpdate} from '../page/dash.js';
import {all, findById} from '../page/dom.js';
import {cellOf, gridOf, keyedCells, noteOf} from './cells.js';
import {ABOVE, fit} from './fitting.js';
import {changesOf, haveSameShape, isSame, oriented, untilFirstEnds} from './model.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./cells.js').Drawn} Drawn */

const BELOW = 'readiness-matrix'; // the overview's matrix, whose height depends on what is above
const LATER_MS = 100;
/** @type {Record<string, Drawn>} */
const matrices = {};
/** @type {WeakSet<Element>} */
const watched = new WeakSet();
/** @type {ResizeObserver} */
let sizes;

/**
 * Give the matrix that stands in a place.
 * @param {string} id
 */
export const matrixIn = id => matrices[id];

/**
 * Dash gives a matrix to draw.
 * @param {Model | null} model
 */
export function drawMatrix(model) {
  if (model) draw(model.id, model);
  return noUpdate();
}

/**
 * @param {string} id
 * @param {Model} model
 */
function draw(id, model) {
  const place = findById(id);
  if (!place || !model) return;
  const before = matrices[id];
  const marked = [...(before ? before.changes.keys() : [])];
  const lies = oriented(model, place.clientWidth);
  /** @type {Drawn} */
  const drawn = {
    id,
    model,
    place,
    changes: changesOf(before, model, Date.now()),
    places: new Map(),
    notes: new Map(),
    ...lies,
    hasNotes: !lies.isFlipped && Object.keys(model.rowNotes).length > 0,
    grid: place,
  };
  matrices[id] = drawn;
  forgetLater(drawn, before);
  if (before && fitsInto(before, drawn)) patch(drawn, before, marked);
  else drawAnew(drawn);
}

/** @param {Drawn} drawn */
function drawAnew(drawn) {
  const {place} = drawn;
  const focused =
    document.activeElement instanceof HTMLElement && place.contains(document.activeElement)
      ? document.activeElement.dataset.key
      : null;
  drawn.grid = gridOf(drawn);
  place.replaceChildren(drawn.grid);
  fit(drawn);
  const start = all('.is-selected', drawn.grid)[0] || keyedCells(drawn.grid)[0];
  if (start) start.tabIndex = 0;
  if (focused) focusOn(all(`[data-key="${CSS.escape(focused)}"]`, drawn.grid)[0]);
  watch(place);
  all(ABOVE).slice(0, 1).forEach(watch);
}

// ----- only what changed
/**
 * @param {Drawn} before
 * @param {Drawn} drawn
 */
const fitsInto = (before, drawn) =>
  before.place === drawn.place &&
  before.grid.isConnected &&
  before.isFlipped === drawn.isFlipped &&
  before.hasNotes === drawn.hasNotes &&
  haveSameShape(before.model, drawn.model);

/**
 * @param {Drawn} drawn
 * @param {Drawn} before
 * @param {string[]} marked
 */
function patch(drawn, before, marked) {
  Object.assign(drawn, {grid: before.grid, places: before.places, notes: before.notes});
  const keys = new Set([...marked, ...drawn.changes.keys()]);
  for (const key of drawn.places.keys()) {
    if (!isSame(before.model.cells[key], drawn.model.cells[key])) keys.add(key);
  }
  for (const key of keys) {
    for (const place of drawn.places.get(key) || []) renew(place, cellOf(drawn, place.row, place.column));
  }
  if (patchNotes(drawn)) fit(drawn);
}

/** @param {Drawn} drawn */
function patchNotes(drawn) {
  let isOther = false;
  for (const [code, note] of drawn.notes) {
    const fresh = noteOf(drawn.model, code);
    if (fresh.textContent === note.textContent && fresh.dataset.why === note.dataset.why) continue;
    isOther = true;
    fresh.tabIndex = note.tabIndex;
    drawn.notes.set(code, replaced(note, fresh));
  }
  return isOther;
}

/**
 * @param {import('./cells.js').Place} place
 * @param {HTMLElement} fresh
 */
function renew(place, fresh) {
  const {cell} = place;
  fresh.tabIndex = cell.tabIndex;
  fresh.classList.toggle('is-tiny', cell.classList.contains('is-tiny'));
  if (!fresh.isEqualNode(cell)) place.cell = replaced(cell, fresh);
}

/**
 * @param {HTMLElement} one
 * @param {HTMLElement} other
 */
function replaced(one, other) {
  const isFocused = one === document.activeElement;
  one.replaceWith(other);
  if (isFocused) other.focus({preventScroll: true});
  return other;
}

/**
 * A mark of a change goes after a minute, also when nothing else changes.
 * @param {Drawn} drawn
 * @param {Drawn | undefined} before
 */
function forgetLater(drawn, before) {
  if (before) clearTimeout(before.timer);
  if (!drawn.changes.size) return;
  drawn.timer = setTimeout(() => {
    if (matrices[drawn.id] === drawn) draw(drawn.id, drawn.model);
  }, untilFirstEnds(drawn.changes, Date.now()) + LATER_MS);
}

// ----- sizes
/** @param {Element} target */
function resized(target) {
  if (target.matches(ABOVE)) {
    const below = matrices[BELOW];
    if (below?.place.isConnected) fit(below);
    return;
  }
  const drawn = matrices[target.id];
  if (!drawn || drawn.place !== target) return;
  if (oriented(drawn.model, target.clientWidth).isFlipped === drawn.isFlipped) fit(drawn);
  else draw(drawn.id, drawn.model);
}

/** @param {Element} place */
function watch(place) {
  if (watched.has(place)) return;
  watched.add(place);
  sizes.observe(place);
}

/**
 * Put the focus on a cell, which becomes the one stop of the tab key.
 * @param {HTMLElement | null | undefined} cell
 */
export function focusOn(cell) {
  if (!cell) return;
  const grid = cell.closest('.m-grid');
  if (grid) for (const one of all('[tabindex="0"]', grid)) one.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus({preventScroll: true});
}

/** Keep matrices in the size of their places. */
export function start() {
  sizes = new ResizeObserver(entries => {
    for (const {target} of entries) resized(target);
  });
}

// The matrix of a replay is drawn once; then only the cells that change are touched.
import {keyedCells} from '../matrix/cells.js';
import {drawMatrix} from '../matrix/matrix.js';
import {byId} from '../page/dom.js';
import {say} from '../page/texts.js';
import {pairLook, readingLook} from './looks.js';
import {isPairs, shown} from './state.js';

const PLACE = 'review-matrix';
/** @type {Map<string, HTMLElement[]>} */
let cells = new Map();
/** @type {Record<string, import('../matrix/model.js').Cell>} */
let drawnCells = {};
/** @type {Record<string, string>} */
let names = {};

/** @param {string} key */
function lookOf(key) {
  const value = shown().frames.value(key);
  return isPairs() ? pairLook(value) : readingLook(value);
}

/**
 * @param {string} key
 * @param {import('./looks.js').Look} look
 */
function wordsOf(key, {words, level, index}) {
  const [first, second] = key.split('|');
  const values = {row: names[first] || first, column: names[second] || second, level, index};
  const texts = {
    cell: () => say('review.cell', values),
    cell_weak: () => say('review.cell_weak', values),
    nd: () => say('review.nd', values),
    lapsed: () => say('review.lapsed', values),
    pair: () => say('review.pair', values),
    pair_lapsed: () => say('review.pair_lapsed', values),
    no_test: () => say('review.no_test', values),
    nothing: () => say('review.nothing', values),
  };
  return texts[words]();
}

/**
 * @param {string} key
 * @returns {import('../matrix/model.js').Cell}
 */
function cellOf(key) {
  const look = lookOf(key);
  return [look.look, look.sign, wordsOf(key, look), look.isWeak ? 1 : 0];
}

/** Draw the whole matrix at the present frame. */
export function drawReplay() {
  const {payload, model, frames} = shown();
  const {actors} = payload;
  /** @type {[string, string][]} */
  const areas = model.areas.map(([code, name]) => [code, name]);
  names = Object.fromEntries([...actors, ...areas]);
  drawnCells = Object.fromEntries(frames.keys.map(key => [key, cellOf(key)]));
  drawMatrix({
    id: PLACE,
    label: byId('replay-title').textContent || '',
    rows: isPairs() ? actors : areas,
    columns: actors.map(([code]) => [code, code]),
    cells: drawnCells,
    rowNotes: {},
    rowWhys: {},
    columnNames: Object.fromEntries(actors),
    symmetric: isPairs(),
    selected: null,
    absent: '',
    narrow: isPairs() ? {} : Object.fromEntries(model.areas.map(([code, , short]) => [code, short])),
    // Frames are no news: no cell of one is marked as changed since another.
    clock: String(Math.random()),
  });
  findCells();
}

function findCells() {
  cells = new Map();
  for (const cell of keyedCells(byId(PLACE))) {
    const key = cell.dataset.key || '';
    cells.set(key, [...(cells.get(key) || []), cell]);
  }
}

/**
 * Paint cells as they are at the present frame.
 * @param {Iterable<string>} keys
 */
export function paint(keys) {
  const [first] = cells.values();
  if (first && !first[0].isConnected) findCells();
  for (const key of keys) {
    drawnCells[key] = cellOf(key);
    const [look, sign, words, weak] = drawnCells[key];
    for (const cell of cells.get(key) || []) {
      const kept = cell.classList.contains('is-tiny') ? ' is-tiny' : '';
      cell.className = `m-cell ${look}${weak ? ' weak' : ''}${kept}`;
      cell.textContent = sign;
      cell.setAttribute('aria-label', words);
    }
  }
}

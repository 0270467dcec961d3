// How large cells are: as large as their place lets them be.
import {all, byId, closest} from '../page/dom.js';
import {sizeOf} from './model.js';

/** @typedef {import('./cells.js').Drawn} Drawn */

const TURN_BELOW = 28;
const TINY_BELOW = 20;
// What the commitments, the gaps and this card's own heads need of the overview's height.
const REST_OF_OVERVIEW = 430;
const LEAST_HIGH = 22;
const LEAST_NOTE = 60;
const HEAD_PX = 38;
const PHONE_PX = 760;
const WIDE_PX = 1000;
export const ABOVE = '.area-situation'; // the card over the overview's matrix

/** @param {number} rows */
function overviewCell(rows) {
  const [above] = all(ABOVE);
  const left = byId('main').clientHeight - REST_OF_OVERVIEW - (above ? above.offsetHeight : 0);
  return Math.max(LEAST_HIGH, left / rows - 1);
}

/** @param {Element} grid */
function besideCells(grid) {
  const head = grid.querySelector('.m-row-head');
  const note = grid.querySelector('.m-row:last-child .m-note');
  const noteWidth = note ? Math.max(note.getBoundingClientRect().width, LEAST_NOTE) : 0;
  return (head ? head.getBoundingClientRect().width : 0) + noteWidth;
}

/** @param {Drawn} drawn */
function roomOf({place, grid, rows, columns, isFlipped}) {
  const isFree = closest(place, '.area-pairs') && window.innerWidth > WIDE_PX;
  return {
    wide: (place.clientWidth - besideCells(grid)) / columns.length - 1,
    high: isFree ? (place.clientHeight - HEAD_PX) / rows.length - 1 : overviewCell(rows.length),
    least: window.innerWidth <= PHONE_PX && !isFlipped ? LEAST_HIGH : undefined,
  };
}

/**
 * Fit a matrix into its place.
 * @param {Drawn} drawn
 */
export function fit(drawn) {
  const {place, grid} = drawn;
  if (!place.clientWidth) return;
  const size = sizeOf(roomOf(drawn));
  grid.style.setProperty('--cell', `${size}px`);
  for (const head of all('.m-column-head', grid)) head.classList.toggle('is-turned', size < TURN_BELOW);
  for (const cell of all('.m-cell', grid)) cell.classList.toggle('is-tiny', size < TINY_BELOW);
}

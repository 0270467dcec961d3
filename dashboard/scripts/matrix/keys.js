// Keyboard and mouse on a matrix: moving between cells, their words, and what a cell opens.
import {all, closest} from '../page/dom.js';
import {change, clocks, go} from '../page/navigation.js';
import {hideTip, showTip} from '../page/tips.js';
import {explain} from '../page/why.js';
import {focusOn, matrixIn} from './matrix.js';

// What the arrow keys reach: cells, and the notes at the ends of rows that can be explained.
const REACHED = '.m-cell[data-key], .m-note[data-why]';
const PASSED = '.m-cell, .m-note[data-why]';
const CELL = '.m-cell[data-key]';
/** @type {Record<string, [down: number, right: number]>} */
const STEPS = {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0]};

/** @param {Element} cell */
const columnOf = cell => [...(cell.parentElement?.children || [])].indexOf(cell);

/**
 * @param {HTMLElement} cell
 * @param {string} key
 */
function neighbour(cell, key) {
  const [down, right] = STEPS[key];
  /** @type {Element | null} */
  let row = cell.parentElement;
  let column = columnOf(cell);
  for (;;) {
    column += right;
    if (down > 0) row = row?.nextElementSibling || null;
    if (down < 0) row = row?.previousElementSibling || null;
    const next = row?.children[column];
    if (!(next instanceof HTMLElement) || !next.matches(PASSED)) return null;
    if (next.matches(REACHED)) return next;
  }
}

/** @param {HTMLElement} cell */
function open(cell) {
  const {model} = matrixIn(closest(cell, '.matrix')?.id || '');
  const [first, second] = (cell.dataset.key || '').split('|');
  if (model.symmetric) change({pair: `${first}+${second}`});
  else if (cell.dataset.reading) explain(cell.dataset.reading);
  else go('/trends', {...clocks(), actor: second, area: first});
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  const cell = closest(event.target, REACHED);
  if (!cell) return;
  if (event.key in STEPS) focusOn(neighbour(cell, event.key));
  else if (cell.dataset.why) return;
  else if (event.key === 'Enter' || event.key === ' ') open(cell);
  else if (event.key === 'Escape') leave();
  else return;
  event.preventDefault();
}

/** @param {Event} event */
function clicked(event) {
  const cell = closest(event.target, CELL);
  if (!cell) return;
  focusOn(cell);
  open(cell);
}

// ----- the words of a cell, with its row and its column marked
function leave() {
  hideTip();
  for (const one of all('.is-crossed')) one.classList.remove('is-crossed');
}

/** @param {HTMLElement} cell */
function come(cell) {
  showTip(cell, cell.getAttribute('aria-label') || '');
  for (const one of all('.is-crossed')) one.classList.remove('is-crossed');
  const row = cell.parentElement;
  row?.firstElementChild?.classList.add('is-crossed');
  row?.parentElement?.firstElementChild?.children[columnOf(cell)].classList.add('is-crossed');
}

/** @param {Event} event */
function entered(event) {
  const cell = closest(event.target, CELL);
  if (cell) come(cell);
  else if (event.type === 'mouseover') leave();
}

/** Move, open and explain at keys and clicks. */
export function start() {
  document.addEventListener('keydown', keyed);
  document.addEventListener('click', clicked);
  document.addEventListener('mouseover', entered);
  document.addEventListener('focusin', entered);
  document.addEventListener('focusout', leave);
}

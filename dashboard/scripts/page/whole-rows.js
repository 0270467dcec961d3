// A list that is longer than its card ends with a whole row, and says how many follow: a row cut
// in half looks like a fault, and a list without a sign looks complete.
import {all, closest, findById} from './dom.js';
import {say} from './texts.js';

const LISTS = '.page .scroll-list, .page .fill-scroll, .page .changes';
const GRIDS = '.page .grid.has-long-texts';
const ROWS = 'li, tbody tr, dl > dd';
/** @type {Set<Node>} */
const stale = new Set();
/** @type {ResizeObserver} */
let sizes;
let isAllStale = false;
/** @type {Element | null} */
let watched = null;
let asked = 0;

/** @param {HTMLElement} list */
function bottoms(list) {
  const top = list.getBoundingClientRect().top - list.scrollTop;
  return all(ROWS, list)
    .filter(row => !row.querySelector('li') && row.offsetHeight)
    .map(row => row.getBoundingClientRect().bottom - top);
}

/** @param {HTMLElement} list */
function cut(list) {
  list.style.maxHeight = '';
  const room = list.clientHeight;
  if (list.scrollHeight <= room + 1) return '';
  const from = showChosen(list);
  const rows = bottoms(list);
  const last = Math.max(...rows.filter(bottom => bottom <= from + room + 1));
  if (!Number.isFinite(last) || last <= from) return '';
  list.style.maxHeight = `${Math.ceil(last - from)}px`;
  const above = rows.filter(bottom => bottom <= from + headOf(list) + 1).length;
  return hidden(above, rows.filter(bottom => bottom > last + 1).length);
}

/**
 * @param {number} above
 * @param {number} below
 */
function hidden(above, below) {
  const words = [above && say('lists.above', {n: above}), below && say('lists.more', {n: below})];
  return words.filter(Boolean).join(' · ');
}

/**
 * Heads that stay in sight lie over the first rows.
 * @param {HTMLElement} list
 */
function headOf(list) {
  const [head] = all('thead th', list);
  return head && getComputedStyle(head).position === 'sticky' ? head.offsetHeight : 0;
}

/**
 * What the page shows beside the list is in sight in the list; where it was scrolled to, it stays.
 * @param {HTMLElement} list
 */
function showChosen(list) {
  const row = list.querySelector('.is-chosen');
  const name = row?.textContent || '';
  if (!row || list.dataset.chosen === name) return list.scrollTop;
  list.dataset.chosen = name;
  const box = row.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  const top = frame.top + headOf(list);
  if (box.bottom > frame.bottom || box.top < top) list.scrollTop += box.top - top;
  return list.scrollTop;
}

/** @param {HTMLElement} grid */
function cutGrid(grid) {
  grid.style.maxHeight = '';
  const body = grid.querySelector('.ag-body-viewport');
  if (!body || body.scrollTop > 0 || body.scrollHeight <= body.clientHeight + 1) return;
  const frame = grid.getBoundingClientRect();
  const ends = all('.ag-row', grid).map(row => row.getBoundingClientRect().bottom - frame.top);
  const last = Math.max(...ends.filter(bottom => bottom <= frame.height));
  if (Number.isFinite(last) && last > frame.height / 2) grid.style.maxHeight = `${Math.ceil(last + 1)}px`;
}

/** @param {HTMLElement} list */
function fitList(list) {
  const card = closest(list, '.card');
  if (!list.clientHeight || !card) return;
  if (list.parentElement) sizes.observe(list.parentElement);
  const more = cut(list);
  if (more) card.dataset.more = more;
  else delete card.dataset.more;
}

function fit() {
  asked = 0;
  const changed = [...stale];
  const isWhole = isAllStale;
  const isStale = (/** @type {Element} */ one) => isWhole || changed.some(target => one.contains(target));
  const lists = all(LISTS).filter(isStale);
  const grids = all(GRIDS).filter(isStale);
  stale.clear();
  isAllStale = false;
  lists.forEach(fitList);
  for (const grid of grids) if (grid.clientHeight) cutGrid(grid);
}

function ask() {
  isAllStale = true;
  soon();
}

/**
 * A list is measured again when something in it changed: measuring lays out the whole page.
 * A page that came is measured whole; a card that became higher tells by its size.
 * @param {MutationRecord[]} changes
 */
function askFor(changes) {
  for (const {target} of changes) {
    if (target === watched) isAllStale = true;
    else stale.add(target);
  }
  soon();
}

function soon() {
  if (!asked) asked = requestAnimationFrame(fit);
}

function watch() {
  const main = findById('main');
  if (!main) return void requestAnimationFrame(watch);
  if (watched === main) return;
  watched = main;
  new MutationObserver(askFor).observe(main, {childList: true, subtree: true, characterData: true});
  ask();
}

/**
 * Whoever has scrolled knows that there is more.
 * @param {Event} event
 */
function scrolled(event) {
  const list = closest(event.target, LISTS);
  const card = list && closest(list, '.card');
  if (list && card?.dataset.more && list.scrollTop > 0) delete card.dataset.more;
}

/** Fit all lists of the page, now and whenever something changes. */
export function start() {
  sizes = new ResizeObserver(ask);
  document.addEventListener('scroll', scrolled, true);
  window.addEventListener('resize', ask);
  document.fonts.ready.then(ask);
  watch();
}

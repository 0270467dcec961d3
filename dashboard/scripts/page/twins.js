// Tables behind charts: their rows come when somebody opens them.
import {mode} from '../clock/mode.js';
import {setProps} from './dash.js';
import {all, byId, closest} from './dom.js';
import {say} from './texts.js';

/** @type {Set<string>} */
export const mounted = new Set(); // the parts of the page that can be asked for rows
/** @type {WeakSet<Element>} */
const fetched = new WeakSet();
const open = () => all('.page .card.show-table');

/** @param {HTMLElement[]} cards */
function ask(cards) {
  for (const id of mounted) setProps(id, {opened: cards.map(card => card.id)});
}

/** @param {HTMLElement} card */
function tellOpened(card) {
  if (!fetched.has(card)) card.classList.add('awaits-rows');
  ask(open());
}

/** A page that is paused shows later what it had then: all of it has to be there. */
export function openAll() {
  const cards = all('.page .card:has([data-twin])');
  if (cards.some(card => !fetched.has(card))) ask(cards);
  for (const card of cards) fetched.add(card);
}

/** The rows that were asked for are there. */
export function haveRows() {
  for (const card of open()) {
    fetched.add(card);
    card.classList.remove('awaits-rows');
  }
  if (mode.isPaused) openAll();
}

/** @param {HTMLElement} button */
function show(button) {
  const card = byId(button.dataset.twin || '');
  const isTable = card.classList.toggle('show-table');
  button.setAttribute('aria-pressed', String(isTable));
  button.textContent = isTable ? say('twin.chart') : say('twin.table');
  button.setAttribute('aria-label', isTable ? say('twin.as_chart') : say('twin.as_table'));
  tellOpened(card);
  window.dispatchEvent(new Event('resize'));
}

/** Show the one or the other at a click. */
export function start() {
  document.addEventListener('click', event => {
    const twin = closest(event.target, '[data-twin]');
    if (twin) show(twin);
  });
}

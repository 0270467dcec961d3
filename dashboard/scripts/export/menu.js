// The menu of a card: tables from the server, charts as pictures made here, the page by the print dialogue.
import {address} from '../page/address.js';
import {all, byId, closest} from '../page/dom.js';
import {current, moment} from '../page/navigation.js';
import {say} from '../page/texts.js';
import {pageOf} from './facts.js';
import {plots, save} from './picture.js';

const GAP = 8;
const opened = () => /** @type {HTMLDetailsElement[]} */ (all('.menu[open]'));

const closeAll = () => {
  for (const menu of opened()) menu.open = false;
};

/** @param {Event} event */
function toggled(event) {
  const menu = event.target;
  if (!(menu instanceof HTMLDetailsElement) || !menu.matches('.menu') || !menu.open) return;
  for (const other of opened()) if (other !== menu) other.open = false;
  const card = closest(menu, '.card');
  if (!card) return;
  const hasCharts = plots(card).length > 0;
  for (const one of all('[data-picture]', menu)) one.hidden = !hasCharts;
  for (const link of all('[data-take]', menu)) {
    const path = `/export/${pageOf(card)}/${card.id}.${link.dataset.take}`;
    /** @type {HTMLAnchorElement} */ (link).href = address(path, {...current(), ...moment()});
  }
  place(menu);
}

/** @param {HTMLElement} menu */
function place(menu) {
  const at = menu.getBoundingClientRect();
  const [list] = all('.menu-list', menu);
  list.style.top = `${Math.min(at.bottom + GAP / 2, innerHeight - list.offsetHeight - GAP)}px`;
  list.style.left = `${Math.max(GAP, at.right - list.offsetWidth)}px`;
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  const menu = closest(event.target, '.menu[open]');
  if (event.key !== 'Escape' || !(menu instanceof HTMLDetailsElement)) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** @param {Event} event */
function clicked(event) {
  if (!closest(event.target, '.menu')) return closeAll();
  const button = closest(event.target, '[data-picture], [data-print]');
  if (closest(event.target, '.menu-list')) closeAll();
  if (!button) return;
  if ('print' in button.dataset) return window.print();
  const card = closest(button, '.card');
  if (!card) return;
  save(card, button.dataset.picture || '').catch(error => {
    byId('digest').textContent = say('export.failed', {why: error.message});
  });
}

/** Open it, and do what is chosen in it. */
export function start() {
  document.addEventListener('toggle', toggled, true);
  document.addEventListener('keydown', keyed, true);
  document.addEventListener('click', clicked);
}

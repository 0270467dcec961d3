// A row of a list is chosen by click or Enter.
import {closest} from '../page/dom.js';
import {change} from '../page/navigation.js';

/** @type {Record<string, string>} */
const CHOSEN_BY = {'exercise-grid': 'exercise', 'lesson-grid': 'lesson'};

/** @param {Event} event */
function choose(event) {
  const row = closest(event.target, '.ag-row');
  const grid = row && closest(row, '.grid');
  const name = grid && CHOSEN_BY[grid.id];
  if (row && name && !closest(event.target, 'button, a')) change({[name]: row.getAttribute('row-id')});
}

/** Choose rows. */
export function start() {
  document.addEventListener('click', choose);
  document.addEventListener('keydown', event => {
    if (event.key === 'Enter') choose(event);
  });
}

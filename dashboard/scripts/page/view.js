// The page that an address means: its title, its links, the filter and the rows of the event log.
import {shown} from '../clock/clock-bar.js';
import {sayMoment} from '../clock/mode-words.js';
import {followReplay, isStep} from '../following/follow.js';
import {noUpdate, setProps} from './dash.js';
import {closest, findById, written} from './dom.js';
import {change, go} from './navigation.js';
import {page} from './shown.js';
import {say} from './texts.js';

/** @typedef {{path: string, title: string, parameters: Record<string, string>}} View */

/**
 * Dash says that a view has come.
 * @param {View | null} view
 */
export function mode(view) {
  if (!view) return noUpdate();
  const {subject = '', text = '', clock} = view.parameters;
  page.parameters = view.parameters;
  if (isStep(view)) {
    sayMoment(view.parameters);
    return noUpdate();
  }
  const title = clock ? say('replay.title', {title: view.title}) : view.title;
  document.title = `${title} – Muster`;
  page.path = view.path;
  shown(view.parameters);
  followReplay(view);
  if (findById('log-filter')) {
    setProps('filter-subject', {value: subject});
    setProps('filter-text', {value: text});
  }
  return noUpdate();
}

/** @param {Event} event */
function filterLog(event) {
  event.preventDefault();
  if (/** @type {Element} */ (event.target).id !== 'log-filter') return;
  change({
    subject: written('filter-subject'),
    text: written('filter-text'),
    actor: written('filter-actor').toUpperCase(),
    seq: null,
    before: null,
  });
}

/** @type {[grid: string, chosen: (id: string | null) => import('./address.js').Parameters][]} */
const CHOSEN_IN = [
  ['#log-grid', seq => ({seq})],
  ['#dead-grid', letter => ({letter})],
  ['#groups-grid', group => ({group, letter: null})],
];

/** @param {Event} event */
function chooseRow(event) {
  for (const [grid, chosen] of CHOSEN_IN) {
    const row = closest(event.target, `${grid} .ag-row`);
    if (!row) continue;
    change(chosen(row.getAttribute('row-id')));
    return true;
  }
  return false;
}

/** @param {MouseEvent} event */
function follow(event) {
  if (chooseRow(event)) return;
  const link = closest(event.target, 'a[data-go]');
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const target = new URL(/** @type {HTMLAnchorElement} */ (link).href);
  go(target.pathname, Object.fromEntries(target.searchParams));
}

/** Follow links and the filter without loading a document. */
export function start() {
  document.addEventListener('submit', filterLog);
  document.addEventListener('click', follow);
  document.addEventListener('keydown', event => {
    if (event.key === 'Enter') chooseRow(event);
  });
}

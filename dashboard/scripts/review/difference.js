// What changed between A and B: a line for each reading; its causes are made when it is opened.
import {address} from '../page/address.js';
import {noUpdate} from '../page/dash.js';
import {findById, innerLink, part} from '../page/dom.js';
import {say} from '../page/texts.js';

/** @typedef {[share: string, words: string, seq: number | null, events: number, eventsAddress: string]} Cause */
/** @typedef {{name: string, size: string, look: string, values: string, levels: string, causes: Cause[]}} Change */

/**
 * @typedef {object} Difference
 * @property {Change[]} changes
 * @property {string} event_address
 * @property {string[]} headings
 * @property {string} caption
 * @property {string} more
 * @property {[words: string, href: string][]} ways
 */

/**
 * @param {Difference} model
 * @param {number} seq
 */
function eventLink(model, seq) {
  const {pathname, searchParams} = new URL(model.event_address, location.origin);
  const href = address(pathname, {...Object.fromEntries(searchParams), seq: String(seq)});
  return innerLink('', say('review.event', {seq}), href);
}

/**
 * @param {Difference} model
 * @param {Cause} cause
 */
function causeRow(model, [share, words, seq, events, eventsAddress]) {
  const row = document.createElement('tr');
  const from = part('td', '', seq === null && !events ? '–' : '');
  if (seq !== null) from.append(eventLink(model, seq));
  if (events) from.append(innerLink('', say('review.events', {n: events}), eventsAddress));
  row.append(part('td', '', share), part('td', '', words), from);
  return row;
}

/** @param {string} words */
function heading(words) {
  const made = part('th', '', words);
  made.scope = 'col';
  return made;
}

/**
 * @param {Difference} model
 * @param {Change} change
 */
function causesOf(model, change) {
  const table = part('table', 'plain-table causes', '');
  const head = document.createElement('thead');
  const row = document.createElement('tr');
  const body = document.createElement('tbody');
  row.append(...model.headings.map(heading));
  head.append(row);
  body.append(...change.causes.map(cause => causeRow(model, cause)));
  table.append(part('caption', 'sr-only', model.caption), head, body);
  return table;
}

/**
 * @param {Difference} model
 * @param {Change} change
 */
function changeItem(model, change) {
  const item = document.createElement('li');
  const details = part('details', 'change', '');
  const summary = document.createElement('summary');
  summary.append(
    part('span', `change-size ${change.look}`, change.size),
    part('span', 'change-name', change.name),
    part('span', 'change-values', change.values),
    part('span', 'muted', change.levels),
  );
  details.append(summary);
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('table')) details.append(causesOf(model, change));
  });
  item.append(details);
  return item;
}

/**
 * Dash gives what changed.
 * @param {Difference | null} model
 */
export function drawDifference(model) {
  const place = findById('review-changes');
  if (!model || !place) return noUpdate();
  place.replaceChildren(...model.changes.map(change => changeItem(model, change)));
  if (model.more) {
    const last = part('li', 'muted changes-ways', model.more);
    last.append(...model.ways.flatMap(([words, href]) => [' ', innerLink('', words, href)]));
    place.append(last);
  }
  place.scrollTop = 0;
  place.dataset.ready = 'true';
  return noUpdate();
}

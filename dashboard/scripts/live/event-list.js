// The lists of events on a page, which the feed goes on with.

import {address} from '../page/address.js';
import {noUpdate, triggeredId} from '../page/dash.js';
import {findById, innerLink, part} from '../page/dom.js';
import {clocks} from '../page/navigation.js';
import {say} from '../page/texts.js';
import {merged} from './merging.js';

/** @typedef {import('./merging.js').Event} Event */

const NEW_FOR_MS = 60000;
/** @type {Record<string, {events: Event[], body: string | null}>} */
const lists = {};
/** @type {Map<number, number>} */
const newSince = new Map();
/** @type {WeakMap<Element, string>} */
const rowTexts = new WeakMap();

/**
 * Dash gives the rows of a list.
 * @param {{events: Event[], body: string | null} | null} model
 */
export function drawEvents(model) {
  if (!model) return noUpdate();
  const id = triggeredId().replace('-model', '');
  lists[id] = {events: model.events, body: model.body};
  draw(id);
  return noUpdate();
}

/**
 * Events have come: they are new for a while.
 * @param {Event[]} events
 */
export function addEvents(events) {
  for (const event of events) newSince.set(event.seq, Date.now());
  for (const [id, list] of Object.entries(lists)) {
    list.events = merged(list.events, events, list.body);
    draw(id);
  }
}

/** Take the mark from what is new no more. */
export function forgetOld() {
  for (const [seq, since] of newSince) {
    if (Date.now() - since < NEW_FOR_MS) continue;
    newSince.delete(seq);
    for (const mark of document.querySelectorAll(`li[data-seq="${seq}"] .event-new`)) mark.remove();
  }
}

/** @param {Event} event */
const isNew = event => Date.now() - (newSince.get(event.seq) || 0) < NEW_FOR_MS;

/** @param {Event} event */
function row(event) {
  const item = part('li', 'event', '');
  item.dataset.seq = String(event.seq);
  const line = part('div', 'event-line', '');
  line.append(part('span', 'mono', event.when));
  if (isNew(event)) line.append(part('span', 'event-new', say('feed.is_new')));
  if (event.state) line.append(part('span', 'event-state', event.state));
  line.append(part('span', 'event-kind', event.kind));
  item.append(line, innerLink('event-what', event.what, address('/events', {...clocks(), seq: String(event.seq)})));
  return item;
}

/** @param {string} id */
function draw(id) {
  const place = findById(id);
  if (!place) {
    delete lists[id];
    return;
  }
  const {events} = lists[id];
  const items = events.length
    ? events.map(event => keptRow(place, event))
    : [part('li', 'muted', say('feed.no_events'))];
  // Rows that stay are not moved: a new one comes above them, an old one goes below.
  items.forEach((item, i) => {
    if (place.children[i] !== item) place.insertBefore(item, place.children[i] || null);
  });
  while (place.children.length > items.length) place.lastElementChild?.remove();
}

/**
 * @param {Element} place
 * @param {Event} event
 */
function keptRow(place, event) {
  const text = JSON.stringify([event, isNew(event), clocks()]);
  const old = [...place.children].find(one => one instanceof HTMLElement && one.dataset.seq === String(event.seq));
  if (old && rowTexts.get(old) === text) return old;
  const item = row(event);
  rowTexts.set(item, text);
  old?.replaceWith(item);
  return item;
}

// Strips and tables of many marks: one stop of the tab key, arrows inside it.
import {all, closest, findById} from './dom.js';
import {whenDrawn} from './drawn.js';
import {nearest} from './nearest.js';

/** @param {HTMLElement} frame */
const stops = frame => all(frame.dataset.rove || '', frame).filter(one => one.offsetParent);

/** @param {HTMLElement} frame */
function makeReachable(frame) {
  const found = stops(frame);
  if (found.length && !found.some(one => one.tabIndex === 0)) found[0].tabIndex = 0;
}

/** @param {Element} one */
function middleOf(one) {
  const at = one.getBoundingClientRect();
  return {x: at.left + at.width / 2, y: at.top + at.height / 2};
}

/** @param {KeyboardEvent} event */
function move(event) {
  const frame = closest(event.target, '[data-rove]');
  if (!frame || !event.key.startsWith('Arrow')) return;
  const here = /** @type {Element} */ (event.target);
  const found = stops(frame);
  const next =
    found[
      nearest(
        middleOf(here),
        found.map(one => (one === here ? null : middleOf(one))),
        event.key,
      )
    ];
  if (next) {
    for (const one of found) one.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
  event.preventDefault();
}

/** Move by arrows, and keep one stop in each frame that is drawn. */
export function start() {
  document.addEventListener('keydown', move);
  whenDrawn(places => {
    for (const id of places) {
      const place = findById(id);
      if (place) all('[data-rove]', place).forEach(makeReachable);
    }
  });
}

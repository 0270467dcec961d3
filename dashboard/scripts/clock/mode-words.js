// The words for the moment that is shown, and for what has come since.
import {state as live} from '../live/state.js';
import {byId, findById} from '../page/dom.js';
import {say} from '../page/texts.js';
import {mode} from './mode.js';
import {dtg, now} from './server-clock.js';

/** @typedef {Record<string, string>} Parameters */

/** @type {Parameters | null} */
let shownParameters = null;
let pastWords = '';

/** @param {Parameters} parameters */
function partsOf({as_of: asOf, known_at: knownAt, from_at: fromAt, whatif, clock}) {
  const parts = clock ? [say('mode.replay', {name: clock})] : [];
  if (whatif) parts.push(say('mode.whatif'));
  const said = (/** @type {string} */ text) => ({at: dtg(new Date(text))});
  if (asOf) {
    const isAhead = new Date(asOf).getTime() > now();
    parts.push(isAhead ? say('mode.projected', said(asOf)) : say('mode.as_of', said(asOf)));
  }
  if (knownAt) parts.push(say('mode.known_at', said(knownAt)));
  if (fromAt) parts.push(say('mode.compared', said(fromAt)));
  return parts;
}

/**
 * Say which moment a view shows.
 * @param {Parameters} parameters
 */
export function sayMoment(parameters) {
  shownParameters = parameters;
  const chip = byId('live');
  if (!mode.isPast) chip.textContent = say('mode.live');
  chip.dataset.mode = mode.isPast ? 'past' : 'live';
  sayMomentAgain();
}

/** The words for a moment ahead depend on the clock, which the first heartbeat may correct. */
export function sayMomentAgain() {
  if (!shownParameters) return;
  const parts = partsOf(shownParameters);
  pastWords = parts.length ? say('mode.not_live', {parts: parts.join(' · ')}) : '';
  if (mode.isPast) byId('live').textContent = `◷ ${parts[0]}`;
  sayMode();
}

// What has been recorded since the moment a past view is known at; while it is paused, since then.
function waiting() {
  if (!mode.isPast) return mode.waiting;
  return live.shown && live.seq ? Math.max(0, live.seq - (live.shown.seq || 0)) : 0;
}

/** Say in the frame that this is not live, and how much has come since. */
export function sayMode() {
  const n = waiting();
  const since = n ? say('mode.since', {n}) : '';
  const paused = mode.pausedAt ? say('mode.paused', {at: dtg(mode.pausedAt)}) : '';
  const words = mode.isPast ? `◷ ${pastWords}` : paused;
  const place = findById('mode');
  if (place) place.textContent = words ? words + since : '';
}

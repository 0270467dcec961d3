// Who shows something else that events change is told of them.
const EVENTS = 'muster:events';

/** @typedef {{seq: number, count: number, recorded_at?: string, events: import('./merging.js').Event[]}} Told */

/** @param {Told} body */
export const tellEvents = body => document.dispatchEvent(new CustomEvent(EVENTS, {detail: body}));

/**
 * Be told which events came.
 * @param {(events: import('./merging.js').Event[]) => void} hear
 */
export function whenEvents(hear) {
  document.addEventListener(EVENTS, event => hear(/** @type {CustomEvent<Told>} */ (event).detail.events));
}

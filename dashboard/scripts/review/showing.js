// The moment shown: its cells, its events, and what is said of it.
import {dtg} from '../clock/server-clock.js';
import {address} from '../page/address.js';
import {all, byId, findById, innerLink, part} from '../page/dom.js';
import {clocks, current} from '../page/navigation.js';
import {method, say} from '../page/texts.js';
import {counted} from './looks.js';
import {paint} from './painting.js';
import {isPairs, replay, shown} from './state.js';

const DAY_MS = 86400000;
const MOST_EVENTS = 40;
const MOST_WHILE_PLAYING = 8;

/** Tell whether the page shows a review. */
export const hasReview = () => Boolean(findById('review-t'));

/** @param {number} frame */
const momentOf = frame => shown().frames.moments[frame - 1];

/**
 * Show a moment; while it is played only what changes is.
 * @param {number} time
 * @param {boolean} [isStill]
 */
export function show(time, isStill = true) {
  if (!replay.frames || !hasReview()) return;
  const before = replay.frames.at;
  const frame = replay.frames.frameAt(time);
  if (frame !== before) showFrame(frame, isStill ? frame - 1 : before);
  else if (isStill) showEvents(frame, frame);
  if (isStill) showStill(frame);
}

/**
 * @param {number} frame
 * @param {number} from
 */
function showFrame(frame, from) {
  paint(shown().frames.go(frame));
  showDtg(frame);
  showEvents(Math.min(from, frame - 1) + 1, frame);
}

/** @param {number} frame */
function showDtg(frame) {
  byId('review-at').textContent = say('review.at', {at: dtg(new Date(momentOf(frame)))});
}

function showFinding() {
  const {frames} = shown();
  const {compatible, readyWords} = method();
  const counts = counted(
    frames.keys.map(key => frames.value(key)),
    isPairs(),
    method(),
  );
  const values = {...counts, level: compatible, levels: readyWords};
  byId('replay-title').textContent = isPairs() ? say('review.pairs_good', values) : say('review.readings_good', values);
}

/** @param {number} frame */
function showStill(frame) {
  const {frames, model} = shown();
  const {moments, last} = frames;
  showDtg(frame);
  showFinding();
  const days = Math.round((moments[2] - moments[1]) / DAY_MS) || 1;
  const words = say('review.shown', {at: dtg(new Date(momentOf(frame))), known: model.known, i: frame, n: last});
  byId('replay-subtitle').textContent = days > 1 ? `${words} · ${say('review.step', {n: days})}` : words;
  byId('replay').classList.toggle('is-past', frame < last || !model.is_now || model.end > model.b);
  for (const link of all('[data-open]')) {
    /** @type {HTMLAnchorElement} */ (link).href = address(link.dataset.open || '', clocksAt(frame));
  }
}

/**
 * Give the clocks of a frame, for a link elsewhere.
 * @param {number} frame
 */
export function clocksAt(frame) {
  const at = new Date(momentOf(frame)).toISOString().replace(/\.\d+Z$/, 'Z');
  const {known_at = null, body = null, state = null, whatif = null} = current();
  return {as_of: at, known_at: state === 'then' ? at : known_at, body, whatif};
}

/** @param {import('./state.js').Event} event */
function eventItem([, seq, when, kind, what]) {
  const item = document.createElement('li');
  const link = innerLink('', what, address('/events', {...clocks(), seq: String(seq)}));
  item.append(part('span', 'mono', when), part('span', 'muted', kind), link);
  return item;
}

/**
 * @param {number} first
 * @param {number} last
 */
function showEvents(first, last) {
  const {payload} = shown();
  /** @type {import('./state.js').Event[]} */
  const rows = [];
  const most = replay.isPlaying ? MOST_WHILE_PLAYING : MOST_EVENTS;
  let others = 0;
  for (let i = last; i >= first && rows.length < most; i -= 1) {
    others += payload.others[i] || 0;
    rows.push(...(replay.eventsAt.get(i) || []));
  }
  const items = rows.slice(0, most).map(eventItem);
  if (others) items.push(part('li', 'muted', say('review.others', {n: others})));
  if (!items.length) items.push(part('li', 'muted', say('review.no_events')));
  byId('review-events').replaceChildren(...items);
}

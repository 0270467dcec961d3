// Playing: from A to B, so many days a second; in steps where motion is not wanted.
import {dtg} from '../clock/server-clock.js';
import {byId} from '../page/dom.js';
import {say} from '../page/texts.js';
import {placeMoment, scrub} from './scrubber.js';
import {hasReview, show} from './showing.js';
import {replay, shown} from './state.js';

const DAY_MS = 86400000;
const STEP_EVERY_MS = 1000;
const MOST_TIMES = 2000;

const isDone = () => scrub.t >= scrub.b;
const isCalm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
const atMoment = () => ({at: dtg(new Date(scrub.t))});

/**
 * Go on by a span of the present's time; tell whether B is reached.
 * @param {number} ms
 */
function goOn(ms) {
  scrub.t = Math.min(scrub.b, scrub.t + (shown().model.speed * DAY_MS * ms) / 1000);
  show(scrub.t, false);
  placeMoment();
}

/** @param {number} now */
function tick(now) {
  if (!replay.isPlaying || !hasReview()) return;
  const began = performance.now();
  const passed = Math.max(0, now - replay.tickedAt);
  replay.tickedAt = now;
  goOn(passed);
  if (replay.times.length < MOST_TIMES) replay.times.push([passed, performance.now() - began]);
  if (isDone()) stop(say('review.played', atMoment()));
  else requestAnimationFrame(tick);
}

function step() {
  if (!replay.isPlaying || !hasReview()) return;
  goOn(STEP_EVERY_MS);
  if (isDone()) stop(say('review.played', atMoment()));
  else setTimeout(step, STEP_EVERY_MS);
}

function play() {
  if (!replay.frames) return;
  if (isDone() || scrub.t < scrub.a) scrub.t = scrub.a;
  replay.isPlaying = true;
  replay.times = [];
  show(scrub.t);
  byId('replay').classList.add('is-past');
  byId('review-play').textContent = say('review.pause');
  if (isCalm()) return void setTimeout(step, STEP_EVERY_MS);
  replay.tickedAt = performance.now();
  requestAnimationFrame(tick);
}

/**
 * Stop, and say why.
 * @param {string} words
 */
export function stop(words) {
  replay.isPlaying = false;
  if (!hasReview()) return;
  byId('review-play').textContent = say('review.play');
  show(scrub.t);
  placeMoment();
  byId('review-status').textContent = words;
}

/** Play, or stop where it is. */
export function toggle() {
  if (replay.isPlaying) stop(say('review.paused_at', atMoment()));
  else play();
}

/**
 * Go to the next frame before or after in which something happened.
 * @param {1 | -1} direction
 */
export function toEvent(direction) {
  if (!replay.frames) return;
  if (replay.isPlaying) toggle();
  const {frames, payload} = shown();
  const happens = (/** @type {number} */ frame) => replay.eventsAt.has(frame) || payload.others[frame];
  let frame = frames.at + direction;
  while (frame >= 1 && frame <= frames.last && !happens(frame)) frame += direction;
  if (frame >= 1 && frame <= frames.last) goTo(frames.moments[frame - 1]);
}

/** @param {number} time */
function goTo(time) {
  scrub.t = time;
  show(scrub.t);
  placeMoment();
}

/**
 * A handle was moved: what it stands on is shown.
 * @param {number} time
 * @param {boolean} [isEnd] whether it is A or B
 */
export function moved(time, isEnd = false) {
  if (replay.isPlaying) toggle();
  goTo(isEnd ? time : scrub.t);
}

// Asking the server again: at once, then at most once a second, one question at a time.
import {mode} from '../clock/mode.js';
import {setProps} from '../page/dash.js';
import {rest, untilRetry} from './patience.js';

export const UPDATE_PATH = '/_dash-update-component';
const ANSWER_WITHIN_MS = 10000;
const ASK_ANYWAY_MS = 300000;
const ALWAYS_NOW_EVERY_MS = 10000;
const LEAST_WAIT_MS = 100;
const ANSWERS = 2;
const asking = {
  at: 0,
  answers: 0,
  tookMs: 0,
  servedMs: 0,
  isReady: false,
  isAsking: false,
  isDirty: false,
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer: undefined,
  failures: 0,
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  retry: undefined,
};
/** @type {Set<boolean>} */
const failing = new Set(); // of the page's questions (true) and the others: which had no answer last

const isAlwaysNow = () => document.querySelector('.page[data-always-now]') !== null;

/** Let the page ask again, as soon as it may. */
export function ask() {
  // Before the page is there nobody can be asked; it then comes with all there is.
  const isFixed = mode.isPaused || (mode.isPast && !isAlwaysNow());
  if (!asking.isReady || isFixed || document.hidden) {
    asking.isDirty = true;
    return;
  }
  if (asking.timer) return;
  const wait = Math.max(0, asking.at + rest(asking.tookMs, document.body.dataset.wall === '1') - Date.now());
  if (isAsked() || wait > 0) {
    asking.timer = setTimeout(
      () => {
        asking.timer = undefined;
        ask();
      },
      Math.max(wait, LEAST_WAIT_MS),
    );
    return;
  }
  askNow();
}

function askNow() {
  Object.assign(asking, {at: Date.now(), isAsking: true, answers: 0, tookMs: 0, isDirty: false});
  setProps('tick', {data: asking.at});
}

/** Tell whether a question is on its way. */
export const isAsked = () => asking.isAsking && Date.now() - asking.at < ANSWER_WITHIN_MS;

/** Give how long the server took for the last answer; who is given the same answer is told the same. */
export const servedMs = () => asking.servedMs;

/**
 * Ask about another moment, at once.
 * @param {object} view
 */
export function askAbout(view) {
  Object.assign(asking, {at: Date.now(), isAsking: true, answers: 0, tookMs: 0, servedMs: 0});
  setProps('view', {data: view});
}

/**
 * A question was answered.
 * @param {boolean} isPage
 */
export function answered(isPage) {
  failing.delete(isPage);
  if (!failing.size) asking.failures = 0;
}

/**
 * The server could not answer: it is asked again by and by, also about the past and before the page is there. No event
 * may come that would ask again, and a page without its first answer would stay empty.
 * @param {boolean} isPage
 */
export function failed(isPage) {
  failing.add(isPage);
  if (asking.retry) return;
  asking.retry = setTimeout(retry, untilRetry(asking.failures));
  asking.failures += 1;
}

function retry() {
  clearTimeout(asking.retry);
  asking.retry = undefined;
  if (mode.isPaused || document.hidden) asking.isDirty = true;
  else askNow();
}

/** The page is there, and can be asked. */
export function canAsk() {
  asking.isReady = true;
  askIfMissed();
}

function askIfMissed() {
  if (!asking.isDirty) return;
  if (asking.failures) retry();
  else ask();
}

/**
 * A question is answered when the frame and the page have their data; how long took the slower?
 * @param {PerformanceObserverEntryList} list
 */
function count(list) {
  for (const answer of list.getEntries()) {
    if (!(answer instanceof PerformanceResourceTiming) || !answer.name.includes(UPDATE_PATH)) continue;
    for (const {duration} of answer.serverTiming) asking.servedMs = Math.max(asking.servedMs, duration);
    asking.answers += 1;
    asking.tookMs = Math.max(asking.tookMs, answer.duration);
    if (asking.answers >= ANSWERS) asking.isAsking = false;
  }
}

/** Ask for what was missed, and now and then anyway. */
export function start() {
  new PerformanceObserver(count).observe({type: 'resource'});
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) askIfMissed();
  });
  setInterval(ask, ASK_ANYWAY_MS);
  // What is said about workers and streams grows old while no events come.
  setInterval(() => {
    if (isAlwaysNow()) ask();
  }, ALWAYS_NOW_EVERY_MS);
}

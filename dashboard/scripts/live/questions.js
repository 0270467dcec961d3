// The questions of Dash on their way: one that hangs is asked again, and a panel that stays without an answer says so.
import {dtg, serverTime} from '../clock/server-clock.js';
import {all, part, write} from '../page/dom.js';
import {say} from '../page/texts.js';
import {answered, failed, UPDATE_PATH} from './asking.js';

const HANGS_MS = 5000;
const UNAVAILABLE = 500; // from here on the server is in trouble; below, the question is
/** @typedef {{stop: AbortController, since: number, isDead: boolean}} Waiting */
/** @type {Set<Waiting>} */
const hanging = new Set();
let filledAt = 0;

/** @param {string} body */
const isOfPage = body => body.includes('-data.drawn') && !body.includes('frame-data.drawn');

/**
 * A question on a connection that fell silent is asked again on another one: nobody would answer it.
 * @param {typeof window.fetch} fetched
 * @param {string} path
 * @param {RequestInit | undefined} options
 */
async function askedAgain(fetched, path, options) {
  for (;;) {
    const own = {stop: new AbortController(), since: Date.now(), isDead: false};
    hanging.add(own);
    try {
      return await fetched.call(window, path, {...options, signal: own.stop.signal});
    } catch (error) {
      if (!own.isDead) throw error;
    } finally {
      hanging.delete(own);
    }
  }
}

/** What hangs on a connection that fell silent is asked again on another one. */
export function giveUpHanging() {
  for (const own of hanging) {
    if (Date.now() - own.since < HANGS_MS) continue;
    own.isDead = true;
    own.stop.abort();
  }
}

/**
 * A panel that could not be asked again says how old it is; the old data stays.
 * @param {boolean} isFresh
 */
function markPanels(isFresh) {
  if (isFresh) filledAt = Date.now();
  const words = isFresh ? '' : say('feed.panel_stale', {since: dtg(serverTime(filledAt))});
  for (const card of all('.page > .card')) {
    let mark = card.querySelector(':scope > .panel-age');
    if (!mark && words) {
      mark = part('span', 'panel-age', '');
      card.append(mark);
    }
    write(mark, words);
  }
}

/** Watch over all questions from now on. */
export function start() {
  filledAt = Date.now();
  const fetched = window.fetch;
  window.fetch = async (path, options) => {
    if (typeof path !== 'string' || !path.includes(UPDATE_PATH)) return fetched.call(window, path, options);
    const isPage = typeof options?.body === 'string' && isOfPage(options.body);
    try {
      const answer = await askedAgain(fetched, path, options);
      if (isPage) markPanels(answer.ok);
      if (answer.ok) answered(isPage);
      else if (answer.status >= UNAVAILABLE) failed(isPage);
      return answer;
    } catch (error) {
      if (isPage) markPanels(false);
      failed(isPage);
      throw error;
    }
  };
}

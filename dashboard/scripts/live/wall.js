// A wall: pages in turn, nothing to touch, and nobody needed to keep it going.
import {serverTime} from '../clock/server-clock.js';
import {all} from '../page/dom.js';
import {current, go} from '../page/navigation.js';
import {page} from '../page/shown.js';
import {state as live} from './state.js';
import {everyMs, kept, nextPath} from './turns.js';

const LOOK_EVERY_MS = 200;
// A page that shows nothing for so long is passed over, and when none shows anything, all is loaded anew.
const PASS_OVER_MS = 20000;
const BLANK_FOR_MS = 120000;
const RENEW_AT_HOUR = 3;
const DAY_MS = 86400000;
const wall = {
  openedAt: 0,
  turnedAt: 0,
  lastDrawnAt: 0,
  /** @type {number | null} */
  drawnAt: null,
  /** @type {string | undefined} */
  madeBy: undefined,
};

const isWall = () => document.body.dataset.wall === '1';
const isDrawn = () => page.path === location.pathname && document.querySelector('.page:not(.is-waiting)') !== null;

/** @param {string} path */
const exists = path =>
  all('#nav .nav-link').some(link => new URL(/** @type {HTMLAnchorElement} */ (link).href).pathname === path);

/**
 * A view has come: is it one of a wall?
 * @param {Record<string, string>} parameters
 */
export function showWall(parameters) {
  document.body.dataset.wall = parameters.wall ? '1' : '0';
}

/**
 * A page of another version than the server's is loaded anew.
 * @param {string | undefined} version
 */
export function seenVersion(version) {
  if (wall.madeBy && version && version !== wall.madeBy) location.reload();
  wall.madeBy = version || wall.madeBy;
}

/**
 * @param {Record<string, string>} parameters
 * @param {number} now
 */
function turn(parameters, now) {
  const next = nextPath(parameters, location.pathname, exists);
  if (next) go(next, kept(parameters));
  wall.turnedAt = now;
  wall.drawnAt = null;
}

// A page has its time from when its data is on it. Without a server the last one stays, and says how old it is.
function look() {
  const now = Date.now();
  if (isDrawn()) {
    wall.lastDrawnAt = now;
    wall.drawnAt = wall.drawnAt || now;
  }
  if (!isWall() || live.isDown) return;
  const parameters = current();
  const isSeen = wall.drawnAt && now - wall.drawnAt >= everyMs(parameters);
  if (isSeen || (!wall.drawnAt && now - wall.turnedAt >= PASS_OVER_MS)) turn(parameters, now);
  heal(now);
}

/**
 * What a person would do: load a page anew that stays blank or is old.
 * @param {number} now
 */
function heal(now) {
  if (document.body.dataset.feed !== 'ok') return;
  const isOld = now - wall.openedAt > DAY_MS && serverTime(now).getUTCHours() === RENEW_AT_HOUR;
  if (isOld || now - wall.lastDrawnAt > BLANK_FOR_MS) location.reload();
}

/** Turn pages wherever the address asks for a wall. */
export function start() {
  const now = Date.now();
  Object.assign(wall, {openedAt: now, turnedAt: now, lastDrawnAt: now});
  setInterval(look, LOOK_EVERY_MS);
}

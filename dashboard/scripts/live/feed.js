// What happens while the page is open: messages of the feed, and what follows from them.

import {count as countAlerts} from '../alerts/alerts.js';
import {mode} from '../clock/mode.js';
import {sayMode, sayMomentAgain} from '../clock/mode-words.js';
import {ahead, setAhead} from '../clock/server-clock.js';
import {bell} from '../following/follow.js';
import {file} from '../page/brought.js';
import {noUpdate} from '../page/dash.js';
import {ask, canAsk} from './asking.js';
import {showFeed} from './chips.js';
import {note, tellDigest} from './digest.js';
import {addEvents, forgetOld} from './event-list.js';
import {giveUpHanging} from './questions.js';
import {leave, look} from './signed-out.js';
import {state as live} from './state.js';
import {Stream} from './stream.js';
import {tellEvents} from './told.js';
import {BYE, WAKE} from './wake.js';
import {seenVersion} from './wall.js';

/** @typedef {import('./stream.js').Message} Message */
/**
 * @typedef {object} Heartbeat
 * @property {boolean} db
 * @property {string} [why]
 * @property {number | null} seq
 * @property {string | null} [recorded_at]
 * @property {number} [ahead_ms]
 * @property {string} [version]
 * @property {number} [clocks] how often some replay was moved
 */

const EVERY_MS = 1000;
// After an erased database numbers start again.
const ERASED = 1000000;
// The way here takes a moment: of two answers that agree the earlier one stays.
const AGREE_MS = 500;

/** @type {Record<string, (body: any) => void>} */
const on = {
  hb: heartbeat,
  events: eventsCame,
  state: askAgain,
  clock: body => bell(body.clocks),
  resync: askAgain,
  'signed-out': leave,
  down() {
    live.isDown = true;
    look();
  },
  silent() {
    live.isDown = true;
    giveUpHanging();
  },
};

/** @param {Heartbeat} body */
function heartbeat(body) {
  const was = live.trouble;
  live.trouble = body.db ? '' : body.why || 'no answer';
  live.complaints = live.trouble ? live.complaints + 1 : 0;
  if (!live.trouble) live.heardAt = Date.now();
  if (body.recorded_at) live.recordedAt = body.recorded_at;
  if (Number.isFinite(body.ahead_ms)) setClock(Number(body.ahead_ms));
  seenVersion(body.version);
  bell(body.clocks);
  // The database is back, or events came between the page's data and the stream's start.
  if ((was && !live.trouble) || (live.seq !== null && (body.seq || 0) > live.seq)) ask();
  if (body.seq !== null && !live.trouble) live.seq = Math.max(live.seq || 0, body.seq);
  if (mode.isPast) sayMode();
  countAlerts();
}

/** @param {import('./told.js').Told} body */
function eventsCame(body) {
  live.heardAt = Date.now();
  live.trouble = '';
  const before = live.seq || 0;
  if (body.seq <= before && !body.events.some(event => event.seq > before)) return;
  live.seq = Math.max(before, body.seq);
  if (body.recorded_at) live.recordedAt = body.recorded_at;
  if (mode.isPast || mode.isPaused) {
    if (mode.isPaused) mode.waiting += body.count;
    sayMode();
  } else {
    addEvents(body.events);
    note(body);
  }
  tellEvents(body);
  ask();
}

function askAgain() {
  live.heardAt = Date.now();
  ask();
}

/** @param {Message} message */
function receive({kind, body}) {
  if (kind !== 'down' && kind !== 'silent') live.isDown = false;
  on[kind](body);
  showFeed();
}

/** @param {number} aheadMs */
function setClock(aheadMs) {
  if (Math.abs(aheadMs - ahead()) < AGREE_MS) return;
  setAhead(aheadMs);
  sayMomentAgain();
}

/**
 * Dash gives what the page's data goes up to.
 * @param {{newest: number, seq: number | null, recorded_at: string, now: string} | null} said
 */
export function head(said) {
  if (!said) return noUpdate();
  const known = live.seq || 0;
  // Then the server's word wins.
  live.seq = said.newest < known - ERASED ? said.newest : Math.max(known, said.newest);
  live.shown = {seq: said.seq, recordedAt: said.seq ? said.recorded_at : null};
  if (said.seq === said.newest) live.recordedAt = live.shown.recordedAt;
  // Until the first heartbeat the page's own answer tells the time.
  if (!live.heardAt) setClock(Date.parse(said.now) - Date.now());
  sayMode();
  showFeed();
  canAsk();
  return noUpdate();
}

function listen() {
  if (!window.SharedWorker) {
    const stream = new Stream(receive);
    return () => stream.wake();
  }
  const {port} = new SharedWorker(file('worker'), {name: 'muster-feed'});
  port.onmessage = message => receive(message.data);
  window.addEventListener('pagehide', () => port.postMessage(BYE));
  window.addEventListener('pageshow', event => {
    if (event.persisted) location.reload();
  });
  return () => port.postMessage(WAKE);
}

/** Listen to the feed. */
export function start() {
  setInterval(() => {
    showFeed();
    forgetOld();
    tellDigest();
  }, EVERY_MS);
  const wake = listen();
  // Whoever comes back does not wait until the silence is long: a stream may have died meanwhile.
  const wakeUp = () => {
    if (!document.hidden) wake();
  };
  document.addEventListener('visibilitychange', wakeUp);
  window.addEventListener('online', wakeUp);
  window.addEventListener('pageshow', wakeUp);
}

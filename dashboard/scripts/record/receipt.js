// What became of the event that was recorded last in this tab: asked until a worker has read it.
import {address} from '../page/address.js';
import {findById, innerLink, part} from '../page/dom.js';
import {say} from '../page/texts.js';
import {PATH} from './sending.js';

const KEPT_AS = 'muster-recorded';
const FIRST_MS = 200;
const LAST_MS = 2000;
const LONG_MS = 15000;

/** @typedef {{key: string, id: string}} Sent */
/** @typedef {{status: string, seq?: number, reason?: string, detail?: string}} Became */

/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;

/** @returns {Sent | null} */
const kept = () => JSON.parse(sessionStorage.getItem(KEPT_AS) || 'null');

/**
 * Show what becomes of an event; without one, of the last that was recorded in this tab.
 * @param {Sent} [sent]
 */
export function follow(sent) {
  if (sent) sessionStorage.setItem(KEPT_AS, JSON.stringify(sent));
  clearTimeout(due);
  const last = kept();
  if (last) void ask(last, FIRST_MS, Date.now());
  else findById('record-receipt')?.replaceChildren();
}

/** Show nothing of an earlier event any more. */
export function forgetReceipt() {
  sessionStorage.removeItem(KEPT_AS);
  follow();
}

/**
 * @param {Sent} sent
 * @param {number} pauseMs
 * @param {number} beganAt
 */
async function ask(sent, pauseMs, beganAt) {
  const answer = await fetch(address(PATH, {key: sent.key})).catch(() => null);
  /** @type {Became} */
  const became = answer?.ok ? await answer.json() : {status: 'unread'};
  if (kept()?.key !== sent.key || !findById('record-receipt')) return;
  show(sent, became, Date.now() - beganAt > LONG_MS);
  if (became.status !== 'unread') return;
  due = setTimeout(() => ask(sent, Math.min(LAST_MS, pauseMs * 1.5), beganAt), pauseMs);
}

/**
 * @param {Sent} sent
 * @param {Became} became
 * @param {boolean} isLong
 */
function show({id}, {status, seq, reason = '', detail = ''}, isLong) {
  const words = {
    unread: isLong ? say('record.still') : say('record.unread'),
    stored: say('record.stored', {seq: String(seq)}),
    'dead-letter': say('record.dead', {reason, detail}),
  }[status];
  const line = part('p', 'record-became', words || status);
  line.dataset.state = status;
  const more = part('p', 'muted', say('record.id', {id}));
  if (seq) more.append(' · ', innerLink('', say('record.show'), address('/events', {seq: String(seq)})));
  findById('record-receipt')?.replaceChildren(line, more);
}

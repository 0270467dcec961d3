// What was typed goes to the dashboard: to be tried, or to be recorded.
import {say} from '../page/texts.js';

export const PATH = '/api/recorded';

/** @typedef {{pointer: string, reason: string, detail: string}} Fault */
/** @typedef {{id: string, source: string, event: Record<string, unknown>, faults: Fault[]}} Said */

/**
 * @param {string} path
 * @param {Record<string, unknown>} typed
 * @param {string} key
 * @returns {Promise<Said>}
 */
async function post(path, typed, key) {
  const headers = {'Content-Type': 'application/json', 'Idempotency-Key': key};
  const answer = await fetch(path, {method: 'POST', body: JSON.stringify(typed), headers}).catch(() => null);
  if (!answer) throw new Error(say('record.no_server'));
  const said = await answer.json().catch(() => ({}));
  if (!said.faults) throw new Error(said.error || String(answer.status));
  return said;
}

/**
 * Give the event that a form makes, and all that is wrong with it; nothing is sent.
 * @param {Record<string, unknown>} typed
 * @param {string} key
 */
export const check = (typed, key) => post(`${PATH}/check`, typed, key);

/**
 * Record it: without faults the broker has it on disk. An error says why it is to be sent again, or what to do.
 * @param {Record<string, unknown>} typed
 * @param {string} key
 */
export const send = (typed, key) => post(PATH, typed, key);

// Writing: acknowledged means stored, and a text keeps its key until it is.
import {say} from '../page/texts.js';

export const PATH = '/api/notes';
const KEY_BYTES = 16;
/** @type {Map<string, string>} */
const keys = new Map();

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string} body
 * @param {string} key
 */
async function sent(body, key) {
  const headers = {'Content-Type': 'application/json', 'Idempotency-Key': key};
  try {
    return await fetch(PATH, {method: 'POST', body, headers});
  } catch {
    throw new Error(say('notes.no_server'));
  }
}

/**
 * Store what somebody wrote; an error says what to change, or that it is to be sent again.
 * @param {{kind: string, about: string, text?: string}} note
 * @returns {Promise<{marking?: string}>}
 */
export async function publish({kind, about, text = ''}) {
  const body = JSON.stringify(text ? {kind, about, text} : {kind, about});
  const key = keys.get(body) || newKey();
  keys.set(body, key);
  const answer = await sent(body, key);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || String(answer.status));
  keys.delete(body);
  return said;
}

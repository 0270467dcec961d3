// What the document has brought along, or has asked for already, is not asked for again.
import {byId, findById} from './dom.js';

/** @typedef {{id: string, property: string, value?: unknown}} Place */
/** @typedef {{output: string, inputs: Place[], state?: Place[]}} Question */
/** @typedef {{question: Question, answer: Promise<Response>}} Asked */

const UPDATE_PATH = '/_dash-update-component';
const TAKEN_WITHIN_MS = 30000;
/** @type {Record<string, string>} */
const BROUGHT = {'/_dash-layout': 'layout', '/_dash-dependencies': 'dependencies'};
/** @type {Asked[]} */
let asked = [];
/** @type {Record<string, string>} */
let files = {};

/** @param {string} id */
const textOf = id => byId(id).textContent || '';

/**
 * Give the address of what is loaded only when it is needed.
 * @param {string} name
 */
export const file = name => files[name];

/** Hand over what the document has, from now on. */
export function start() {
  files = JSON.parse(textOf('files'));
  asked = window.musterAsked || [];
  // Dash's components, which come later, would set it to the whole of Plotly.
  Object.defineProperty(window, '_dashPlotlyJSURL', {get: () => files.plotly, set() {}});
  removeStill();
  setTimeout(() => {
    asked.forEach(drop);
    asked = [];
  }, TAKEN_WITHIN_MS);
  handOver();
}

// What stood there meanwhile goes in the moment in which the page itself is there.
function removeStill() {
  const still = document.querySelector('.still');
  const arriving = new MutationObserver(() => {
    if (!findById('frame')) return;
    arriving.disconnect();
    still?.remove();
  });
  arriving.observe(byId('react-entry-point'), {childList: true, subtree: true});
}

// ----- the questions that the document has asked
/**
 * @param {RequestInfo | URL} path
 * @param {RequestInit} options
 */
function answerTo(path, options) {
  if (typeof path !== 'string') return null;
  const place = BROUGHT[path];
  if (place) return Promise.resolve(new Response(textOf(place), {headers: {'Content-Type': 'application/json'}}));
  if (!path.startsWith(UPDATE_PATH) || !asked.length || typeof options.body !== 'string') return null;
  /** @type {Question} */
  const message = JSON.parse(options.body);
  const same = asked.find(({question}) => question.output === message.output);
  if (!same) return null;
  asked = asked.filter(one => one !== same);
  const isSame =
    JSON.stringify(message.inputs || []) === JSON.stringify(same.question.inputs || []) &&
    JSON.stringify(message.state || []) === JSON.stringify(same.question.state || []);
  if (!isSame) drop(same);
  return isSame ? same.answer : null;
}

/**
 * What nobody takes would keep its connection.
 * @param {Asked} one
 */
function drop({answer}) {
  answer.then(response => response.body?.cancel()).catch(() => {});
}

/** @param {AbortSignal | null | undefined} signal */
const givenUp = signal =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

function handOver() {
  const fetched = window.fetch;
  window.fetch = async (path, options = {}) => {
    const answer = answerTo(path, options);
    if (!answer) return fetched.call(window, path, options);
    const failed = answer.catch(() => fetched.call(window, path, options));
    return /** @type {Promise<Response>} */ (Promise.race([failed, givenUp(options.signal)]));
  };
}

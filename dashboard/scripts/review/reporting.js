// Reports that somebody asks for on Review: the server makes one, the browser keeps it as a file.
import {all, byId, closest} from '../page/dom.js';
import {say} from '../page/texts.js';

const PATH = '/api/reports';
const KEPT_MS = 60_000;

/**
 * Give what the server is asked for.
 * @param {DOMStringMap} asked
 */
function bodyOf({report, review, fromAt, toAt, knownAt, body, final}) {
  const what = review ? {review} : {from_at: fromAt, to_at: toAt, body, ...(knownAt ? {known_at: knownAt} : {})};
  return JSON.stringify({format: report, ...what, ...(final ? {is_final: true} : {})});
}

/**
 * Give the file that the server makes, and its name.
 * @param {DOMStringMap} asked
 */
async function made(asked) {
  const headers = {'Content-Type': 'application/json'};
  const answer = await fetch(PATH, {method: 'POST', body: bodyOf(asked), headers});
  if (!answer.ok) throw new Error((await answer.json()).error || String(answer.status));
  const [, name = `report.${asked.report}`] =
    /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  return {name, content: await answer.blob()};
}

/**
 * @param {string} name
 * @param {Blob} content
 */
function save(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

/** @param {HTMLElement} button */
async function report(button) {
  if (button.dataset.final && !confirm(say('report.sure'))) return;
  const state = byId('review-report-state');
  const buttons = /** @type {HTMLButtonElement[]} */ (all('#review-report [data-report]'));
  for (const one of buttons) one.disabled = true;
  state.textContent = say('report.making', {format: (button.dataset.report ?? '').toUpperCase()});
  try {
    const {name, content} = await made(button.dataset);
    save(name, content);
    state.textContent = say('report.made', {name});
  } catch (error) {
    state.textContent = say('report.failed', {why: error instanceof Error ? error.message : String(error)});
  } finally {
    for (const one of buttons) one.disabled = false;
    button.focus();
  }
}

/** Make the report that somebody asks for. */
export function start() {
  document.addEventListener('click', event => {
    const button = closest(event.target, '[data-report]');
    if (button) void report(button);
  });
}

// The dialog in which a dead letter is corrected: its fields, the whole text, each fault, and sending it.
import {byId, closest, findById, focusAgain, part} from '../page/dom.js';
import {say} from '../page/texts.js';
import {leavesOf, objectOf, withValue} from './leaves.js';

const PATH = '/api/dead-letters';
const CHECK_AFTER_MS = 250;

/** @typedef {{pointer: string, reason: string, detail: string}} Fault */

let letter = '';
/** @type {Element | null} */
let opener = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let due;
let asked = 0;
/** @type {Fault[]} */
let faults = [];

const text = () => /** @type {HTMLTextAreaElement} */ (byId('copy-text'));

/** @param {HTMLElement} button */
function open(button) {
  letter = button.dataset.correct || '';
  opener = button;
  faults = [];
  const dialog = findById('copy-dialog') || made();
  byId('copy-title').textContent = say('letter.title', {letter});
  text().value = button.dataset.text || '';
  tell('', '');
  drawFields();
  /** @type {HTMLDialogElement} */ (dialog).showModal();
  text().focus();
  checkSoon(0);
}

function made() {
  const dialog = part('dialog', 'copy-dialog', '');
  dialog.id = 'copy-dialog';
  dialog.setAttribute('aria-labelledby', 'copy-title');
  const title = part('h2', '', '');
  title.id = 'copy-title';
  const fields = part('div', 'copy-fields', '');
  fields.id = 'copy-fields';
  const area = document.createElement('textarea');
  area.id = 'copy-text';
  area.spellcheck = false;
  const whole = part('label', 'copy-whole', '');
  whole.append(part('span', 'record-label', say('letter.text')), area);
  const beside = part('div', 'copy-sides', '');
  const left = part('section', 'copy-left', '');
  left.append(part('h3', '', say('letter.fields')), fields);
  beside.append(left, whole);
  const state = part('div', '', '');
  state.id = 'copy-state';
  state.setAttribute('role', 'status');
  const end = part('div', 'record-end', '');
  end.append(button('send', say('letter.send'), 'button'), button('close', say('letter.close'), 'button quiet'), state);
  dialog.append(title, part('p', 'muted', say('letter.about')), beside, end);
  dialog.addEventListener('close', () => focusAgain(opener));
  document.body.append(dialog);
  return dialog;
}

/**
 * @param {string} act
 * @param {string} words
 * @param {string} looks
 */
function button(act, words, looks) {
  const one = part('button', looks, words);
  one.type = 'button';
  one.dataset.copy = act;
  return one;
}

/** Draw the fields of what the text says, and those that are missing. */
function drawFields() {
  const document_ = objectOf(text().value);
  if (!document_) {
    byId('copy-fields').replaceChildren(part('p', 'muted', say('letter.no_fields')));
    return;
  }
  const leaves = leavesOf(document_);
  const there = new Set(leaves.map(([at]) => at));
  const missing = faults.map(({pointer}) => pointer).filter(at => at && !there.has(at) && !within(at, there));
  /** @type {[string, unknown][]} */
  const shown = [...leaves, .../** @type {[string, unknown][]} */ ([...new Set(missing)].map(at => [at, '']))];
  byId('copy-fields').replaceChildren(...shown.map(fieldOf));
}

/**
 * @param {string} at
 * @param {Set<string>} there
 */
const within = (at, there) => [...there].some(one => one.startsWith(`${at}/`));

/** @param {[string, unknown]} leaf */
function fieldOf([at, value]) {
  const place = part('label', 'copy-field', '');
  const input = document.createElement('input');
  input.value = typeof value === 'string' ? value : JSON.stringify(value);
  input.dataset.copyAt = at;
  input.spellcheck = false;
  const own = faults.filter(({pointer}) => pointer === at).map(({detail}) => detail);
  input.setAttribute('aria-invalid', String(own.length > 0));
  const fault = part('span', 'record-fault', own.join('; '));
  place.append(part('span', 'record-label', at), input, fault);
  return place;
}

function checkSoon(afterMs = CHECK_AFTER_MS) {
  clearTimeout(due);
  due = setTimeout(() => void checkNow(), afterMs);
}

/**
 * @param {string} path
 * @returns {Promise<{faults: Fault[], said?: string}>}
 */
async function ask(path) {
  const init = {
    method: 'POST',
    body: JSON.stringify({letter, text: text().value}),
    headers: {'Content-Type': 'application/json'},
  };
  const answer = await fetch(path, init).catch(() => null);
  if (!answer) throw new Error(say('letter.no_server'));
  const said = await answer.json().catch(() => ({}));
  if (!said.faults) throw new Error(said.error || String(answer.status));
  return said;
}

async function checkNow() {
  const mine = ++asked;
  try {
    const found = await ask(`${PATH}/check`);
    if (mine === asked) show(found.faults);
  } catch (error) {
    if (mine === asked) tell(/** @type {Error} */ (error).message, 'failed');
  }
}

/** @param {Fault[]} found */
function show(found) {
  faults = found;
  const at = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.copyAt : undefined;
  drawFields();
  if (at) focusAgain(document.querySelector(`[data-copy-at="${CSS.escape(at)}"]`));
  const placed = new Set([...document.querySelectorAll('[data-copy-at]')].map(one => one.getAttribute('data-copy-at')));
  const others = found.filter(({pointer}) => !placed.has(pointer)).map(({pointer, detail}) => `${pointer} ${detail}`);
  const words = found.length ? [say('letter.faults', {n: found.length}), ...others].join(' ') : say('letter.faultless');
  tell(words, found.length ? 'failed' : '');
}

/**
 * @param {string} words
 * @param {string} how
 */
function tell(words, how) {
  const place = byId('copy-state');
  if (place.textContent !== words) place.textContent = words;
  place.dataset.state = how;
}

async function send() {
  if (document.body.dataset.whatif) return tell(say('letter.whatif'), 'failed');
  clearTimeout(due);
  asked += 1;
  const own = /** @type {HTMLButtonElement} */ (document.querySelector('[data-copy="send"]'));
  own.disabled = true;
  tell(say('letter.sending'), '');
  try {
    const found = await ask(PATH);
    if (found.faults.length) show(found.faults);
    else tell(say('letter.sent', {said: found.said || ''}), 'done');
  } catch (error) {
    tell(/** @type {Error} */ (error).message, 'failed');
  } finally {
    own.disabled = false;
  }
}

/** Listen to what opens the dialog, and to what is typed in it. */
export function start() {
  document.addEventListener('click', event => {
    const opening = closest(event.target, '[data-correct]');
    const act = closest(event.target, '[data-copy]')?.dataset.copy;
    if (opening) open(opening);
    if (act === 'close') /** @type {HTMLDialogElement} */ (byId('copy-dialog')).close();
    if (act === 'send') void send();
  });
  document.addEventListener('input', event => {
    const target = event.target;
    if (target instanceof HTMLTextAreaElement && target.id === 'copy-text') {
      drawFields();
      checkSoon();
    }
    const at = target instanceof HTMLInputElement ? target.dataset.copyAt : undefined;
    if (at === undefined) return;
    const now = withValue(objectOf(text().value), at, /** @type {HTMLInputElement} */ (target).value);
    text().value = JSON.stringify(now, null, 2);
    checkSoon();
  });
}

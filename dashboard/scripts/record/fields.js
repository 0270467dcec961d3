// The fields of a form as elements: made of what the schemas say, each named by its JSON pointer in the event.
import {part} from '../page/dom.js';
import {say} from '../page/texts.js';

/**
 * @typedef {{
 *   name: string, takes: string, input: string, is_required?: boolean, words?: [string, string][], means?: string,
 *   low?: number, high?: number, step?: string, most_characters?: number, example?: string, parts?: Field[],
 * }} Field
 */
/** @typedef {{type: string, says: string, name: string, last_day: string, fields: Field[]}} Form */

/** @param {string} name */
export const inWords = name => name[0].toUpperCase() + name.slice(1).replaceAll('_', ' ');

/** @param {string} at */
const idOf = at => `record-at${at.replaceAll('/', '-')}`;

/**
 * Give a field with its label, what it takes, and room for what is wrong with it.
 * @param {Field} field
 * @param {string} at
 * @param {{label?: string, takes?: string}} [words]
 */
export function fieldOf(field, at, {label = inWords(field.name), takes = takesOf(field)} = {}) {
  const id = idOf(at);
  const place = part('div', 'record-field', '');
  const isGroup = field.input === 'words';
  const head = part(isGroup ? 'span' : 'label', 'record-label', label);
  head.id = `${id}-label`;
  if (head instanceof HTMLLabelElement) head.htmlFor = id;
  if (field.is_required) head.append(part('span', 'record-must', ' *'));
  const input = isGroup ? groupOf(field, at, id) : controlOf(field, at, id);
  const help = part('p', 'record-takes', takes);
  help.id = `${id}-takes`;
  const fault = part('p', 'record-fault', '');
  fault.id = `${id}-fault`;
  fault.dataset.faultAt = at;
  input.setAttribute('aria-describedby', `${fault.id} ${help.id}`);
  place.append(head, input, fault, help);
  return place;
}

/** @param {Field} field */
function takesOf(field) {
  const said = field.words?.length ? field.means || '' : field.takes;
  const example = field.example && !field.words?.length ? say('record.example', {example: field.example}) : '';
  return [said, example].filter(Boolean).join('. ');
}

/**
 * @param {Field} field
 * @param {string} at
 * @param {string} id
 */
function controlOf(field, at, id) {
  const control = field.input === 'long-text' ? document.createElement('textarea') : lineOf(field);
  control.id = id;
  control.name = id;
  control.dataset.at = at;
  if (field.is_required) control.setAttribute('aria-required', 'true');
  if (!(control instanceof HTMLSelectElement) && field.most_characters) control.maxLength = field.most_characters;
  return control;
}

/** @param {Field} field */
function lineOf(field) {
  if (field.input === 'word') return selectOf((field.words || []).map(([code, name]) => [code, spelled(code, name)]));
  if (field.input === 'yes-no')
    return selectOf([
      ['yes', say('record.yes')],
      ['no', say('record.no')],
    ]);
  const input = document.createElement('input');
  if (field.input === 'day') input.placeholder = say('record.day');
  if (field.input === 'number') input.inputMode = field.step === '1' && (field.low ?? -1) >= 0 ? 'numeric' : 'decimal';
  input.spellcheck = false;
  return input;
}

/**
 * @param {string} code
 * @param {string} name
 */
const spelled = (code, name) => (name ? `${code} – ${name}` : code.replaceAll('_', ' '));

/**
 * Give a choice among words, none of them chosen.
 * @param {[string, string][]} options
 * @param {string} [nothing]
 */
export function selectOf(options, nothing = say('record.none')) {
  const select = document.createElement('select');
  select.append(...[['', nothing], ...options].map(([value, words]) => new Option(words, value)));
  return select;
}

/**
 * @param {Field} field
 * @param {string} at
 * @param {string} id
 */
function groupOf(field, at, id) {
  const group = part('div', 'record-words', '');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-labelledby', `${id}-label`);
  group.id = id;
  for (const [code, name] of field.words || []) {
    const label = part('label', '', '');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.value = code;
    box.dataset.at = at;
    label.append(box, spelled(code, name));
    group.append(label);
  }
  return group;
}

/**
 * Give a record, or the records of a list with what adds and removes one.
 * @param {Field} field
 * @param {string} at
 * @param {number} rows
 */
export function recordsOf(field, at, rows) {
  const place = part('fieldset', 'record-records', '');
  const legend = part('legend', 'record-label', inWords(field.name));
  if (field.is_required) legend.append(part('span', 'record-must', ' *'));
  const fault = part('p', 'record-fault', '');
  fault.dataset.faultAt = at;
  place.append(legend, fault);
  if (field.input === 'record') {
    place.append(rowOf(field, at, null));
    return place;
  }
  for (let n = 0; n < rows; n++) place.append(rowOf(field, at, n));
  const add = part('button', 'button quiet', say('record.add'));
  add.type = 'button';
  add.dataset.addRow = at;
  place.append(add);
  return place;
}

/**
 * @param {Field} field
 * @param {string} list
 * @param {number | null} n
 */
function rowOf(field, list, n) {
  const row = part('div', 'record-row', '');
  const at = n === null ? list : `${list}/${n}`;
  row.append(...(field.parts || []).map(one => fieldOf(one, `${at}/${one.name}`)));
  if (n === null) return row;
  row.setAttribute('role', 'group');
  row.setAttribute('aria-label', say('record.row', {name: inWords(field.name), n: n + 1}));
  const remove = part('button', 'button quiet', say('record.remove'));
  remove.type = 'button';
  remove.dataset.removeRow = at;
  remove.setAttribute('aria-label', `${say('record.remove')} ${n + 1}`);
  const fault = part('p', 'record-fault', '');
  fault.dataset.faultAt = at;
  row.append(remove, fault);
  return row;
}

// What fills which field, as a form: the label, when it happened, what names a row, then every field of the type.
import {part} from '../page/dom.js';
import {say} from '../page/texts.js';
import {inWords, selectOf} from '../record/fields.js';
import {CONSTANT, formatsText, isRule, meaningOf, sourceOf, textOf} from './mapping.js';

/** @typedef {import('./mapping.js').Mapping} Mapping */
/** @typedef {import('./mapping.js').Guess} Guess */
/** @typedef {import('../record/fields.js').Field} Field */
/** @typedef {import('./asking.js').Column} Column */
/** @typedef {{mapping: Mapping, guess: Guess, columns: Column[], fields: Field[], classifications: string[]}} Shown */

const ROW = '#row';

/**
 * Give the form of a mapping.
 * @param {Shown} shown
 */
export const formOf = shown => [beside(shown), ...shown.fields.map(field => fieldOf(field, shown))];

/** @param {Shown} shown */
function beside(shown) {
  const {mapping, guess, columns, classifications} = shown;
  const [event] = mapping.events;
  const place = part('div', 'import-beside', '');
  const rank = /** @type {[string, string][]} */ (classifications.map(word => [word, word]));
  const dated = /** @type {[string, string][]} */ (
    (Object.keys(guess.times).length ? Object.keys(guess.times) : columns.map(({name}) => name)).map(one => [one, one])
  );
  place.append(
    labelled(say('importing.classification'), chosen(rank, mapping.label.classification, 'classification', true)),
    labelled(
      say('importing.releasable'),
      typed((mapping.label.releasable_to || []).join(', '), 'releasable'),
      say('importing.releasable_takes'),
    ),
    labelled(say('importing.name'), typed(mapping.name, 'name', true), say('importing.name_takes')),
    labelled(say('importing.time'), chosen(dated, event.time?.column || '', 'time', true)),
    labelled(
      say('importing.formats'),
      typed(formatsText(event.time?.formats || []), 'formats', true),
      say('importing.formats_takes'),
    ),
    keyOf(event.key, columns),
  );
  return place;
}

/**
 * @param {string[]} key
 * @param {Column[]} columns
 */
function keyOf(key, columns) {
  const place = part('fieldset', 'import-key', '');
  const boxes = part('div', 'record-words', '');
  for (const name of [...columns.map(one => one.name), ROW]) {
    const label = part('label', '', '');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.value = name;
    box.checked = key.includes(name);
    box.dataset.sets = 'key';
    label.append(box, name === ROW ? say('importing.row') : name);
    boxes.append(label);
  }
  place.append(part('legend', 'record-label', `${say('importing.key')} *`), boxes);
  place.append(faultOf('key'), part('p', 'record-takes', say('importing.key_takes')));
  return place;
}

/**
 * @param {Field} field
 * @param {Shown} shown
 */
function fieldOf(field, {mapping, guess, columns}) {
  const value = mapping.events[0].fields[field.name];
  const name = inWords(field.name);
  const place = part('div', 'import-field', '');
  const options = /** @type {[string, string][]} */ ([
    ...(field.input === 'record' || field.input === 'records' ? [] : [[CONSTANT, say('importing.constant')]]),
    ...columns.filter(one => guess.rules[field.name]?.[one.name]).map(one => [`:${one.name}`, one.name]),
  ]);
  const source = selectOf(options, say('importing.none'));
  source.value = sourceOf(value);
  mark(source, 'source', field.name, say('importing.from', {field: name}));
  const head = part('span', 'record-label', name);
  if (field.is_required) head.append(part('span', 'record-must', ' *'));
  const takes = field.words?.length ? field.means || '' : field.takes;
  const about = part('div', 'import-about', '');
  about.append(head, part('span', 'record-takes', takes));
  place.append(about, source, ...detailsOf(field, value, columns, name), faultOf(field.name));
  return place;
}

/**
 * @param {Field} field
 * @param {any} value
 * @param {Column[]} columns
 * @param {string} name
 * @returns {HTMLElement[]}
 */
function detailsOf(field, value, columns, name) {
  if (value === undefined) return [];
  if (!isRule(value)) return [constantOf(field, value, name)];
  const column = columns.find(one => one.name === value.column);
  const said = part('span', 'import-examples', (column?.examples || []).slice(0, 3).join(' · '));
  /** @type {HTMLElement[]} */
  const more = [];
  if (value.formats)
    more.push(mark(typed(formatsText(value.formats), 'date'), 'date', field.name, say('importing.formats')));
  if (value.split)
    more.push(mark(typed(value.split, 'split'), 'split', field.name, say('importing.split', {field: name})));
  if (field.input === 'word' && column?.words?.length) more.push(meaningsOf(field, value, column.words, name));
  return [said, ...more];
}

/**
 * @param {Field} field
 * @param {any} value
 * @param {string} name
 */
function constantOf(field, value, name) {
  const words = wordsOf(field);
  const control = words ? selectOf(words, say('importing.choose')) : typed('', 'constant');
  control.value = textOf(value);
  return mark(control, 'constant', field.name, say('importing.constant_of', {field: name}));
}

/**
 * @param {Field} field
 * @returns {[string, string][] | null}
 */
function wordsOf(field) {
  if (field.input === 'word')
    return (field.words || []).map(([code, said]) => [code, said ? `${code} – ${said}` : code]);
  if (field.input !== 'yes-no') return null;
  return [
    ['yes', say('importing.yes')],
    ['no', say('importing.no')],
  ];
}

/**
 * @param {Field} field
 * @param {any} rule
 * @param {string[]} values
 * @param {string} name
 */
function meaningsOf(field, rule, values, name) {
  const place = part('div', 'import-meanings', '');
  for (const value of values) {
    const label = part('label', '', '');
    const select = selectOf(wordsOf(field) || [], say('importing.no_meaning'));
    select.value = meaningOf(rule, value);
    if (select.selectedIndex < 0) select.value = '';
    mark(select, 'meaning', field.name, say('importing.means', {field: name, value}));
    select.dataset.value = value;
    label.append(part('span', '', value), select);
    place.append(label);
  }
  return place;
}

/** @param {string} at */
function faultOf(at) {
  const place = part('span', 'record-fault', '');
  place.dataset.faultAt = at;
  return place;
}

/**
 * @param {string} words
 * @param {HTMLElement} control
 * @param {string} [takes]
 */
function labelled(words, control, takes = '') {
  const place = part('label', 'record-field', '');
  const must = control.getAttribute('aria-required') ? [part('span', 'record-must', ' *')] : [];
  const head = part('span', 'record-label', words);
  head.append(...must);
  place.append(head, control, faultOf(control.dataset.sets || ''));
  if (takes) place.append(part('span', 'record-takes', takes));
  return place;
}

/**
 * @param {[string, string][]} options
 * @param {string} value
 * @param {string} sets
 * @param {boolean} [isRequired]
 */
function chosen(options, value, sets, isRequired = false) {
  const select = selectOf(options, say('importing.choose'));
  select.value = value;
  select.dataset.sets = sets;
  if (isRequired) select.setAttribute('aria-required', 'true');
  return select;
}

/**
 * @param {string} value
 * @param {string} sets
 * @param {boolean} [isRequired]
 */
function typed(value, sets, isRequired = false) {
  const input = document.createElement('input');
  input.value = value;
  input.spellcheck = false;
  input.dataset.sets = sets;
  if (isRequired) input.setAttribute('aria-required', 'true');
  return input;
}

/**
 * @template {HTMLElement} Control
 * @param {Control} control
 * @param {string} sets
 * @param {string} field
 * @param {string} words
 */
function mark(control, sets, field, words) {
  control.dataset.sets = sets;
  control.dataset.field = field;
  control.setAttribute('aria-label', words);
  return control;
}

// A mapping as the page makes it: the language of mappings, one event for each row, changed by what is chosen.

/** @typedef {Record<string, any>} Rule */
/** @typedef {{type: string, key: string[], time: Rule | null, fields: Record<string, any>}} EventRule */
/**
 * @typedef {{
 *   name: string, title: string, label: {policy: string, classification: string, releasable_to?: string[]},
 *   events: EventRule[], file?: Rule, missing?: string[], query?: unknown, facts?: string[], countries?: unknown,
 * }} Mapping
 */
/** @typedef {{mapping: Mapping, rules: Record<string, Record<string, Rule>>, times: Record<string, Rule>}} Guess */
/** @typedef {import('../record/fields.js').Field} Field */

export const CONSTANT = '=';
const BETWEEN_FORMATS = ' | ';
/** What a rule may say that the page has a place for. */
const SHOWN = ['column', 'as', 'formats', 'map', 'split', 'each', 'optional'];

/**
 * Name what is still to be said before a mapping can be checked: fields by name, others as the form calls them.
 * @param {Mapping} mapping
 * @param {Field[]} fields
 */
export function lacking(mapping, fields) {
  const [event] = mapping.events;
  const isSaid = (/** @type {any} */ value) => value !== undefined && value !== '';
  return [
    ...(mapping.label.classification ? [] : ['classification']),
    ...(mapping.name ? [] : ['name']),
    ...(event.time ? [] : ['time']),
    ...(event.key.length ? [] : ['key']),
    ...fields.filter(one => one.is_required && !isSaid(event.fields[one.name])).map(({name}) => name),
  ];
}

/**
 * Give the field that a problem of a mapping is about, and what is said of it; without one, all of it.
 * @param {string} wrong
 * @returns {[string, string]}
 */
export function placed(wrong) {
  const found = wrong.match(/^mapping [^:]*: (?:events\[0\]\.(?:fields\.)?|label\.)?([a-z_]+)[^:]*: (.*)$/s);
  return found ? [found[1], found[2]] : ['', wrong];
}

/** @param {any} value */
export const isRule = value => value !== null && typeof value === 'object' && !Array.isArray(value);

/**
 * Tell whether the page has a place for all that a mapping says.
 * @param {Mapping} mapping
 */
export function fitsForm(mapping) {
  if (mapping.events?.length !== 1 || mapping.query || mapping.facts || mapping.countries) return false;
  const [event] = mapping.events;
  const others = Object.keys(event).filter(name => !['type', 'key', 'time', 'fields'].includes(name));
  if (others.length || !event.time?.column) return false;
  const rules = Object.values(event.fields).filter(isRule);
  return [event.time, ...rules].every(rule => rule.column && Object.keys(rule).every(name => SHOWN.includes(name)));
}

/**
 * Give where a field comes from: nothing, a constant, or a column.
 * @param {any} value
 */
export function sourceOf(value) {
  if (value === undefined) return '';
  return isRule(value) ? `:${value.column}` : CONSTANT;
}

/**
 * Give a mapping whose field comes from somewhere else.
 * @param {Mapping} mapping
 * @param {string} field
 * @param {string} source
 * @param {Guess} guess
 * @returns {Mapping}
 */
export function withSource(mapping, field, source, guess) {
  const fields = {...mapping.events[0].fields};
  if (!source) delete fields[field];
  else if (source === CONSTANT) fields[field] = '';
  else fields[field] = guess.rules[field]?.[source.slice(1)] || {column: source.slice(1)};
  return withEvent(mapping, {fields});
}

/**
 * @param {Mapping} mapping
 * @param {string} field
 * @param {any} value
 */
export const withField = (mapping, field, value) =>
  withEvent(mapping, {fields: {...mapping.events[0].fields, [field]: value}});

/**
 * @param {Mapping} mapping
 * @param {Partial<EventRule>} change
 * @returns {Mapping}
 */
export const withEvent = (mapping, change) => ({...mapping, events: [{...mapping.events[0], ...change}]});

/**
 * Give a rule in which a value of the column means another word; without a word the value is refused.
 * @param {Rule} rule
 * @param {string[]} values all of the column
 * @param {string} value
 * @param {string} word
 * @returns {Rule}
 */
export function withMeaning(rule, values, value, word) {
  const now = Object.fromEntries(values.map(one => [one, one === value ? word : meaningOf(rule, one)]));
  return {...rule, map: Object.fromEntries(Object.entries(now).filter(([, meant]) => meant))};
}

/**
 * @param {Rule} rule
 * @param {string} value
 * @returns {string}
 */
export const meaningOf = (rule, value) => (rule.map ? String(rule.map[value] ?? '') : value);

/**
 * Give what was typed as a constant as the value that the field takes.
 * @param {Field} field
 * @param {string} text
 * @param {boolean} isList
 */
export function constantOf(field, text, isList) {
  const said = text.trim();
  if (field.input === 'yes-no') return said === 'yes' ? true : said === 'no' ? false : said;
  if (field.input === 'number') return said !== '' && Number.isFinite(Number(said)) ? Number(said) : said;
  if (!isList && field.input !== 'words') return said;
  return said
    .split(',')
    .map(one => one.trim())
    .filter(Boolean);
}

/** @param {any} value */
export function textOf(value) {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** @param {string[]} formats */
export const formatsText = formats => (formats || []).join(BETWEEN_FORMATS);

/** @param {string} text */
export const formatsOf = text =>
  text
    .split('|')
    .map(one => one.trim())
    .filter(Boolean);

/** @param {string} text */
export const codesOf = text =>
  text
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean);

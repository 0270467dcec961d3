// What is typed into the form, kept in this tab until it is recorded: a value for each place, named by its JSON pointer.

/** @typedef {Record<string, string | string[]>} Values */
/** @typedef {{type: string, key: string, now: string, values: Values, rows: Record<string, number>}} Draft */

const KEY_BYTES = 16;

/** @returns {string} a key that nobody can guess: the id of the event follows from it */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Give a form in which nothing is typed yet.
 * @param {string} type
 * @returns {Draft}
 */
export const emptyDraft = type => ({type, key: newKey(), now: '', values: {}, rows: {}});

/**
 * Give what was kept, if that is a draft.
 * @param {string | null} text
 * @returns {Draft | null}
 */
export function readDraft(text) {
  try {
    const kept = JSON.parse(text || 'null');
    return kept && typeof kept.key === 'string' && kept.values && kept.rows ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Give the values under a place as they stand in the event: places with numbers make lists.
 * @param {Values} values
 * @param {string} at
 */
export function nested(values, at) {
  /** @type {Record<string, any>} */
  const whole = {};
  for (const [pointer, value] of Object.entries(values)) {
    if (!pointer.startsWith(`${at}/`) || value.length === 0) continue;
    const steps = pointer.slice(at.length + 1).split('/');
    const last = steps.pop() || '';
    let place = whole;
    for (const [n, step] of steps.entries()) {
      place[step] ??= /^\d+$/.test(steps[n + 1] ?? last) ? [] : {};
      place = place[step];
    }
    place[last] = value;
  }
  return whole;
}

/**
 * Give the values with every row there, also one in which nothing is typed: it is said what it lacks.
 * @param {Draft} draft
 */
export function dataOf({values, rows}) {
  const data = nested(values, '/data');
  for (const [pointer, count] of Object.entries(rows)) {
    const name = pointer.slice('/data/'.length);
    if (count) data[name] = Array.from({length: count}, (_, n) => data[name]?.[n] || {});
  }
  return data;
}

/**
 * Give what is left when a row of a list is taken out: those after it move up.
 * @param {Draft} draft
 * @param {string} list
 * @param {number} row
 * @returns {Draft}
 */
export function withoutRow(draft, list, row) {
  /** @type {Values} */
  const values = {};
  for (const [pointer, value] of Object.entries(draft.values)) {
    const [n, ...rest] = pointer.startsWith(`${list}/`) ? pointer.slice(list.length + 1).split('/') : [];
    const number = Number(n);
    if (n === undefined || number < row) values[pointer] = value;
    else if (number > row) values[[list, number - 1, ...rest].join('/')] = value;
  }
  return {...draft, values, rows: {...draft.rows, [list]: draft.rows[list] - 1}};
}

/**
 * Give the place that a fault is shown at: its own, or the nearest around it that the form has; none is ''.
 * @param {string} pointer
 * @param {(place: string) => boolean} isThere
 */
export function placeOf(pointer, isThere) {
  let place = pointer;
  while (place && !isThere(place)) place = place.slice(0, place.lastIndexOf('/'));
  return place;
}

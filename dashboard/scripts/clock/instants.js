// How instants are written: dashboard/wording/numbers.py writes them by the same rules, and a test runs one table of cases
// through both.
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const MINUTE_MS = 60000;

/** @param {number} number */
const two = number => String(number).padStart(2, '0');

/**
 * Give the date-time group of an instant: 230356ZNOV26; of another year than the present one all digits are said.
 * @param {Date} when
 * @param {number} presentYear
 */
export function dateTimeGroup(when, presentYear) {
  const year = when.getUTCFullYear();
  const digits = year === presentYear ? two(year % 100) : String(year).padStart(4, '0');
  const time = two(when.getUTCDate()) + two(when.getUTCHours()) + two(when.getUTCMinutes());
  return `${time}Z${MONTHS[when.getUTCMonth()]}${digits}`;
}

/**
 * Give an instant as a person may type it, and read back as the very same one: seconds need the longer form.
 * @param {number} ms
 * @param {number} presentYear
 */
export const exactly = (ms, presentYear) =>
  ms % MINUTE_MS === 0 ? dateTimeGroup(new Date(ms), presentYear) : new Date(ms).toISOString().replace('.000Z', 'Z');

/**
 * Give the day in a text that begins with one: 23 Nov 2026.
 * @param {string} text
 */
export function dayOf(text) {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  const name = MONTHS[month - 1];
  return `${day} ${name[0]}${name.slice(1).toLowerCase()} ${year}`;
}

/**
 * Give an instant as it stands in an address, without what says nothing.
 * @param {number} ms
 */
export const inAddress = ms =>
  new Date(ms)
    .toISOString()
    .replace(/:00\.000Z$/, 'Z')
    .replace(/\.000Z$/, 'Z');

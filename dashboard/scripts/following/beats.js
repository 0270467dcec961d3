// Where a followed replay stands. Screens look at every whole second since it was changed last, so all of them see the same
// moments. dashboard/following.py works by the same rule, and a test runs one table of cases through both.
const BEAT_MS = 1000;
// An answer takes its time on its way and on the screen, too.
const REST_FACTOR = 2;

/**
 * @typedef {object} Clock a replay clock as the server tells it; instants are in milliseconds
 * @property {string} name
 * @property {string} holder
 * @property {boolean} is_mine
 * @property {boolean} is_playing
 * @property {number} rate
 * @property {number} from
 * @property {number} to
 * @property {string | null} known_at
 * @property {number} anchor
 * @property {number} position
 * @property {number} version
 * @property {number} now
 * @property {number[]} changes
 * @property {number} changes_from
 * @property {number} changes_to
 */
/** @typedef {Pick<Clock, 'is_playing' | 'anchor' | 'position' | 'rate' | 'to'>} Running */

/**
 * Give the moment that is shown at an instant of the server's clock.
 * @param {Running} clock
 * @param {number} now
 */
export function positionAt({is_playing, anchor, position, rate, to}, now) {
  if (!is_playing) return position;
  return Math.min(to, position + Math.max(0, beatOf({anchor}, now)) * rate * BEAT_MS);
}

/**
 * Give the number of the beat that an instant of the server's clock lies in.
 * @param {Pick<Clock, 'anchor'>} clock
 * @param {number} now
 */
export const beatOf = ({anchor}, now) => Math.floor((now - anchor) / BEAT_MS);

/**
 * Tell whether screens have rested enough at a beat, since one at which they asked for what took the server so long. All
 * of them were given the same answer, so all rest as long, and ask again together.
 * @param {number} beat
 * @param {number} askedIn
 * @param {number} servedMs
 */
export const isRested = (beat, askedIn, servedMs) => beat - askedIn >= Math.ceil((REST_FACTOR * servedMs) / BEAT_MS);

/**
 * Give how long it is until the next beat.
 * @param {Running} clock
 * @param {number} now
 */
export function untilBeat({anchor}, now) {
  const since = (((now - anchor) % BEAT_MS) + BEAT_MS) % BEAT_MS;
  return BEAT_MS - since;
}

/**
 * Tell whether it has come to its end.
 * @param {Running} clock
 * @param {number} at
 */
export const isOver = ({is_playing, to}, at) => is_playing && at >= to;

/**
 * Tell whether something may have changed between the moment that was asked for and the one that is reached. While it
 * stands, and at its end, the very moment is shown.
 * @param {Clock} clock
 * @param {number} asked
 * @param {number} at
 */
export function isDue(clock, asked, at) {
  if (!clock.is_playing || isOver(clock, at)) return asked !== at;
  if (!(asked <= at) || asked < clock.changes_from || at > clock.changes_to) return asked !== at;
  return clock.changes.some(one => one > asked && one <= at);
}

/**
 * Give the clock as it is told now, with the changes that were told of it before.
 * @param {Clock | null} had
 * @param {Clock} told
 */
export function joined(had, told) {
  if (!had || had.version !== told.version || told.changes_from > had.changes_to) return told;
  const changes = [...new Set([...had.changes, ...told.changes])].sort((a, b) => a - b);
  return {...told, changes, changes_from: Math.min(had.changes_from, told.changes_from)};
}

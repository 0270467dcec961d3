// Lists of events: rows come from the page, then from the feed, each once.

/**
 * @typedef {object} Event
 * @property {number} seq
 * @property {string} when
 * @property {string} kind
 * @property {string} what
 * @property {string} type
 * @property {string | null} [state]
 * @property {string[]} bodies
 */

const MOST_ROWS = 60;

/**
 * Give a list with what came added: the newest first, of one body if the list is one body's.
 * @param {Event[]} had
 * @param {Event[]} came
 * @param {string | null} body
 */
export function merged(had, came, body) {
  const known = new Map(had.map(event => [event.seq, event]));
  for (const event of came) if (!body || event.bodies.includes(body)) known.set(event.seq, event);
  return [...known.values()].sort((a, b) => b.seq - a.seq).slice(0, MOST_ROWS);
}

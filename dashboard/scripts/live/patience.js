// How long is waited, for a stream that is silent and before the server is asked again.
const SILENT_MS = 15000;
// The server speaks at once: a stream that says nothing at first is given up sooner, then later and later.
const CONNECT_MS = 4000;
// Whoever has been away, or is online again, does not wait for that: one heartbeat overdue is enough.
const OVERDUE_MS = 6000;
const AT_MOST_EVERY_MS = 1000;
// From afar nobody reads digits that change faster.
const ON_A_WALL_EVERY_MS = 2000;
// A page that takes long to compute asks less often: at most a fifth of the time goes to it.
const REST_FACTOR = 4;
// A server that could not answer is asked again soon, then later and later: it may have too much to do.
const RETRY_MS = 2000;
const RETRY_AT_MOST_MS = 30000;

/**
 * Give how long a stream may be silent; `attempts` is how often it was opened since it was last heard.
 * @param {number} attempts
 */
export const silence = attempts => (attempts ? Math.min(SILENT_MS, CONNECT_MS * 2 ** (attempts - 1)) : SILENT_MS);

/**
 * Give how long it may be silent for somebody who comes back.
 * @param {number} attempts
 */
export const silenceAtWaking = attempts => Math.min(OVERDUE_MS, silence(attempts));

/**
 * Give how long to rest between two questions, of which the last took so long.
 * @param {number} tookMs
 * @param {boolean} isWall
 */
export const rest = (tookMs, isWall) =>
  Math.max(isWall ? ON_A_WALL_EVERY_MS : AT_MOST_EVERY_MS, tookMs * (1 + REST_FACTOR));

/**
 * Give how long to wait until a server is asked again that could not answer so many times before.
 * @param {number} failures
 */
export const untilRetry = failures => Math.min(RETRY_AT_MOST_MS, RETRY_MS * 2 ** failures);

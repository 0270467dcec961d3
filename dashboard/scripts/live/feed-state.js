// What the chip of the feed says, as a state.
const LATE_MS = 12000;
const STALE_MS = 30000;

/** @typedef {Pick<import('./state.js').Live, 'heardAt' | 'startedAt' | 'trouble' | 'complaints'>} Heard */

/**
 * Give the state of a feed that was heard so, at a moment of this computer's clock. Before it is first heard, one
 * complaint is not yet worth a word.
 * @param {Heard} heard
 * @param {number} now
 */
export function feedState({heardAt, startedAt, trouble, complaints}, now) {
  const silentFor = now - (heardAt || startedAt);
  if (silentFor >= STALE_MS) return 'stale';
  if (silentFor >= LATE_MS || (trouble && (heardAt || complaints > 1))) return 'late';
  return heardAt ? 'ok' : 'connecting';
}

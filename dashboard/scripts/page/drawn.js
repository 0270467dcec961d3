// Who draws says so; who adds something to what was drawn listens.
const DRAWN = 'muster:drawn';

/**
 * Tell which places were drawn.
 * @param {string[]} places
 */
export const tellDrawn = places => document.dispatchEvent(new CustomEvent(DRAWN, {detail: places}));

/**
 * Be told which places were drawn.
 * @param {(places: string[]) => void} hear
 */
export function whenDrawn(hear) {
  document.addEventListener(DRAWN, event => hear(/** @type {CustomEvent<string[]>} */ (event).detail));
}

// What is replayed. Tests read it as `muster.replay`.

/** @typedef {[frame: number, seq: number, when: string, kind: string, what: string]} Event */
/** @typedef {[code: string, name: string, short: string]} Area */

/**
 * @typedef {object} Payload what the server answers for a period
 * @property {number[]} moments
 * @property {Record<string, import('./frames.js').Series>} cells
 * @property {[code: string, name: string][]} actors
 * @property {string | null} dimension
 * @property {Event[]} events
 * @property {Record<number, number>} others how many further events came before a frame
 */

/**
 * @typedef {object} Asked
 * @property {string} key
 * @property {string} address
 * @property {string} known
 * @property {number} speed days in a second
 * @property {Area[]} areas
 */
/** @typedef {Asked & import('./scrubber.js').Period} Model */

/**
 * @typedef {object} Replay
 * @property {Model | null} model
 * @property {string | null} key of the period that was asked for
 * @property {Payload | null} payload
 * @property {import('./frames.js').Frames | null} frames
 * @property {Map<number, Event[]>} eventsAt
 * @property {boolean} isPlaying
 * @property {number} tickedAt
 * @property {[passed: number, took: number][]} times how long each step took
 */

/** @type {Replay} */
export const replay = {
  model: null,
  key: null,
  payload: null,
  frames: null,
  eventsAt: new Map(),
  isPlaying: false,
  tickedAt: 0,
  times: [],
};

/** Give what is replayed; it is an error to ask before it is there. */
export function shown() {
  const {model, payload, frames} = replay;
  if (!model || !payload || !frames) throw new Error('nothing is replayed yet');
  return {model, payload, frames};
}

/** Tell whether the screen that is replayed shows pairs. */
export const isPairs = () => shown().payload.dimension !== null;

// Whoever is signed in no more sees nothing more: the page is left, and comes back to where it was after signing in.
import {findById} from '../page/dom.js';

const SIGNED_OUT = 401;
const STILL_SIGNED_IN = '/signed-in';
let isLeaving = false;

/** Leave for signing in; nothing of the page stays behind the button that goes back. */
export function leave() {
  if (isLeaving) return;
  isLeaving = true;
  const next = new URLSearchParams({next: location.pathname + location.search});
  location.replace(`/sign-in?${next}`);
}

/** The stream is down: has the session ended meanwhile? Where nobody signs in, there is none. */
export function look() {
  if (findById('you')) fetch(STILL_SIGNED_IN, {cache: 'no-store'}).catch(() => {});
}

/** Watch all answers from now on. */
export function start() {
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await fetched.apply(window, asked);
    if (answer.status === SIGNED_OUT) leave();
    return answer;
  };
}

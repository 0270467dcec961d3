// The words of what is too small for words: shown by the mouse and by the keyboard's focus alike.
import {byId, closest, findById} from './dom.js';

const GAP = 8;

/**
 * Say words beside an element, where they fit on the screen.
 * @param {Element} one
 * @param {string} words
 */
export function showTip(one, words) {
  if (!findById('tip')) return;
  const tip = byId('tip');
  tip.textContent = words;
  tip.hidden = false;
  const at = one.getBoundingClientRect();
  const left = Math.min(at.left, window.innerWidth - tip.offsetWidth - GAP);
  const below = at.bottom + GAP;
  const top = below + tip.offsetHeight > window.innerHeight ? at.top - tip.offsetHeight - GAP : below;
  tip.style.left = `${Math.max(GAP, left)}px`;
  tip.style.top = `${top}px`;
}

/** Say no more. */
export function hideTip() {
  const tip = findById('tip');
  if (tip) tip.hidden = true;
}

/** @param {Event} event */
const marked = event => closest(event.target, '[data-tip]');

/** @param {Event} event */
function show(event) {
  const one = marked(event);
  if (one) showTip(one, one.dataset.tip || '');
}

/** @param {Event} event */
function hide(event) {
  if (marked(event)) hideTip();
}

/** Say what marked elements mean. */
export function start() {
  document.addEventListener('mouseover', show);
  document.addEventListener('mouseout', hide);
  document.addEventListener('focusin', show);
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') hide(event);
  });
}

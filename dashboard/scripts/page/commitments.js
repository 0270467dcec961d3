// As many commitments as fit, whole: first in two columns, then denser, then in three. What does
// not fit is counted in the card's subtitle, so that nobody takes a part for the whole.
import {findById, write} from './dom.js';
import {whenDrawn} from './drawn.js';
import {say} from './texts.js';

const PLACE = 'commitments-bars';
const LOOKS = ['', 'is-dense', 'is-dense is-three'];

/** @param {Element} list */
function shown(list) {
  const frame = list.getBoundingClientRect();
  const isWhole = (/** @type {DOMRect} */ box) => box.left < frame.right && box.bottom <= frame.bottom + 1;
  return [...list.children].filter(one => isWhole(one.getBoundingClientRect())).length;
}

function fit() {
  const list = document.querySelector(`#${PLACE} .commitment-list`);
  const words = findById('commitments-shown');
  // While the table is shown the bars have no size.
  if (!list || !words || !list.clientWidth) return;
  const count = list.children.length;
  let best = {look: '', fits: -1};
  for (const look of LOOKS) {
    list.className = `commitment-list ${look}`;
    const fits = shown(list);
    if (fits > best.fits) best = {look, fits};
    if (fits === count) break;
  }
  list.className = `commitment-list ${best.look}`;
  const isPart = best.fits < count;
  write(words, !count ? '' : isPart ? say('commitments.some', {shown: best.fits, all: count}) : say('commitments.all'));
}

/** Fit them when they are drawn, and when their card has another size. */
export function start() {
  const sizes = new ResizeObserver(fit);
  whenDrawn(places => {
    if (!places.includes(PLACE)) return;
    requestAnimationFrame(() => {
      const frame = findById(PLACE);
      if (!frame) return;
      sizes.disconnect();
      sizes.observe(frame);
      fit();
    });
  });
}

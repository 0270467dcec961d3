// Paper: one sheet as large as the screen, marked above and below, with what it is.
import {findById, part} from '../page/dom.js';
import {say} from '../page/texts.js';
import {facts} from './facts.js';

const MARGIN_PX = 40;
const SHEET = 'print-sheet';
const FACTS = 'print-facts';

/** @param {string} marking */
function rules(marking) {
  const quoted = `"${marking.replace(/["\\\n]/g, ' ')}"`;
  const box = `{ content: ${quoted}; font: 600 12px sans-serif; color: #16202B; }`;
  const size = `${innerWidth}px ${innerHeight + 3 * MARGIN_PX}px`;
  return `@page { size: ${size}; margin: ${MARGIN_PX}px 0; @top-center ${box} @bottom-center ${box} }`;
}

function prepare() {
  const style = findById(SHEET) || document.head.appendChild(document.createElement('style'));
  const said = facts();
  style.id = SHEET;
  style.textContent = rules(said.marking);
  const strip = findById(FACTS) || document.createElement('div');
  strip.id = FACTS;
  strip.replaceChildren(part('p', '', say('export.printed', said)), part('p', '', say('export.link', said)));
  document.querySelector('.header')?.after(strip);
  // Where the sheet itself carries the marking, the banners of the screen would repeat it.
  document.body.dataset.markedSheet = 'CSSMarginRule' in window ? '1' : '0';
}

/** Prepare the page when it is printed. */
export const start = () => window.addEventListener('beforeprint', prepare);

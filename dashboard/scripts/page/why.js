// Why: any reading opens the panel that explains it, by click, by Enter or by the key w.
import {byId, closest, isPlain} from './dom.js';
import {treeOf} from './drawing.js';
import {whenDrawn} from './drawn.js';
import {change, current} from './navigation.js';
import {say} from './texts.js';

/** @type {Element | null} */
let askedFrom = null;

/**
 * Open the panel for a reading.
 * @param {string} reference
 */
export function explain(reference) {
  askedFrom = document.activeElement;
  change({why: reference});
}

/**
 * The page may have been drawn anew meanwhile: then the same reading stands in another element.
 * @param {string} reference
 * @returns {HTMLElement | null}
 */
function placeOf(reference) {
  if (askedFrom instanceof HTMLElement && askedFrom.isConnected) return askedFrom;
  const name = CSS.escape(reference);
  return document.querySelector(`[data-reading="${name}"], [data-why="${name}"]`);
}

function close() {
  const reference = current().why;
  if (!reference) return false;
  const place = placeOf(reference);
  byId('why').hidden = true;
  place?.focus();
  change({why: null});
  return true;
}

/**
 * Give which reading an element shows, or null.
 * @param {EventTarget | null} target
 */
export function readingOf(target) {
  const marked = closest(target, '[data-why], [data-reading]');
  return (marked && (marked.dataset.why || marked.dataset.reading)) || null;
}

/** @param {MouseEvent} event */
function clicked(event) {
  if (closest(event.target, '#why-close')) return void close();
  const marked = closest(event.target, '[data-why]');
  if (!marked) return;
  event.preventDefault();
  explain(marked.dataset.why || '');
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  if (event.key === 'Escape' && !event.defaultPrevented && close()) return event.preventDefault();
  if (!isPlain(event)) return;
  const isButton = closest(event.target, 'button, a');
  const isMarked = event.target instanceof HTMLElement && event.target.dataset.why;
  if (event.key !== 'w' && !(event.key === 'Enter' && isMarked && !isButton)) return;
  const reference = readingOf(event.target);
  if (!reference) return;
  explain(reference);
  event.preventDefault();
}

/**
 * In a grid the button stands in a cell.
 * @param {{value?: string}} props
 */
export function WhyButton({value}) {
  if (!value) return null;
  const props = {
    type: 'button',
    className: 'button quiet',
    'data-why': value,
    'aria-label': say('why.button_label', {what: value.replace(/:/g, ' ')}),
  };
  return window.React.createElement('button', props, say('why.button'));
}

/** @param {string[]} places */
function showPanel(places) {
  if (!places.includes('why')) return;
  const panel = byId('why');
  const isOpen = treeOf('why').length > 0;
  const wasHidden = panel.hidden;
  panel.hidden = !isOpen;
  if (isOpen && wasHidden) panel.focus({preventScroll: true});
}

/** Open it at clicks and keys. */
export function start() {
  document.addEventListener('click', clicked);
  document.addEventListener('keydown', keyed);
  whenDrawn(showPanel);
}

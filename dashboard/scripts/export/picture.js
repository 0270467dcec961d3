// A picture of a card: the charts where they stand, their captions, and a strip that says what it is.
import {all, byId, closest} from '../page/dom.js';
import {say} from '../page/texts.js';
import {facts, fileName} from './facts.js';
import {canvasOf, lettering, node, wrapped} from './svg.js';

const GAP = 16;
const LINE = 18;
const TITLE = 16;
const SMALL = 12;
const SHARPNESS = 2;
const KEPT_MS = 60000;

/**
 * Give the charts of a card that are shown.
 * @param {HTMLElement} card
 */
export const plots = card =>
  all('.card-chart .js-plotly-plot', card).filter(one => one.offsetWidth && /** @type {any} */ (one).data);

/**
 * @param {HTMLElement} plot
 * @param {DOMRect} base
 */
async function drawnPlot(plot, base) {
  const at = plot.getBoundingClientRect();
  const url = await window.Plotly.toImage(plot, {format: 'svg', width: at.width, height: at.height});
  const text = decodeURIComponent(url.slice(url.indexOf(',') + 1));
  const drawn = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  drawn.setAttribute('x', String(at.left - base.left));
  drawn.setAttribute('y', String(at.top - base.top));
  return document.importNode(drawn, true);
}

/**
 * @param {Element} chart
 * @param {DOMRect} base
 */
function captions(chart, base) {
  const walker = document.createTreeWalker(chart, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent?.trim();
    if (!words || !parent || closest(parent, '.js-plotly-plot, .sr-only') || !parent.offsetWidth) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const at = range.getBoundingClientRect();
    const {color, fontSize, fontWeight} = getComputedStyle(parent);
    const look = {fill: color, size: Number.parseFloat(fontSize), weight: fontWeight};
    found.push(lettering(at.left - base.left, at.bottom - base.top - 5, words, look));
  }
  return found;
}

/** @param {HTMLElement} card */
function colours(card) {
  const {color, backgroundColor} = getComputedStyle(card);
  return {text: color, back: backgroundColor, muted: getComputedStyle(all('.subtitle', card)[0]).color};
}

/**
 * What stands above the charts, and what stands below.
 * @param {HTMLElement} card
 * @param {number} width
 * @param {ReturnType<typeof facts>} said
 * @param {{text: string, muted: string}} colour
 */
function strips(card, width, said, {text, muted}) {
  const lines = (/** @type {string} */ words, /** @type {number} */ size, /** @type {object} */ look) =>
    wrapped(words, width, size).map(line => /** @type {const} */ ([line, {fill: muted, size, ...look}]));
  return {
    head: [
      ...lines(byId(`${card.id}-title`).textContent || '', TITLE, {fill: text, weight: 600}),
      ...lines(byId(`${card.id}-subtitle`).textContent || '', SMALL, {}),
    ],
    foot: [...lines(say('export.facts', said), SMALL, {}), ...lines(say('export.link', said), SMALL, {})],
  };
}

/** @param {HTMLElement} card */
async function picture(card) {
  const chart = all('.card-chart', card)[0];
  const base = chart.getBoundingClientRect();
  const colour = colours(card);
  const said = facts();
  const {head, foot} = strips(card, base.width, said, colour);
  const width = Math.round(base.width) + 2 * GAP;
  const top = (head.length + 1) * LINE + 2 * GAP;
  const height = Math.round(top + base.height + (foot.length + 1) * LINE + 2 * GAP);
  const marking = {fill: colour.text, size: SMALL, weight: 600, anchor: 'middle'};
  const whole = canvasOf(width, height);
  whole.append(
    node('title', {}, byId(`${card.id}-title`).textContent || ''),
    node('rect', {width, height, fill: colour.back}),
    lettering(width / 2, LINE, said.marking, marking),
    ...head.map(([line, look], n) => lettering(GAP, GAP + (n + 2) * LINE, line, look)),
  );
  const inside = node('g', {transform: `translate(${GAP} ${top})`});
  for (const plot of plots(card)) inside.append(await drawnPlot(plot, base));
  inside.append(...captions(chart, base));
  whole.append(
    inside,
    ...foot.map(([line, look], n) => lettering(GAP, top + base.height + GAP + (n + 1) * LINE, line, look)),
    lettering(width / 2, height - GAP / 2, said.marking, marking),
  );
  return {text: new XMLSerializer().serializeToString(whole), width, height};
}

/**
 * @param {{text: string, width: number, height: number}} drawn
 * @returns {Promise<Blob>}
 */
async function asPng({text, width, height}) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SHARPNESS;
  canvas.height = height * SHARPNESS;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture came of it'))), 'image/png');
  });
}

/**
 * Give the picture of a card to whoever asked, as a file.
 * @param {HTMLElement} card
 * @param {string} kind
 */
export async function save(card, kind) {
  const drawn = await picture(card);
  const blob = kind === 'png' ? await asPng(drawn) : new Blob([drawn.text], {type: 'image/svg+xml'});
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName(card, `.${kind}`);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

// Drawing a picture by hand: elements of SVG, and text that keeps to a width.
const FONT = 'Inter, system-ui, sans-serif';

/** @typedef {{fill: string, size: number, weight?: number | string, anchor?: string}} Look */

// The name of SVG's namespace is an address; the parser knows it.
function namespace() {
  const template = document.createElement('template');
  template.innerHTML = '<svg></svg>';
  return template.content.firstElementChild?.namespaceURI || '';
}

/**
 * Give an element.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
export function node(name, attributes, text) {
  const element = document.createElementNS(namespace(), name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * Give the outermost element, of a width and a height.
 * @param {number} width
 * @param {number} height
 */
export const canvasOf = (width, height) =>
  node('svg', {xmlns: namespace(), width, height, viewBox: `0 0 ${width} ${height}`});

/**
 * Give a line of text.
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {Look} look
 */
export const lettering = (x, y, text, {fill, size, weight = 400, anchor = 'start'}) =>
  node(
    'text',
    {x, y, fill, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor, 'font-family': FONT},
    text,
  );

/**
 * Give a text as lines that keep to a width.
 * @param {string} text
 * @param {number} width
 * @param {number} size
 */
export function wrapped(text, width, size) {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return [text];
  pen.font = `${size}px ${FONT}`;
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Short names for what scripts do with the document all the time.

/**
 * Give an element that is part of the page; it is an error when it is not there.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = findById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * Give an element that may be on the page, or null.
 * @param {string} id
 */
export const findById = id => document.getElementById(id);

/**
 * Give what is written in a field.
 * @param {string} id
 */
export const written = id => /** @type {HTMLInputElement} */ (byId(id)).value.trim();

/**
 * Give what an event happened in, by selector, or null.
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closest = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/**
 * Give all elements of a selector as a list.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export const all = (selector, within = document) =>
  [...within.querySelectorAll(selector)].map(one => /** @type {HTMLElement} */ (one));

/**
 * Give a new element with a class and a text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string} text
 */
export function part(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/**
 * Give a link that changes only the address; the page stays.
 * @param {string} className
 * @param {string} words
 * @param {string} href
 */
export function innerLink(className, words, href) {
  const link = part('a', className, words);
  link.href = href;
  link.dataset.go = '';
  return link;
}

/**
 * Say words where they are not said yet: what stays the same is not touched.
 * @param {Element | null} element
 * @param {string} words
 */
export function write(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

/**
 * Tell whether a key comes alone, without Ctrl, Meta or Alt.
 * @param {KeyboardEvent} event
 */
export const isPlain = event => !(event.ctrlKey || event.metaKey || event.altKey);

/**
 * Tell whether an element is there, and still on the page.
 * @param {Element | null} element
 */
export const focusAgain = element => {
  if (element instanceof HTMLElement && element.isConnected) element.focus();
};

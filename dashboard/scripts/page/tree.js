// Nested lists that stand for parts of a page, and where two of them differ.
// A node is a text, or [tag, attributes or null, ...children].

/** @typedef {Record<string, string>} Attributes */
/** @typedef {string | [string, Attributes | null, ...any[]]} Node */

/**
 * Give the tag of a node; a text has none.
 * @param {Node} node
 */
export const tagOf = node => (typeof node === 'string' ? '' : node[0]);

/**
 * Give the attributes of a node.
 * @param {Node} node
 * @returns {Attributes}
 */
export const attributesOf = node => (typeof node === 'string' ? {} : node[1] || {});

/**
 * Give what is in a node.
 * @param {Node} node
 * @returns {Node[]}
 */
export const childrenOf = node => (typeof node === 'string' ? [] : node.slice(2));

/**
 * Tell whether two nodes draw the same.
 * @param {Node} one
 * @param {Node} other
 * @returns {boolean}
 */
export function isSame(one, other) {
  if (one === other) return true;
  if (typeof one === 'string' || typeof other === 'string' || one.length !== other.length) return false;
  if (one[0] !== other[0] || !haveSame(one[1] || {}, other[1] || {})) return false;
  for (let i = 2; i < one.length; i += 1) if (!isSame(one[i], other[i])) return false;
  return true;
}

/**
 * @param {Attributes} one
 * @param {Attributes} other
 */
function haveSame(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every(name => one[name] === other[name]);
}

/**
 * Give which nodes differ: those from `start` up to `last` before, up to `until` after; around them all is the same.
 * @param {Node[]} before
 * @param {Node[]} after
 */
export function differing(before, after) {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < least - start && isSame(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  return {start, last: before.length - end, until: after.length - end};
}

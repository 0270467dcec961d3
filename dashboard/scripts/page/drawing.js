// Places of a page are drawn from nested lists, and patched where they changed.
import {findById} from './dom.js';
import {attributesOf, childrenOf, differing, isSame, tagOf} from './tree.js';

/** @typedef {import('./tree.js').Node} TreeNode */

/** @type {WeakMap<Element, TreeNode[]>} */
const trees = new WeakMap();

/**
 * Give what a place shows; nothing when it was never drawn.
 * @param {string} id
 */
export function treeOf(id) {
  const place = findById(id);
  return (place && trees.get(place)) || [];
}

/**
 * Draw a place; of what it shows already only what differs is touched.
 * @param {string} id
 * @param {TreeNode[]} tree
 */
export function draw(id, tree) {
  const place = findById(id);
  if (!place) return;
  const before = trees.get(place);
  if (before) patchChildren(place, before, tree);
  else place.replaceChildren(...tree.map(made));
  trees.set(place, tree);
}

/**
 * @param {TreeNode} node
 * @returns {Text | Element}
 */
function made(node) {
  if (typeof node === 'string') return document.createTextNode(node);
  const element = document.createElement(node[0]);
  for (const name in node[1]) element.setAttribute(name, node[1][name]);
  for (let i = 2; i < node.length; i += 1) element.append(made(node[i]));
  return element;
}

/**
 * @param {ChildNode} old
 * @param {TreeNode} before
 * @param {TreeNode} node
 */
function patch(old, before, node) {
  if (typeof node === 'string') {
    if (before !== node) /** @type {Text} */ (old).data = node;
    return;
  }
  const element = /** @type {Element} */ (old);
  const had = attributesOf(before);
  const has = attributesOf(node);
  for (const name in had) if (!(name in has)) element.removeAttribute(name);
  for (const name in has) if (had[name] !== has[name]) element.setAttribute(name, has[name]);
  patchChildren(element, childrenOf(before), childrenOf(node));
}

/**
 * What stands the same before and after a change stays; between, a node of the same tag is patched.
 * @param {Element} parent
 * @param {TreeNode[]} before
 * @param {TreeNode[]} after
 */
function patchChildren(parent, before, after) {
  const nodes = parent.childNodes;
  // Another script has written here: its words are worth less than ours.
  if (nodes.length !== before.length) {
    if (!(before.length === after.length && before.every((one, i) => isSame(one, after[i])))) {
      parent.replaceChildren(...after.map(made));
    }
    return;
  }
  const {start, last, until} = differing(before, after);
  let at = start;
  for (; at < Math.min(last, until); at += 1) {
    if (tagOf(before[at]) === tagOf(after[at])) patch(nodes[at], before[at], after[at]);
    else nodes[at].replaceWith(made(after[at]));
  }
  for (let extra = at; extra < last; extra += 1) nodes[at].remove();
  const next = nodes[at] || null;
  for (; at < until; at += 1) parent.insertBefore(made(after[at]), next);
}

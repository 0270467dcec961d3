// The data of a page: places are drawn from nested lists, and patched where they changed.
// A node is a text, or [tag, attributes or null, ...children].
(function (muster) {
  'use strict';
  const byId = muster.byId;
  const trees = new WeakMap();

  // ----- a node anew
  function made(node) {
    if (typeof node === 'string') return document.createTextNode(node);
    const element = document.createElement(node[0]);
    for (const name in node[1]) element.setAttribute(name, node[1][name]);
    for (let i = 2; i < node.length; i += 1) element.append(made(node[i]));
    return element;
  }

  // ----- only what differs
  const tagOf = node => typeof node === 'string' ? '' : node[0];
  function isSame(one, other) {
    if (one === other) return true;
    if (typeof one === 'string' || typeof other === 'string' || one.length !== other.length) return false;
    if (one[0] !== other[0] || !haveSame(one[1] || {}, other[1] || {})) return false;
    for (let i = 2; i < one.length; i += 1) if (!isSame(one[i], other[i])) return false;
    return true;
  }
  function haveSame(one, other) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every(name => one[name] === other[name]);
  }
  function patch(element, before, node) {
    if (typeof node === 'string') {
      if (before !== node) element.data = node;
      return;
    }
    const had = before[1] || {};
    const has = node[1] || {};
    for (const name in had) if (!(name in has)) element.removeAttribute(name);
    for (const name in has) if (had[name] !== has[name]) element.setAttribute(name, has[name]);
    patchChildren(element, before.slice(2), node.slice(2));
  }
  // What stands the same before and after a change stays; between, a node of the same tag is patched.
  function patchChildren(parent, before, after) {
    const nodes = parent.childNodes;
    // Another script has written here: its words are worth less than ours.
    if (nodes.length !== before.length) {
      if (!(before.length === after.length && before.every((one, i) => isSame(one, after[i])))) {
        parent.replaceChildren(...after.map(made));
      }
      return;
    }
    let start = 0;
    const least = Math.min(before.length, after.length);
    while (start < least && isSame(before[start], after[start])) start += 1;
    let end = 0;
    while (end < least - start && isSame(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
    const last = before.length - end;
    const until = after.length - end;
    let at = start;
    for (; at < Math.min(last, until); at += 1) {
      if (tagOf(before[at]) === tagOf(after[at])) patch(nodes[at], before[at], after[at]);
      else nodes[at].replaceWith(made(after[at]));
    }
    for (let extra = at; extra < last; extra += 1) nodes[at].remove();
    const next = nodes[at] || null;
    for (; at < until; at += 1) parent.insertBefore(made(after[at]), next);
  }
  function draw(id, tree) {
    const place = byId(id);
    if (!place) return;
    const before = trees.get(place);
    if (before) patchChildren(place, before, tree);
    else place.replaceChildren(...tree.map(made));
    trees.set(place, tree);
  }
  muster.treeOf = id => trees.get(byId(id)) || [];

  // ----- tables behind charts: their rows come when somebody opens them
  const mounted = new Set();
  const fetched = new WeakSet();
  const open = () => [...document.querySelectorAll('.page .card.show-table')];
  function ask(cards) {
    mounted.forEach(id => window.dash_clientside.set_props(id, {opened: cards.map(card => card.id)}));
  }
  muster.tellOpened = function (card) {
    if (!fetched.has(card)) card.classList.add('awaits-rows');
    ask(open());
  };
  // A page that is paused shows later what it had then: all of it has to be there.
  muster.openAll = function () {
    const cards = [...document.querySelectorAll('.page .card:has([data-twin])')];
    if (cards.some(card => !fetched.has(card))) ask(cards);
    cards.forEach(card => fetched.add(card));
  };
  function haveRows() {
    for (const card of open()) {
      fetched.add(card);
      card.classList.remove('awaits-rows');
    }
    if (muster.isPaused) muster.openAll();
  }

  // ----- the component: it draws before the browser paints, together with what Dash draws
  muster.PageData = function ({id, drawn, known}) {
    const {useLayoutEffect, useRef} = window.React;
    const before = useRef({});
    useLayoutEffect(() => {
      const places = Object.keys(drawn || {}).filter(place => drawn[place] !== before.current[place]);
      before.current = drawn || {};
      places.forEach(place => draw(place, drawn[place]));
      if (places.length) document.dispatchEvent(new CustomEvent('muster:drawn', {detail: places}));
    }, [drawn]);
    useLayoutEffect(() => { if (known) haveRows(); }, [known]);
    useLayoutEffect(() => { mounted.add(id); return () => mounted.delete(id); }, [id]);
    return null;
  };
})(window.muster);

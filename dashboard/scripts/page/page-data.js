// The data of a page: a component of Dash that draws before the browser paints, together with what Dash draws.
import {draw} from './drawing.js';
import {tellDrawn} from './drawn.js';
import {haveRows, mounted} from './twins.js';

/** @typedef {import('./tree.js').Node} TreeNode */

/**
 * @param {{id: string, drawn?: Record<string, TreeNode[]>, known?: unknown}} props
 */
export function PageData({id, drawn, known}) {
  const {useLayoutEffect, useRef} = window.React;
  const before = useRef(/** @type {Record<string, TreeNode[]>} */ ({}));
  useLayoutEffect(() => {
    const present = drawn || {};
    const places = Object.keys(present).filter(place => present[place] !== before.current[place]);
    before.current = present;
    for (const place of places) draw(place, present[place]);
    if (places.length) tellDrawn(places);
    return undefined;
  }, [drawn]);
  useLayoutEffect(() => {
    if (known) haveRows();
    return undefined;
  }, [known]);
  useLayoutEffect(() => {
    mounted.add(id);
    return () => {
      mounted.delete(id);
    };
  }, [id]);
  return null;
}

// A grid is made when somebody sees it: its library is large, and most grids stay the hidden twin of a chart.
import {file} from '../page/brought.js';

// A grid that is about to be scrolled to is made a little earlier.
const NEARBY = '300px';
/** @type {Map<string, () => void>} */
const wakers = new Map();
/** @type {Set<string>} */
const awake = new Set();
/** @type {GridLibrary | null} */
let library = null;
/** @type {Promise<GridLibrary> | null} */
let loading = null;

/** @returns {Promise<GridLibrary>} */
function load() {
  loading =
    loading ||
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = file('grid');
      script.onload = () => {
        const brought = window.dash_ag_grid;
        library = brought;
        window.dash_ag_grid = lazy;
        resolve(brought);
      };
      script.onerror = () => {
        loading = null;
        script.remove();
        reject(new Error('the grid did not load'));
      };
      document.body.append(script);
    });
  return loading;
}

/** @param {string} id */
function wake(id) {
  awake.add(id);
  wakers.get(id)?.();
}

/**
 * Want a grid once its place is nearly in sight, or somebody calls for it.
 * @param {Element | null} place
 * @param {string} id
 * @param {() => void} want
 */
function wantWhenSeen(place, id, want) {
  if (!place) return undefined;
  const seen = new IntersectionObserver(
    all => {
      if (all.some(one => one.isIntersecting)) want();
    },
    {rootMargin: NEARBY},
  );
  seen.observe(place);
  wakers.set(id, want);
  return () => {
    seen.disconnect();
    wakers.delete(id);
  };
}

/**
 * The library draws its first grid a moment after it was asked to: the place is kept until then.
 * @param {HTMLElement | null} place
 * @param {() => void} drawn
 */
function keepUntilDrawn(place, drawn) {
  const parent = place?.parentElement;
  if (!place || !parent) return undefined;
  const {id} = place;
  const look = () => {
    if (![...parent.children].some(one => one !== place && one.id === id)) return;
    // It goes now, not when it is drawn next: two of one name would stand one below the other.
    place.removeAttribute('id');
    place.className = '';
    place.style.display = 'none';
    drawn();
  };
  const seen = new MutationObserver(look);
  seen.observe(parent, {childList: true});
  look();
  return () => seen.disconnect();
}

/** @param {{id: string, className?: string, style?: object}} props */
function Grid(props) {
  const {createElement, Fragment, useEffect, useLayoutEffect, useRef, useState} = window.React;
  const [isWanted, setWanted] = useState(awake.has(props.id));
  const [isThere, setThere] = useState(library !== null);
  const [isDrawn, setDrawn] = useState(false);
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => (isWanted ? undefined : wantWhenSeen(place.current, props.id, () => setWanted(true))), [isWanted]);
  useEffect(() => {
    if (isWanted && !isThere) {
      load()
        .then(() => setThere(true))
        .catch(() => setWanted(false));
    }
    return undefined;
  }, [isWanted]);
  const isMade = isWanted && isThere;
  useLayoutEffect(
    () => (isMade && !isDrawn ? keepUntilDrawn(place.current, () => setDrawn(true)) : undefined),
    [isMade, isDrawn],
  );
  const {id, className, style} = props;
  return createElement(
    Fragment,
    null,
    isMade && createElement(library?.AgGrid, {...props, key: 'grid'}),
    !(isMade && isDrawn) && createElement('div', {key: 'place', id, ref: place, className, style}),
  );
}
// Dash tells its grid who changed it.
Grid.dashRenderType = true;

/** What stands in for the library until it is there, and in front of it afterwards. */
export const lazy = {
  AgGrid: Grid,
  getApi: (/** @type {unknown[]} */ ...asked) => library?.getApi(...asked),
  async getApiAsync(/** @type {string} */ id) {
    wake(id);
    return (await load()).getApiAsync(id);
  },
};

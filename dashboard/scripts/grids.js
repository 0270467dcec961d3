// A grid is made when somebody sees it: its library is large, and most grids stay the hidden twin of a chart.
(function (muster) {
  'use strict';
  const {createElement, Fragment, useEffect, useLayoutEffect, useRef, useState} = window.React;
  // A grid that is about to be scrolled to is made a little earlier.
  const NEARBY = '300px';
  const wakers = new Map();
  const awake = new Set();
  let library = null;
  let loading = null;

  function load() {
    loading = loading || new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = muster.file('grid');
      script.onload = () => {
        library = window.dash_ag_grid;
        window.dash_ag_grid = lazy;
        resolve(library);
      };
      script.onerror = () => { loading = null; script.remove(); reject(new Error('the grid did not load')); };
      document.body.append(script);
    });
    return loading;
  }
  function wake(id) {
    awake.add(id);
    const own = wakers.get(id);
    if (own) own();
  }

  function Grid(props) {
    const [isWanted, setWanted] = useState(awake.has(props.id));
    const [isThere, setThere] = useState(library !== null);
    const [isDrawn, setDrawn] = useState(false);
    const place = useRef(null);
    useEffect(() => {
      if (isWanted) return undefined;
      const want = () => setWanted(true);
      const seen = new IntersectionObserver(all => { if (all.some(one => one.isIntersecting)) want(); }, {rootMargin: NEARBY});
      seen.observe(place.current);
      wakers.set(props.id, want);
      return () => { seen.disconnect(); wakers.delete(props.id); };
    }, [isWanted]);
    useEffect(() => {
      if (isWanted && !isThere) load().then(() => setThere(true)).catch(() => setWanted(false));
    }, [isWanted]);
    const isMade = isWanted && isThere;
    // The library draws its first grid a moment after it was asked to: the place is kept until then.
    useLayoutEffect(() => {
      if (!isMade || isDrawn) return undefined;
      const own = place.current;
      const look = () => {
        if (![...own.parentElement.children].some(one => one !== own && one.id === props.id)) return;
        // It goes now, not when it is drawn next: two of one name would stand one below the other.
        own.removeAttribute('id');
        own.className = '';
        own.style.display = 'none';
        setDrawn(true);
      };
      const seen = new MutationObserver(look);
      seen.observe(own.parentElement, {childList: true});
      look();
      return () => seen.disconnect();
    }, [isMade, isDrawn]);
    return createElement(
      Fragment, null,
      isMade && createElement(library.AgGrid, {...props, key: 'grid'}),
      !(isMade && isDrawn) &&
        createElement('div', {key: 'place', id: props.id, ref: place, className: props.className, style: props.style}),
    );
  }
  // Dash tells its grid who changed it.
  Grid.dashRenderType = true;

  const lazy = {
    AgGrid: Grid,
    getApi: (...asked) => library && library.getApi(...asked),
    async getApiAsync(id) {
      wake(id);
      return (await load()).getApiAsync(id);
    },
  };
  window.dash_ag_grid = lazy;
})(window.muster);

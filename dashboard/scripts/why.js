// Why: any reading opens the panel that explains it, by click, by Enter or by the key w.
(function (muster) {
  'use strict';
  const byId = muster.byId;
  let askedFrom = null;

  muster.explain = function (reference) {
    askedFrom = document.activeElement;
    muster.change({why: reference});
  };
  // The page may have been drawn anew meanwhile: then the same reading stands in another element.
  function placeOf(reference) {
    if (askedFrom && askedFrom.isConnected) return askedFrom;
    const name = CSS.escape(reference);
    return document.querySelector(`[data-reading="${name}"], [data-why="${name}"]`);
  }
  function close() {
    const reference = muster.current().why;
    if (!reference) return false;
    const place = placeOf(reference);
    byId('why').hidden = true;
    if (place) place.focus();
    muster.change({why: null});
    return true;
  }
  const readingOf = target => {
    const marked = target.closest && target.closest('[data-why], [data-reading]');
    return marked ? marked.dataset.why || marked.dataset.reading : null;
  };
  document.addEventListener('click', event => {
    if (event.target.closest('#why-close')) return close();
    const marked = event.target.closest('[data-why]');
    if (marked) { event.preventDefault(); muster.explain(marked.dataset.why); }
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented && close()) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target.closest && event.target.closest('button, a');
    const isMarked = event.target.dataset && event.target.dataset.why;
    if (event.key === 'w' || (event.key === 'Enter' && isMarked && !isButton)) {
      const reference = readingOf(event.target);
      if (reference) { muster.explain(reference); event.preventDefault(); }
    }
  });

  // In a grid the button stands in a cell.
  const grid = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  grid.WhyButton = function (props) {
    if (!props.value) return null;
    return window.React.createElement('button', {
      type: 'button', className: 'button quiet', 'data-why': props.value,
      'aria-label': muster.say('why.button_label', {what: props.value.replace(/:/g, ' ')}),
    }, muster.say('why.button'));
  };

  document.addEventListener('muster:drawn', event => {
    if (!event.detail.includes('why')) return;
    const panel = byId('why');
    const isOpen = muster.treeOf('why').length > 0;
    const wasHidden = panel.hidden;
    panel.hidden = !isOpen;
    if (isOpen && wasHidden) panel.focus({preventScroll: true});
  });
})(window.muster);

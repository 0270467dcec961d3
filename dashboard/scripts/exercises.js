// Exercises and lessons: bars, cells and rows lead to what they stand for, by mouse and by keyboard.
(function (muster) {
  'use strict';
  const ALL = 'ALL';
  const CHOSEN_BY = {'exercise-grid': 'exercise', 'lesson-grid': 'lesson'};

  // ----- one stop of the tab key per strip or table, arrows inside it
  const stops = frame => [...frame.querySelectorAll(frame.dataset.rove)].filter(one => one.offsetParent);
  function makeReachable(frame) {
    const all = stops(frame);
    if (all.length && !all.some(one => one.tabIndex === 0)) all[0].tabIndex = 0;
  }
  function nearest(from, all, key) {
    const here = from.getBoundingClientRect();
    const x = here.left + here.width / 2;
    const y = here.top + here.height / 2;
    let best = null;
    for (const one of all) {
      const at = one.getBoundingClientRect();
      const dx = at.left + at.width / 2 - x;
      const dy = at.top + at.height / 2 - y;
      const [along, across] = key === 'ArrowLeft' ? [-dx, dy] : key === 'ArrowRight' ? [dx, dy]
        : key === 'ArrowUp' ? [-dy, dx] : [dy, dx];
      if (one === from || along < 1) continue;
      const far = along + 3 * Math.abs(across);
      if (!best || far < best.far) best = {one, far};
    }
    return best && best.one;
  }
  document.addEventListener('keydown', event => {
    const frame = event.target.closest && event.target.closest('[data-rove]');
    if (!frame || !event.key.startsWith('Arrow')) return;
    const next = nearest(event.target, stops(frame), event.key);
    if (next) {
      stops(frame).forEach(one => { one.tabIndex = -1; });
      next.tabIndex = 0;
      next.focus();
    }
    event.preventDefault();
  });
  document.addEventListener('muster:drawn', event => {
    for (const id of event.detail) muster.byId(id)?.querySelectorAll('[data-rove]').forEach(makeReachable);
  });

  // ----- the words of what is too small for words
  function showTip(one) {
    const tip = muster.byId('tip');
    if (!tip) return;
    tip.textContent = one.dataset.tip;
    tip.hidden = false;
    const at = one.getBoundingClientRect();
    const below = at.bottom + 8;
    const top = below + tip.offsetHeight > window.innerHeight ? at.top - tip.offsetHeight - 8 : below;
    tip.style.left = Math.max(8, Math.min(at.left, window.innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = top + 'px';
  }
  for (const kind of ['mouseover', 'focusin']) {
    document.addEventListener(kind, event => {
      const one = event.target.closest && event.target.closest('[data-tip]');
      if (one) showTip(one);
    });
  }

  // ----- a row of the list is chosen by click or Enter
  function chooseRow(event) {
    const row = event.target.closest && event.target.closest('.ag-row');
    const grid = row && row.closest('.grid');
    const name = grid && CHOSEN_BY[grid.id];
    if (name && !event.target.closest('button, a')) muster.change({[name]: row.getAttribute('row-id')});
  }
  document.addEventListener('click', chooseRow);
  document.addEventListener('keydown', event => { if (event.key === 'Enter') chooseRow(event); });

  window.dash_clientside.muster.filterBy = function (value) {
    const name = window.dash_clientside.callback_context.triggered_id.split('-filter-')[1];
    const wanted = value === ALL || value === undefined ? null : value;
    if ((muster.current()[name] || null) !== wanted) muster.change({[name]: wanted, skip: null});
    return muster.noUpdate();
  };
})(window.muster);

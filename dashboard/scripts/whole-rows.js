// A list that is longer than its card ends with a whole row, and says how many follow: a row cut
// in half looks like a fault, and a list without a sign looks complete.
(function (muster) {
  'use strict';
  const LISTS = '.page .scroll-list, .page .fill-scroll, .page .changes';
  const GRIDS = '.page .grid.has-long-texts';
  const ROWS = 'li, tbody tr, dl > dd';
  const sizes = new ResizeObserver(ask);
  const stale = new Set();
  let isAllStale = false;
  let watched = null;
  let asked = 0;

  function bottoms(list) {
    const top = list.getBoundingClientRect().top - list.scrollTop;
    return [...list.querySelectorAll(ROWS)].filter(row => !row.querySelector('li') && row.offsetHeight)
      .map(row => row.getBoundingClientRect().bottom - top);
  }
  function cut(list) {
    list.style.maxHeight = '';
    const room = list.clientHeight;
    if (list.scrollHeight <= room + 1) return '';
    const from = showChosen(list);
    const rows = bottoms(list);
    const last = Math.max(...rows.filter(bottom => bottom <= from + room + 1));
    if (!Number.isFinite(last) || last <= from) return '';
    list.style.maxHeight = Math.ceil(last - from) + 'px';
    return hidden(rows.filter(bottom => bottom <= from + headOf(list) + 1).length, rows.filter(bottom => bottom > last + 1).length);
  }
  function hidden(above, below) {
    return [above && muster.say('lists.above', {n: above}), below && muster.say('lists.more', {n: below})].filter(Boolean).join(' · ');
  }
  // Heads that stay in sight lie over the first rows.
  function headOf(list) {
    const head = list.querySelector('thead th');
    return head && getComputedStyle(head).position === 'sticky' ? head.offsetHeight : 0;
  }
  // What the page shows beside the list is in sight in the list; where it was scrolled to, it stays.
  function showChosen(list) {
    const row = list.querySelector('.is-chosen');
    const name = row && row.textContent;
    if (!row || list.dataset.chosen === name) return list.scrollTop;
    list.dataset.chosen = name;
    const box = row.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    const top = frame.top + headOf(list);
    if (box.bottom > frame.bottom || box.top < top) list.scrollTop += box.top - top;
    return list.scrollTop;
  }
  function cutGrid(grid) {
    grid.style.maxHeight = '';
    const body = grid.querySelector('.ag-body-viewport');
    if (!body || body.scrollTop > 0 || body.scrollHeight <= body.clientHeight + 1) return;
    const frame = grid.getBoundingClientRect();
    const ends = [...grid.querySelectorAll('.ag-row')].map(row => row.getBoundingClientRect().bottom - frame.top);
    const last = Math.max(...ends.filter(bottom => bottom <= frame.height));
    if (Number.isFinite(last) && last > frame.height / 2) grid.style.maxHeight = Math.ceil(last + 1) + 'px';
  }
  function fit() {
    asked = 0;
    const changed = [...stale];
    const isStale = one => isAllStale || changed.some(target => one.contains(target));
    const lists = [...document.querySelectorAll(LISTS)].filter(isStale);
    const grids = [...document.querySelectorAll(GRIDS)].filter(isStale);
    stale.clear();
    isAllStale = false;
    for (const list of lists) {
      const card = list.closest('.card');
      if (!list.clientHeight || !card) continue;
      sizes.observe(list.parentElement);
      const more = cut(list);
      if (more) card.dataset.more = more;
      else delete card.dataset.more;
    }
    grids.forEach(grid => { if (grid.clientHeight) cutGrid(grid); });
  }
  function ask() {
    isAllStale = true;
    soon();
  }
  // A list is measured again when something in it changed: measuring lays out the whole page.
  // A page that came is measured whole; a card that became higher tells by its size.
  function askFor(changes) {
    for (const {target} of changes) {
      if (target === watched) isAllStale = true;
      else stale.add(target);
    }
    soon();
  }
  function soon() {
    if (!asked) asked = requestAnimationFrame(fit);
  }
  function watch() {
    const main = muster.byId('main');
    if (!main) return void requestAnimationFrame(watch);
    if (watched === main) return;
    watched = main;
    new MutationObserver(askFor).observe(main, {childList: true, subtree: true, characterData: true});
    ask();
  }
  // Whoever has scrolled knows that there is more.
  document.addEventListener('scroll', event => {
    const list = event.target.closest && event.target.closest(LISTS);
    const card = list && list.closest('.card');
    if (card && card.dataset.more && list.scrollTop > 0) delete card.dataset.more;
  }, true);
  window.addEventListener('resize', ask);
  document.fonts.ready.then(ask);
  watch();
})(window.muster);

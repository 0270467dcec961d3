// Draws a matrix of levels as a grid of real cells: keyboard, names and words for every cell.
(function (muster) {
  'use strict';
  const CHANGED_FOR_MS = 60000;
  const SMALLEST = 14;
  const LARGEST = 44;
  const TURN_BELOW = 28;
  const TINY_BELOW = 20;
  // What the commitments, the gaps and this card's own heads need of the overview's height.
  const REST_OF_OVERVIEW = 430;
  const ORDER = ['nd', 'l0', 'l1', 'l2', 'l3'];
  // What the arrow keys reach: cells, and the notes at the ends of rows that can be explained.
  const REACHED = '.m-cell[data-key], .m-note[data-why]';
  const byId = muster.byId;
  const drawn = {};

  const keyOf = (model, row, column) =>
    model.symmetric ? [row, column].sort().join('|') : row + '|' + column;

  function element(className, role, text) {
    const made = document.createElement('div');
    made.className = className;
    if (role) made.setAttribute('role', role);
    if (text) made.textContent = text;
    return made;
  }

  // ----- what changed since the last drawing of the same clocks
  function noteChanges(before, model) {
    const changes = before && before.model.clock === model.clock ? before.changes : new Map();
    if (before && before.model.clock === model.clock) {
      for (const [key, cell] of Object.entries(model.cells)) {
        const old = before.model.cells[key];
        if (old && old[0] !== cell[0]) changes.set(key, {was: old, at: new Date()});
        if (!old) changes.set(key, {was: null, at: new Date()});
      }
    }
    for (const [key, change] of changes) {
      if (Date.now() - change.at >= CHANGED_FOR_MS) changes.delete(key);
    }
    return changes;
  }
  function changeSign(change, cell) {
    if (!change.was) return '●';
    return ORDER.indexOf(cell[0]) > ORDER.indexOf(change.was[0]) ? '▲' : '▼';
  }
  function changeWords(change, cell) {
    const was = change.was ? 'was ' + change.was[1] : 'new';
    return ' · ' + changeSign(change, cell) + ' ' + was + ', changed ' + muster.dtg(new Date(change.at.getTime() + muster.aheadMs));
  }

  // ----- drawing
  function oriented(model, width) {
    const isNarrow = width < 560 && Object.keys(model.narrow).length > 0;
    if (!isNarrow) return {rows: model.rows, columns: model.columns, isFlipped: false};
    const name = code => model.columnNames[code] || code;
    return {
      rows: model.columns.map(([code]) => [code, name(code)]),
      columns: model.rows.map(([code]) => [code, model.narrow[code]]),
      isFlipped: true,
    };
  }
  function cellOf(state, row, column) {
    const {model, changes} = state;
    const key = state.isFlipped ? keyOf(model, column, row) : keyOf(model, row, column);
    if (model.symmetric && row === column) return element('m-cell self', 'gridcell');
    const cell = model.cells[key];
    const made = element('m-cell ' + (cell ? cell[0] + (cell[3] ? ' weak' : '') : 'none'), 'gridcell');
    made.dataset.key = key;
    made.tabIndex = -1;
    // Enter on a pair chooses it, so its own number is asked for by the key w.
    if (cell && cell[4]) made.dataset.reading = cell[4];
    let words = cell ? cell[2] : state.nameOf(row) + ', ' + state.nameOf(column) + ': ' + model.absent;
    if (cell) made.append(cell[1]);
    if (cell && changes.has(key)) {
      made.classList.add('is-changed');
      made.dataset.change = changeSign(changes.get(key), cell);
      words += changeWords(changes.get(key), cell);
    }
    made.setAttribute('aria-label', words);
    if (key === model.selected) {
      made.classList.add('is-selected');
      made.setAttribute('aria-selected', 'true');
    }
    return made;
  }
  function headRow(state) {
    const row = element('m-row', 'row');
    row.append(element('m-head', 'columnheader'));
    row.firstChild.setAttribute('aria-label', muster.say('matrix.name'));
    for (const [code, text] of state.columns) {
      const head = element('m-head m-column-head', 'columnheader');
      head.title = state.nameOf(code);
      const span = document.createElement('span');
      span.textContent = text;
      head.append(span);
      row.append(head);
    }
    if (state.hasNotes) {
      row.append(element('m-head m-note', 'columnheader', muster.say('matrix.ready')));
    }
    return row;
  }
  function bodyRow(state, code, name) {
    const row = element('m-row', 'row');
    row.append(element('m-head m-row-head', 'rowheader', name));
    for (const [column] of state.columns) {
      const cell = cellOf(state, code, column);
      row.append(cell);
      const {key} = cell.dataset;
      if (key) state.places.set(key, [...(state.places.get(key) || []), [code, column, cell]]);
    }
    if (state.hasNotes) {
      const note = noteOf(state.model, code);
      row.append(note);
      state.notes.set(code, note);
    }
    return row;
  }
  function noteOf(model, code) {
    const note = element('m-note', 'gridcell', model.rowNotes[code] || '–');
    if (model.rowWhys[code]) {
      note.dataset.why = model.rowWhys[code];
      note.tabIndex = -1;
    }
    return note;
  }
  function build(state) {
    const grid = element('m-grid', 'grid');
    grid.setAttribute('aria-label', muster.say('matrix.keys', {label: state.model.label}));
    const notes = state.hasNotes ? ' max-content' : '';
    grid.style.gridTemplateColumns = `max-content repeat(${state.columns.length}, var(--cell))${notes}`;
    grid.append(headRow(state), ...state.rows.map(([code, name]) => bodyRow(state, code, name)));
    return grid;
  }
  function overviewCell(state) {
    const above = document.querySelector('.area-situation');
    const left = byId('main').clientHeight - REST_OF_OVERVIEW - (above ? above.offsetHeight : 0);
    return Math.max(22, left / state.rows.length - 1);
  }
  function fit(state) {
    const {place, grid} = state;
    if (!place.clientWidth) return;
    const heads = grid.querySelector('.m-row-head');
    const notes = grid.querySelector('.m-row:last-child .m-note');
    const taken = (heads ? heads.getBoundingClientRect().width : 0) +
      (notes ? Math.max(notes.getBoundingClientRect().width, 60) : 0);
    const wide = (place.clientWidth - taken) / state.columns.length - 1;
    const free = place.closest('.area-pairs') && window.innerWidth > 1000;
    const high = free ? (place.clientHeight - 38) / state.rows.length - 1 : overviewCell(state);
    const least = window.innerWidth <= 760 ? (state.isFlipped ? SMALLEST : 22) : SMALLEST;
    const cell = Math.max(least, Math.min(LARGEST, Math.floor(Math.min(wide, high) * 4) / 4));
    grid.style.setProperty('--cell', cell + 'px');
    grid.querySelectorAll('.m-column-head').forEach(head => head.classList.toggle('is-turned', cell < TURN_BELOW));
    grid.querySelectorAll('.m-cell').forEach(one => one.classList.toggle('is-tiny', cell < TINY_BELOW));
  }
  // ----- only what changed, while rows and columns stay
  const SHAPE = ['rows', 'columns', 'columnNames', 'narrow', 'symmetric', 'selected', 'absent', 'label'];
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  function fitsInto(before, state) {
    return before && before.place === state.place && before.grid.isConnected &&
      before.isFlipped === state.isFlipped && before.hasNotes === state.hasNotes &&
      SHAPE.every(name => isSame(before.model[name], state.model[name]));
  }
  function patch(state, before, marked) {
    Object.assign(state, {grid: before.grid, places: before.places, notes: before.notes});
    const keys = new Set([...marked, ...state.changes.keys()]);
    for (const key of state.places.keys()) {
      if (!isSame(before.model.cells[key], state.model.cells[key])) keys.add(key);
    }
    for (const key of keys) (state.places.get(key) || []).forEach(place => renew(place, cellOf(state, place[0], place[1])));
    let isWider = false;
    for (const [code, note] of state.notes) {
      const fresh = noteOf(state.model, code);
      if (fresh.textContent === note.textContent && fresh.dataset.why === note.dataset.why) continue;
      isWider = true;
      fresh.tabIndex = note.tabIndex;
      state.notes.set(code, replaced(note, fresh));
    }
    if (isWider) fit(state);
  }
  function renew(place, fresh) {
    const cell = place[2];
    fresh.tabIndex = cell.tabIndex;
    fresh.classList.toggle('is-tiny', cell.classList.contains('is-tiny'));
    if (!fresh.isEqualNode(cell)) place[2] = replaced(cell, fresh);
  }
  function replaced(one, other) {
    const isFocused = one === document.activeElement;
    one.replaceWith(other);
    if (isFocused) other.focus({preventScroll: true});
    return other;
  }
  // A mark of a change goes after a minute, also when nothing else changes.
  function forgetLater(state, before) {
    if (before) clearTimeout(before.timer);
    if (!state.changes.size) return;
    const first = Math.min(...[...state.changes.values()].map(change => change.at.getTime()));
    const wait = Math.max(0, first + CHANGED_FOR_MS - Date.now()) + 100;
    state.timer = setTimeout(() => { if (drawn[state.id] === state) draw(state.id, state.model); }, wait);
  }

  function draw(id, model) {
    const place = byId(id);
    if (!place || !model) return;
    const before = drawn[id];
    const marked = new Set(before ? before.changes.keys() : []);
    const state = {
      id, model, place, changes: noteChanges(before, model), places: new Map(), notes: new Map(),
      ...oriented(model, place.clientWidth),
    };
    const names = {...model.columnNames, ...Object.fromEntries(model.rows)};
    state.nameOf = code => names[code] || code;
    state.hasNotes = !state.isFlipped && Object.keys(model.rowNotes).length > 0;
    drawn[id] = state;
    forgetLater(state, before);
    if (fitsInto(before, state)) return patch(state, before, marked);
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    state.grid = build(state);
    place.replaceChildren(state.grid);
    fit(state);
    const start = state.grid.querySelector('.is-selected') || state.grid.querySelector('.m-cell[data-key]');
    if (start) start.tabIndex = 0;
    if (focused) focusOn(state.grid.querySelector(`[data-key="${CSS.escape(focused)}"]`));
    watch(place);
    const above = document.querySelector('.area-situation');
    if (above) watch(above);
  }
  const watched = new WeakSet();
  const observer = new ResizeObserver(entries => entries.forEach(entry => {
    if (entry.target.classList.contains('area-situation')) {
      const below = drawn['readiness-matrix'];
      if (below && below.place.isConnected) fit(below);
      return;
    }
    const state = drawn[entry.target.id];
    if (!state || state.place !== entry.target) return;
    if (oriented(state.model, entry.target.clientWidth).isFlipped !== state.isFlipped) {
      draw(state.id, state.model);
    } else {
      fit(state);
    }
  }));
  function watch(place) {
    if (!watched.has(place)) { watched.add(place); observer.observe(place); }
  }

  // ----- keyboard, mouse and the words of a cell
  function focusOn(cell) {
    if (!cell) return;
    cell.closest('.m-grid').querySelectorAll('[tabindex="0"]').forEach(one => { one.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus({preventScroll: true});
  }
  function neighbour(cell, key) {
    const row = cell.parentElement;
    const index = [...row.children].indexOf(cell);
    const step = {ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0]}[key];
    let [at, column] = [row, index];
    for (;;) {
      column += step[1];
      if (step[0] > 0) at = at.nextElementSibling;
      if (step[0] < 0) at = at.previousElementSibling;
      const next = at && at.children[column];
      if (!next || !next.matches('.m-cell, .m-note[data-why]')) return null;
      if (next.matches(REACHED)) return next;
    }
  }
  function open(cell) {
    const state = drawn[cell.closest('.matrix').id];
    const [first, second] = cell.dataset.key.split('|');
    if (state.model.symmetric) muster.change({pair: first + '+' + second});
    else if (cell.dataset.reading) muster.explain(cell.dataset.reading);
    else muster.go('/trends', {...muster.clocks(), actor: second, area: first});
  }
  document.addEventListener('keydown', event => {
    const cell = event.target.closest && event.target.closest(REACHED);
    if (!cell) return;
    if (event.key.startsWith('Arrow')) focusOn(neighbour(cell, event.key));
    else if (cell.dataset.why) return;
    else if (event.key === 'Enter' || event.key === ' ') open(cell);
    else if (event.key === 'Escape') hideTip();
    else return;
    event.preventDefault();
  });
  document.addEventListener('click', event => {
    const cell = event.target.closest('.m-cell[data-key]');
    if (cell) { focusOn(cell); open(cell); }
  });
  function showTip(cell) {
    const tip = byId('tip');
    tip.textContent = cell.getAttribute('aria-label');
    tip.hidden = false;
    const at = cell.getBoundingClientRect();
    const left = Math.min(at.left, window.innerWidth - tip.offsetWidth - 8);
    const below = at.bottom + 8;
    const top = below + tip.offsetHeight > window.innerHeight ? at.top - tip.offsetHeight - 8 : below;
    tip.style.left = Math.max(8, left) + 'px';
    tip.style.top = top + 'px';
    cross(cell);
  }
  function hideTip() {
    const tip = byId('tip');
    if (tip) tip.hidden = true;
    document.querySelectorAll('.is-crossed').forEach(one => one.classList.remove('is-crossed'));
  }
  function cross(cell) {
    document.querySelectorAll('.is-crossed').forEach(one => one.classList.remove('is-crossed'));
    const row = cell.parentElement;
    const index = [...row.children].indexOf(cell);
    row.firstChild.classList.add('is-crossed');
    row.parentElement.firstChild.children[index].classList.add('is-crossed');
  }
  for (const [kind, act] of [['mouseover', showTip], ['focusin', showTip]]) {
    document.addEventListener(kind, event => {
      const cell = event.target.closest && event.target.closest('.m-cell[data-key]');
      if (cell) act(cell); else if (kind === 'mouseover') hideTip();
    });
  }
  document.addEventListener('focusout', hideTip);

  window.dash_clientside.muster.drawMatrix = function (model) {
    if (model) draw(model.id, model);
    return muster.noUpdate();
  };
})(window.muster);

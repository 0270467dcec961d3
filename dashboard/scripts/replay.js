// The replay: frames are fetched once for a period, then a whole screen is played in the browser.
(function (muster) {
  'use strict';
  const DAY_MS = 86400000;
  const STEP_EVERY_MS = 1000;
  const MOST_EVENTS = 40;
  const MOST_WHILE_PLAYING = 8;
  const MOST_TIMES = 2000;
  const ND = 9;
  const LAPSED_PAIR = -2;
  const LOOK_OF_LEVEL = ['none', 'l3', 'l2', 'l1', 'l0', 'l0'];
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
  const byId = muster.byId;
  const scrub = muster.scrub;
  const replay = {model: null, key: null, payload: null, frames: null, isPlaying: false, cells: new Map(), times: []};
  muster.replay = replay;
  const hasReview = () => Boolean(byId('review-t'));

  // ----- what a cell shows: the same looks as the matrices of the other pages
  const isPairs = () => replay.payload.dimension !== null;
  function shownIn(key) {
    const value = replay.frames.value(key);
    return isPairs() ? pairLook(value) : readingLook(value);
  }
  function pairLook(value) {
    if (value && value.level === LAPSED_PAIR) return hollow(value, 'pair_lapsed');
    if (!value || value.level < 0) return {look: 'none', sign: '', words: 'no_test'};
    return {look: 'l' + value.level, sign: String(value.level), words: 'pair', level: value.level};
  }
  // What has lapsed shows hollow what was known last.
  const hollow = ({lastLevel}, words) => ({look: 'lapsed', sign: String(lastLevel), words, level: lastLevel});
  function readingLook(value) {
    if (!value || value.level === 0) return {look: 'none', sign: '', words: 'nothing'};
    if (value.level === ND && value.lastLevel !== ND) return hollow(value, 'lapsed');
    if (value.level === ND) return {look: 'nd', sign: 'ND', words: 'nd'};
    const index = value.index === null ? '–' : value.index;
    const words = value.isWeak ? 'cell_weak' : 'cell';
    return {look: LOOK_OF_LEVEL[value.level], sign: String(value.level), isWeak: value.isWeak, words, level: value.level, index};
  }
  function wordsOf(key, shown) {
    const [first, second] = key.split('|');
    const names = {row: replay.names[first] || first, column: replay.names[second] || second};
    const values = {...names, level: shown.level, index: shown.index};
    if (shown.words === 'cell') return muster.say('review.cell', values);
    if (shown.words === 'cell_weak') return muster.say('review.cell_weak', values);
    if (shown.words === 'nd') return muster.say('review.nd', values);
    if (shown.words === 'lapsed') return muster.say('review.lapsed', values);
    if (shown.words === 'pair') return muster.say('review.pair', values);
    if (shown.words === 'pair_lapsed') return muster.say('review.pair_lapsed', values);
    return shown.words === 'no_test' ? muster.say('review.no_test', values) : muster.say('review.nothing', values);
  }

  // ----- the matrix is drawn once; then only the cells that change are touched
  function drawMatrix() {
    const {payload, model} = replay;
    replay.names = Object.fromEntries([...payload.actors, ...model.areas.map(([code, name]) => [code, name])]);
    const cells = {};
    for (const key of replay.frames.keys) {
      const shown = shownIn(key);
      cells[key] = [shown.look, shown.sign, wordsOf(key, shown), shown.isWeak ? 1 : 0];
    }
    const actors = payload.actors;
    window.dash_clientside.muster.drawMatrix({
      id: 'review-matrix', label: byId('replay-title').textContent,
      rows: isPairs() ? actors : model.areas.map(([code, name]) => [code, name]),
      columns: actors.map(([code]) => [code, code]), cells,
      rowNotes: {}, rowWhys: {}, columnNames: Object.fromEntries(actors), symmetric: isPairs(),
      selected: null, absent: '', narrow: isPairs() ? {} : Object.fromEntries(model.areas.map(([code, , short]) => [code, short])),
      clock: String(Math.random()),
    });
    replay.drawnCells = cells;
    findCells();
  }
  function findCells() {
    replay.cells = new Map();
    document.querySelectorAll('#review-matrix .m-cell[data-key]').forEach(cell => {
      const {key} = cell.dataset;
      if (!replay.cells.has(key)) replay.cells.set(key, []);
      replay.cells.get(key).push(cell);
    });
  }
  function paint(keys) {
    const first = replay.cells.values().next().value;
    if (first && !first[0].isConnected) findCells();
    for (const key of keys) {
      const shown = shownIn(key);
      const words = wordsOf(key, shown);
      replay.drawnCells[key] = [shown.look, shown.sign, words, shown.isWeak ? 1 : 0];
      for (const cell of replay.cells.get(key) || []) {
        const kept = cell.classList.contains('is-tiny') ? ' is-tiny' : '';
        cell.className = 'm-cell ' + shown.look + (shown.isWeak ? ' weak' : '') + kept;
        cell.textContent = shown.sign;
        cell.setAttribute('aria-label', words);
      }
    }
  }

  // ----- the moment shown
  function showFrame(frame, from) {
    paint(replay.frames.go(frame));
    showDtg(frame);
    showEvents(Math.min(from, frame - 1) + 1, frame);
  }
  function showDtg(frame) {
    const at = replay.frames.moments[frame - 1];
    byId('review-at').textContent = muster.say('review.at', {at: muster.dtg(new Date(at))});
  }
  function show(time, isStill = true) {
    if (!replay.frames || !hasReview()) return;
    const before = replay.frames.at;
    const frame = replay.frames.frameAt(time);
    if (frame !== before) showFrame(frame, isStill ? frame - 1 : before);
    else if (isStill) showEvents(frame, frame);
    if (isStill) showStill(frame);
  }
  function showFinding() {
    const values = replay.frames.keys.map(key => replay.frames.value(key)).filter(Boolean);
    const shown = values.filter(({level}) => isPairs() ? level >= 0 || level === LAPSED_PAIR : level > 0);
    const good = shown.filter(({level}) => isPairs() ? level >= muster.method().compatible : level <= muster.method().readyLevel);
    const counts = {good: good.length, n: shown.length, level: muster.method().compatible, levels: muster.method().readyWords};
    byId('replay-title').textContent = isPairs() ? muster.say('review.pairs_good', counts) : muster.say('review.readings_good', counts);
  }
  function showStill(frame) {
    showDtg(frame);
    showFinding();
    const {moments, last} = replay.frames;
    const days = Math.round((moments[2] - moments[1]) / DAY_MS) || 1;
    const at = muster.dtg(new Date(moments[frame - 1]));
    const words = muster.say('review.shown', {at, known: replay.model.known, i: frame, n: last});
    byId('replay-subtitle').textContent = days > 1 ? words + ' · ' + muster.say('review.step', {n: days}) : words;
    const isPast = frame < last || !replay.model.is_now || replay.model.end > replay.model.b;
    byId('replay').classList.toggle('is-past', isPast);
    document.querySelectorAll('[data-open]').forEach(link => { link.href = muster.address(link.dataset.open, clocksAt(frame)); });
  }
  function clocksAt(frame) {
    const at = new Date(replay.frames.moments[frame - 1]).toISOString().replace(/\.\d+Z$/, 'Z');
    const {known_at: known = null, body = null, state = null} = muster.current();
    return {as_of: at, known_at: state === 'then' ? at : known, body};
  }
  function part(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }
  function showEvents(first, last) {
    const rows = [];
    const most = replay.isPlaying ? MOST_WHILE_PLAYING : MOST_EVENTS;
    let others = 0;
    for (let i = last; i >= first && rows.length < most; i -= 1) {
      others += replay.payload.others[i] || 0;
      for (const event of replay.eventsAt.get(i) || []) rows.push(event);
    }
    const items = rows.slice(0, most).map(([, seq, when, kind, what]) => {
      const item = document.createElement('li');
      const link = part('a', '', what);
      link.href = muster.address('/events', {...muster.clocks(), seq: String(seq)});
      link.dataset.go = '';
      item.append(part('span', 'mono', when), part('span', 'muted', kind), link);
      return item;
    });
    if (others) items.push(part('li', 'muted', muster.say('review.others', {n: others})));
    if (!items.length) items.push(part('li', 'muted', muster.say('review.no_events')));
    byId('review-events').replaceChildren(...items);
  }

  // ----- playing: from A to B, so many days a second; in steps where motion is not wanted
  function isDone() {
    return scrub.t >= scrub.b;
  }
  function tick(now) {
    if (!replay.isPlaying || !hasReview()) return;
    const began = performance.now();
    const passed = Math.max(0, now - replay.tickedAt);
    replay.tickedAt = now;
    scrub.t = Math.min(scrub.b, scrub.t + replay.model.speed * DAY_MS * passed / 1000);
    show(scrub.t, false);
    scrub.placeMoment();
    if (replay.times.length < MOST_TIMES) replay.times.push([passed, performance.now() - began]);
    if (isDone()) return stop(muster.say('review.played', {at: muster.dtg(new Date(scrub.t))}));
    requestAnimationFrame(tick);
  }
  function step() {
    if (!replay.isPlaying || !hasReview()) return;
    scrub.t = Math.min(scrub.b, scrub.t + replay.model.speed * DAY_MS);
    show(scrub.t, false);
    scrub.placeMoment();
    if (isDone()) return stop(muster.say('review.played', {at: muster.dtg(new Date(scrub.t))}));
    setTimeout(step, STEP_EVERY_MS);
  }
  function play() {
    if (!replay.frames) return;
    if (isDone() || scrub.t < scrub.a) scrub.t = scrub.a;
    replay.isPlaying = true;
    replay.times = [];
    show(scrub.t);
    byId('replay').classList.add('is-past');
    byId('review-play').textContent = muster.say('review.pause');
    if (calm.matches) return setTimeout(step, STEP_EVERY_MS);
    replay.tickedAt = performance.now();
    requestAnimationFrame(tick);
  }
  function stop(words) {
    replay.isPlaying = false;
    if (!hasReview()) return;
    byId('review-play').textContent = muster.say('review.play');
    show(scrub.t);
    scrub.placeMoment();
    byId('review-status').textContent = words;
  }
  const toggle = () => replay.isPlaying ?
    stop(muster.say('review.paused_at', {at: muster.dtg(new Date(scrub.t))})) : play();
  // The next frame before or after in which something happened.
  function toEvent(direction) {
    if (!replay.frames) return;
    if (replay.isPlaying) toggle();
    const {last, moments} = replay.frames;
    let frame = replay.frames.at + direction;
    while (frame >= 1 && frame <= last && !replay.eventsAt.has(frame) && !replay.payload.others[frame]) frame += direction;
    if (frame < 1 || frame > last) return;
    scrub.t = moments[frame - 1];
    show(scrub.t);
    scrub.placeMoment();
  }
  scrub.onMoment = function (time, isHandle) {
    if (replay.isPlaying) toggle();
    if (isHandle) scrub.t = time;
    show(scrub.t);
    scrub.placeMoment();
  };

  // ----- the frames of a period come in one answer
  async function load(model) {
    replay.key = model.key;
    replay.frames = null;
    byId('replay-subtitle').textContent = muster.say('review.loading');
    try {
      const answer = await fetch(model.address);
      const payload = await answer.json();
      if (!answer.ok) throw new Error(payload.error);
      if (replay.key !== model.key || !hasReview()) return;
      take(payload);
    } catch (error) {
      if (replay.key !== model.key) return;
      replay.key = null;
      byId('replay-subtitle').textContent = muster.say('review.failed', {why: error.message});
    }
  }
  function take(payload) {
    replay.payload = payload;
    replay.frames = muster.foldFrames(payload);
    replay.eventsAt = new Map();
    for (const event of payload.events) {
      if (!replay.eventsAt.has(event[0])) replay.eventsAt.set(event[0], []);
      replay.eventsAt.get(event[0]).push(event);
    }
    draw();
  }
  function draw() {
    byId('replay').dataset.screen = isPairs() ? 'pairs' : 'readings';
    replay.frames.go(replay.frames.frameAt(scrub.t));
    drawMatrix();
    show(scrub.t);
    byId('replay').dataset.ready = 'true';
  }

  // ----- keys and presses of the page
  const takesKeys = target => target.closest && target.closest('input, textarea, select, button, a, summary, [contenteditable]');
  document.addEventListener('keydown', event => {
    if (!hasReview() || event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
    const acts = {' ': toggle, ',': () => toEvent(-1), '.': () => toEvent(1)};
    if (!acts[event.key] || event.defaultPrevented) return;
    event.preventDefault();
    acts[event.key]();
  });
  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button || !hasReview()) return;
    if (button.id === 'review-play') toggle();
    if (button.id === 'review-previous') toEvent(-1);
    if (button.id === 'review-next') toEvent(1);
  });
  // A cell opens its history at the moment shown, not at the clocks of the page.
  function openCell(event) {
    const cell = event.target.closest && event.target.closest('#review-matrix .m-cell[data-key]');
    if (!cell || (event.type === 'keydown' && !['Enter', ' '].includes(event.key))) return;
    event.stopPropagation();
    event.preventDefault();
    if (event.key === ' ') return toggle();
    const [first, second] = cell.dataset.key.split('|');
    const clocks = clocksAt(replay.frames.at);
    if (isPairs()) muster.go('/interoperability', {...clocks, dimension: replay.payload.dimension, pair: first + '+' + second});
    else muster.go('/trends', {...clocks, actor: second, area: first});
  }
  window.addEventListener('click', openCell, true);
  window.addEventListener('keydown', openCell, true);

  document.addEventListener('submit', async event => {
    const text = id => byId(id).value.trim();
    if (event.target.id === 'review-moments') scrub.setTyped();
    if (event.target.id !== 'review-name') return;
    const state = byId('review-name-state');
    try {
      await muster.publish({kind: 'review', about: location.pathname + location.search, text: text('review-name-text')});
      state.textContent = muster.say('review.named');
      window.dash_clientside.set_props('review-name-text', {value: ''});
    } catch (error) {
      state.textContent = muster.say('review.not_named', {why: error.message});
    }
  });

  window.dash_clientside.muster.review = function (model) {
    if (!model || !hasReview()) return muster.noUpdate();
    const isAnother = !replay.model || replay.model.key !== model.key;
    if (isAnother && replay.isPlaying) stop('');
    replay.model = model;
    if (isAnother) scrub.t = scrub.t && scrub.t >= model.start && scrub.t <= model.end ? scrub.t : model.b;
    scrub.show(model);
    // The page may have been left and come back to: its matrix is empty then.
    if (replay.key !== model.key || !replay.frames) load(model);
    else if (!byId('review-matrix').firstChild) draw();
    else show(scrub.t);
    return muster.noUpdate();
  };
})(window.muster);

// What happens while the page is open: the feed, its state, new events, and when to ask again.
(function (muster) {
  'use strict';
  const LATE_MS = 12000;
  const STALE_MS = 30000;
  const AT_MOST_EVERY_MS = 1000;
  // From afar nobody reads digits that change faster.
  const ON_A_WALL_EVERY_MS = 2000;
  const ANSWER_WITHIN_MS = 10000;
  // A page that takes long to compute asks less often: at most a fifth of the time goes to it.
  const REST_FACTOR = 4;
  const UPDATE_PATH = '/_dash-update-component';
  const ANSWERS = 2;
  const HANGS_MS = 5000;
  const ASK_ANYWAY_MS = 300000;
  const ALWAYS_NOW_EVERY_MS = 10000;
  const NEW_FOR_MS = 60000;
  const MOST_ROWS = 60;
  const DIGEST_EVERY_MS = 30000;
  const digest = {n: 0, what: '', toldAt: 0};
  const byId = muster.byId;
  const live = {
    heardAt: null, startedAt: Date.now(), seq: null, trouble: '', isDown: false,
    askedAt: 0, isReady: false, isAsking: false, answers: 0, tookMs: 0, timer: null, lists: {}, newSince: new Map(), recordedAt: null, shown: null,
  };
  muster.live = live;
  muster.waiting = 0;

  // ----- asking the server again: at once, then at most once a second, one question at a time
  function ask() {
    // Before the page is there nobody can be asked; it then comes with all there is.
    const isFixed = muster.isPaused || (muster.isPast && !isAlwaysNow());
    if (!live.isReady || isFixed || document.hidden) { live.isDirty = true; return; }
    if (live.timer) return;
    const busy = live.isAsking && Date.now() - live.askedAt < ANSWER_WITHIN_MS;
    const least = document.body.dataset.wall === '1' ? ON_A_WALL_EVERY_MS : AT_MOST_EVERY_MS;
    const rest = Math.max(least, live.tookMs * (1 + REST_FACTOR));
    const wait = Math.max(0, live.askedAt + rest - Date.now());
    if (busy || wait > 0) {
      live.timer = setTimeout(() => { live.timer = null; ask(); }, Math.max(wait, 100));
      return;
    }
    live.askedAt = Date.now();
    live.isAsking = true;
    live.answers = 0;
    live.tookMs = 0;
    live.isDirty = false;
    window.dash_clientside.set_props('tick', {data: live.askedAt});
  }
  // A question is answered when the frame and the page have their data; how long took the slower?
  new PerformanceObserver(list => {
    for (const answer of list.getEntries()) {
      if (!answer.name.includes(UPDATE_PATH)) continue;
      live.answers += 1;
      live.tookMs = Math.max(live.tookMs, answer.duration);
      if (live.answers >= ANSWERS) live.isAsking = false;
    }
  }).observe({type: 'resource'});
  document.addEventListener('visibilitychange', () => { if (!document.hidden && live.isDirty) ask(); });
  setInterval(ask, ASK_ANYWAY_MS);
  // What is said about workers and streams grows old while no events come.
  const isAlwaysNow = () => document.querySelector('.page[data-always-now]') !== null;
  setInterval(() => { if (isAlwaysNow()) ask(); }, ALWAYS_NOW_EVERY_MS);

  // A panel that could not be asked again says how old it is; the old data stays.
  let filledAt = Date.now();
  const fetched = window.fetch;
  window.fetch = async function (...asked) {
    const isPage = typeof asked[0] === 'string' && asked[0].includes(UPDATE_PATH) &&
      asked[1] && typeof asked[1].body === 'string' && asked[1].body.includes('-data.drawn') &&
      !asked[1].body.includes('frame-data.drawn');
    const isUpdate = typeof asked[0] === 'string' && asked[0].includes(UPDATE_PATH);
    try {
      const answer = await (isUpdate ? askedAgain(...asked) : fetched.apply(this, asked));
      if (isPage) markPanels(answer.ok);
      return answer;
    } catch (error) {
      if (isPage) markPanels(false);
      throw error;
    }
  };
  // A question on a connection that fell silent is asked again on another one: nobody would answer it.
  const hanging = new Set();
  async function askedAgain(path, options) {
    for (;;) {
      const own = {stop: new AbortController(), since: Date.now(), isDead: false};
      hanging.add(own);
      try {
        return await fetched.call(window, path, {...options, signal: own.stop.signal});
      } catch (error) {
        if (!own.isDead) throw error;
      } finally {
        hanging.delete(own);
      }
    }
  }
  function giveUpHanging() {
    for (const own of hanging) {
      if (Date.now() - own.since < HANGS_MS) continue;
      own.isDead = true;
      own.stop.abort();
    }
  }
  function markPanels(isFresh) {
    if (isFresh) filledAt = Date.now();
    const words = isFresh ? '' : muster.say('feed.panel_stale', {since: muster.dtg(serverTime(filledAt))});
    for (const card of document.querySelectorAll('.page > .card')) {
      let mark = card.querySelector(':scope > .panel-age');
      if (!mark && words) {
        mark = part('span', 'panel-age', '');
        card.append(mark);
      }
      if (mark) say(mark, words);
    }
  }

  // ----- messages of the feed
  const on = {
    hb(body) {
      const was = live.trouble;
      live.trouble = body.db ? '' : body.why || 'no answer';
      live.complaints = live.trouble ? (live.complaints || 0) + 1 : 0;
      if (!live.trouble) live.heardAt = Date.now();
      if (body.recorded_at) live.recordedAt = body.recorded_at;
      if (Number.isFinite(body.ahead_ms)) setClock(body.ahead_ms);
      muster.seenVersion(body.version);
      // The database is back, or events came between the page's data and the stream's start.
      if ((was && !live.trouble) || (live.seq !== null && body.seq > live.seq)) ask();
      if (body.seq !== null && !live.trouble) live.seq = Math.max(live.seq || 0, body.seq);
      if (muster.isPast) muster.showMode();
    },
    events(body) {
      live.heardAt = Date.now();
      live.trouble = '';
      const before = live.seq || 0;
      if (body.seq <= before && !body.events.some(event => event.seq > before)) return;
      live.seq = Math.max(before, body.seq);
      if (body.recorded_at) live.recordedAt = body.recorded_at;
      if (muster.isPast || muster.isPaused) {
        if (muster.isPaused) muster.waiting += body.count;
        muster.showMode();
      } else {
        body.events.forEach(event => live.newSince.set(event.seq, Date.now()));
        Object.keys(live.lists).forEach(id => addEvents(id, body.events));
        note(body);
      }
      document.dispatchEvent(new CustomEvent('muster:events', {detail: body}));
      ask();
    },
    state() { live.heardAt = Date.now(); ask(); },
    resync() { live.heardAt = Date.now(); ask(); },
    down() { live.isDown = true; },
    silent() { live.isDown = true; giveUpHanging(); },
  };
  function receive(message) {
    if (message.kind !== 'down' && message.kind !== 'silent') live.isDown = false;
    on[message.kind](message.body);
    showFeed();
  }
  function listen() {
    if (window.SharedWorker) {
      const worker = new SharedWorker(muster.file('worker'), {name: 'muster-feed'});
      worker.port.onmessage = message => receive(message.data);
      window.addEventListener('pagehide', () => worker.port.postMessage('bye'));
      window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
      return () => worker.port.postMessage('wake');
    }
    return window.openMusterStream(receive).wake;
  }
  // Whoever comes back does not wait until the silence is long: a stream may have died meanwhile.
  function wakeUp() {
    if (!document.hidden) wake();
  }
  document.addEventListener('visibilitychange', wakeUp);
  window.addEventListener('online', wakeUp);
  window.addEventListener('pageshow', wakeUp);

  // ----- the clock is the server's; a computer whose own differs is told so
  const CLOCKS_APART_MS = 5000;
  const UNITS_S = [86400, 3600, 60, 1];
  function setClock(aheadMs) {
    // The way here takes a moment: of two answers that agree the earlier one stays.
    if (Math.abs(aheadMs - muster.aheadMs) < 500) return;
    muster.aheadMs = aheadMs;
    if (muster.reshow) muster.reshow();
  }
  function clockWords() {
    if (Math.abs(muster.aheadMs) < CLOCKS_APART_MS) return '';
    const seconds = Math.round(Math.abs(muster.aheadMs) / 1000);
    const size = UNITS_S.find(unit => seconds >= unit);
    const n = Math.floor(seconds / size);
    const by = size === 86400 ? muster.say('feed.days', {n}) : size === 3600 ? muster.say('feed.hours', {n}) :
      size === 60 ? muster.say('feed.minutes', {n}) : muster.say('feed.seconds', {n});
    return muster.aheadMs > 0 ? muster.say('feed.clock_slow', {by}) : muster.say('feed.clock_fast', {by});
  }
  const serverTime = ms => new Date(ms + muster.aheadMs);

  // ----- the chips
  function feedState() {
    const silentFor = Date.now() - (live.heardAt || live.startedAt);
    if (silentFor >= STALE_MS) return 'stale';
    if (silentFor >= LATE_MS || (live.trouble && (live.heardAt || live.complaints > 1))) return 'late';
    return live.heardAt ? 'ok' : 'connecting';
  }
  function feedWords(state) {
    if (state === 'ok') return muster.say('feed.current');
    if (state === 'late') return muster.say('feed.late');
    if (state === 'connecting') return muster.say('feed.connecting');
    return muster.say('feed.stale', {since: muster.dtg(serverTime(live.heardAt || live.startedAt))});
  }
  function say(element, words) {
    if (element && element.textContent !== words) element.textContent = words;
  }
  function showFeed() {
    const chip = byId('feed');
    if (!chip) return;
    const state = feedState();
    document.body.dataset.feed = state;
    chip.dataset.state = state;
    say(chip, feedWords(state));
    const trouble = live.trouble && state !== 'connecting' ? muster.say('feed.trouble', {why: live.trouble}) : '';
    say(byId('feed-notice'), trouble || clockWords());
    const now = new Date(muster.now());
    say(byId('zulu'), muster.dtg(now));
    byId('zulu').dateTime = now.toISOString();
    const time = now.toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'});
    say(byId('local-time'), muster.say('feed.local', {time}));
    showAge();
  }
  function showAge() {
    // A past view ends with what was known then, whatever has come since.
    const {seq, recordedAt} = muster.isPast && live.shown ? live.shown : live;
    if (!seq) return say(byId('data-age'), muster.say('feed.nothing'));
    const at = recordedAt && muster.dtg(new Date(recordedAt));
    say(byId('data-age'), at ? muster.say('feed.data_to', {at, seq}) : muster.say('feed.event', {seq}));
  }
  muster.ask = ask;

  // ----- a digest for those who hear the page: at most one sentence in half a minute
  function note(body) {
    digest.n += body.count;
    const last = body.events[0];
    if (last) digest.what = last.kind + ' ' + last.what;
  }
  function tellDigest() {
    if (!digest.n || Date.now() - digest.toldAt < DIGEST_EVERY_MS) return;
    say(byId('digest'), muster.say('feed.digest', {n: digest.n, what: digest.what}));
    Object.assign(digest, {n: 0, what: '', toldAt: Date.now()});
  }
  // ----- the list of events: rows come from the page, then from the feed, each once
  function addEvents(id, events) {
    const list = live.lists[id];
    const known = new Map(list.events.map(event => [event.seq, event]));
    events.filter(event => !list.body || event.bodies.includes(list.body)).forEach(event => known.set(event.seq, event));
    list.events = [...known.values()].sort((a, b) => b.seq - a.seq).slice(0, MOST_ROWS);
    drawList(id);
  }
  function part(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }
  function isNew(event) {
    return Date.now() - (live.newSince.get(event.seq) || 0) < NEW_FOR_MS;
  }
  function row(event) {
    const item = document.createElement('li');
    item.className = 'event';
    item.dataset.seq = event.seq;
    const line = part('div', 'event-line', '');
    line.append(part('span', 'mono', event.when));
    if (isNew(event)) line.append(part('span', 'event-new', muster.say('feed.is_new')));
    if (event.state) line.append(part('span', 'event-state', event.state));
    line.append(part('span', 'event-kind', event.kind));
    const what = part('a', 'event-what', event.what);
    what.href = muster.address('/events', {...muster.clocks(), seq: String(event.seq)});
    what.dataset.go = '';
    item.append(line, what);
    return item;
  }
  function drawList(id) {
    const place = byId(id);
    if (!place) { delete live.lists[id]; return; }
    const {events} = live.lists[id];
    const items = events.length ? events.map(event => keptRow(place, event)) : [part('li', 'muted', muster.say('feed.no_events'))];
    // Rows that stay are not moved: a new one comes above them, an old one goes below.
    items.forEach((item, i) => { if (place.children[i] !== item) place.insertBefore(item, place.children[i] || null); });
    while (place.children.length > items.length) place.lastChild.remove();
  }
  const rowTexts = new WeakMap();
  function keptRow(place, event) {
    const text = JSON.stringify([event, isNew(event), muster.clocks()]);
    const old = [...place.children].find(one => one.dataset.seq === String(event.seq));
    if (old && rowTexts.get(old) === text) return old;
    const item = row(event);
    rowTexts.set(item, text);
    if (old) old.replaceWith(item);
    return item;
  }

  Object.assign(window.dash_clientside.muster, {
    drawEvents(model) {
      if (!model) return muster.noUpdate();
      const id = window.dash_clientside.callback_context.triggered_id.replace('-model', '');
      live.lists[id] = {events: model.events, body: model.body};
      drawList(id);
      return muster.noUpdate();
    },
    head(head) {
      if (head) {
        // After an erased database numbers start again: then the server's word wins.
        live.seq = head.newest < (live.seq || 0) - 1000000 ? head.newest : Math.max(live.seq || 0, head.newest);
        live.shown = {seq: head.seq, recordedAt: head.seq ? head.recorded_at : null};
        if (head.seq === head.newest) live.recordedAt = live.shown.recordedAt;
        // Until the first heartbeat the page's own answer tells the time.
        if (!live.heardAt) setClock(Date.parse(head.now) - Date.now());
        live.isReady = true;
        muster.showMode();
        showFeed();
        if (live.isDirty) ask();
      }
      return muster.noUpdate();
    },
  });

  function forgetOld() {
    for (const [seq, since] of live.newSince) {
      if (Date.now() - since >= NEW_FOR_MS) {
        live.newSince.delete(seq);
        document.querySelectorAll('li[data-seq="' + seq + '"] .event-new').forEach(mark => mark.remove());
      }
    }
  }
  setInterval(() => { showFeed(); forgetOld(); tellDigest(); }, 1000);
  const wake = listen();
})(window.muster);

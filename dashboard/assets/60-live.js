// What happens while the page is open: the feed, its state, new events, and when to ask again.
(function (muster) {
  'use strict';
  const LATE_MS = 12000;
  const STALE_MS = 30000;
  const AT_MOST_EVERY_MS = 1000;
  const ANSWER_WITHIN_MS = 10000;
  // A page that takes long to compute asks less often: at most a fifth of the time goes to it.
  const REST_FACTOR = 4;
  const UPDATE_PATH = '/_dash-update-component';
  const ANSWERS = 2;
  const ASK_ANYWAY_MS = 300000;
  const NEW_FOR_MS = 60000;
  const MOST_ROWS = 60;
  const byId = muster.byId;
  const live = {
    heardAt: null, startedAt: Date.now(), seq: null, trouble: '', isDown: false,
    askedAt: 0, isReady: false, isAsking: false, answers: 0, tookMs: 0, timer: null, lists: {}, newSince: new Map(), recordedAt: null,
  };
  muster.live = live;
  muster.waiting = 0;

  // ----- asking the server again: at once, then at most once a second, one question at a time
  function ask() {
    // Before the page is there nobody can be asked; it then comes with all there is.
    if (!live.isReady || muster.isPast || document.hidden) { live.isDirty = true; return; }
    if (live.timer) return;
    const busy = live.isAsking && Date.now() - live.askedAt < ANSWER_WITHIN_MS;
    const rest = Math.max(AT_MOST_EVERY_MS, live.tookMs * (1 + REST_FACTOR));
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

  // ----- messages of the feed
  const on = {
    hb(body) {
      const was = live.trouble;
      live.trouble = body.db ? '' : body.why || 'no answer';
      if (!live.trouble) live.heardAt = Date.now();
      if (body.recorded_at) live.recordedAt = body.recorded_at;
      // The database is back, or events came between the page's data and the stream's start.
      if ((was && !live.trouble) || (live.seq !== null && body.seq > live.seq)) ask();
      if (body.seq !== null && !live.trouble) live.seq = Math.max(live.seq || 0, body.seq);
    },
    events(body) {
      live.heardAt = Date.now();
      live.trouble = '';
      const before = live.seq || 0;
      if (body.seq <= before && !body.events.some(event => event.seq > before)) return;
      live.seq = Math.max(before, body.seq);
      if (body.recorded_at) live.recordedAt = body.recorded_at;
      if (muster.isPast) {
        muster.waiting += body.count;
        muster.showMode();
      } else {
        body.events.forEach(event => live.newSince.set(event.seq, Date.now()));
        Object.keys(live.lists).forEach(id => addEvents(id, body.events));
      }
      ask();
    },
    state() { live.heardAt = Date.now(); ask(); },
    resync() { live.heardAt = Date.now(); ask(); },
    down() { live.isDown = true; },
  };
  function receive(message) {
    if (message.kind !== 'down') live.isDown = false;
    on[message.kind](message.body);
    showFeed();
  }
  function listen() {
    if (window.SharedWorker) {
      const worker = new SharedWorker('/assets/live-worker.js', {name: 'muster-feed'});
      worker.port.onmessage = message => receive(message.data);
      window.addEventListener('pagehide', () => worker.port.postMessage('bye'));
      window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
      return;
    }
    const source = new EventSource('/stream');
    source.onerror = () => receive({kind: 'down'});
    for (const kind of ['hb', 'events', 'state', 'resync']) {
      source.addEventListener(kind, event => receive({kind, body: JSON.parse(event.data)}));
    }
  }

  // ----- the chips
  function feedState() {
    const silentFor = Date.now() - (live.heardAt || live.startedAt);
    if (silentFor >= STALE_MS) return 'stale';
    if (silentFor >= LATE_MS || (live.trouble && live.heardAt)) return 'late';
    return live.heardAt ? 'ok' : 'connecting';
  }
  function feedWords(state) {
    if (state === 'ok') return '✓ feed current';
    if (state === 'late') return '△ feed late';
    if (state === 'connecting') return '… connecting';
    return '✕ FEED STALE since ' + muster.dtg(new Date(live.heardAt || live.startedAt));
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
    const trouble = live.trouble && state !== 'connecting' ?
      'The database does not answer (' + live.trouble + '). What is shown is as old as the feed says; ' +
      'start the services with: muster up' : '';
    say(byId('feed-notice'), trouble);
    say(byId('zulu'), muster.dtg(new Date()));
    byId('zulu').dateTime = new Date().toISOString();
    showAge();
  }
  function showAge() {
    if (!live.seq) return say(byId('data-age'), 'no event recorded');
    const at = live.recordedAt ? 'data to ' + muster.dtg(new Date(live.recordedAt)) + ' · ' : '';
    say(byId('data-age'), at + 'event ' + live.seq.toLocaleString('en-GB'));
  }
  muster.showMode = function () {
    const count = muster.waiting.toLocaleString('en-GB');
    const more = muster.waiting ? ' · ' + count + (muster.waiting === 1 ? ' event' : ' events') + ' since, not applied' : '';
    say(byId('mode'), muster.isPast ? '◷ ' + muster.pastWords + more : '');
    byId('live').hidden = muster.isPast;
  };

  // ----- the list of events: rows come from the page, then from the feed, each once
  function addEvents(id, events) {
    const list = live.lists[id];
    const known = new Map(list.events.map(event => [event.seq, event]));
    events.forEach(event => known.set(event.seq, event));
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
    if (isNew(event)) line.append(part('span', 'event-new', '● new'));
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
    const events = live.lists[id].events;
    place.replaceChildren(...events.map(row));
    if (!events.length) place.append(part('li', 'muted', 'No events in this view.'));
  }

  Object.assign(window.dash_clientside.muster, {
    drawEvents(model) {
      if (!model) return muster.noUpdate();
      const id = window.dash_clientside.callback_context.triggered_id.replace('-model', '');
      live.lists[id] = {events: model.events};
      drawList(id);
      return muster.noUpdate();
    },
    head(head) {
      if (head) {
        // After an erased database numbers start again: then the server's word wins.
        live.seq = head.seq < (live.seq || 0) - 1000000 ? head.seq : Math.max(live.seq || 0, head.seq);
        live.recordedAt = head.seq ? head.recorded_at : null;
        live.isReady = true;
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
  setInterval(() => { showFeed(); forgetOld(); }, 1000);
  listen();
})(window.muster);

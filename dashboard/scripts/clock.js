// The clock bar: which moment is shown, how to choose another, and what else the keys do.
(function (muster) {
  'use strict';
  const DAY_MS = 86400000;
  const PAGE_WAIT_MS = 1500;
  const byId = muster.byId;
  let goingSince = 0;
  let openedFrom = null;
  muster.isPast = false;
  muster.isPaused = false;
  muster.pausedAt = null;

  // ----- what is shown
  const instant = text => new Date(text);
  function partsOf({as_of: asOf, known_at: knownAt, from_at: fromAt}) {
    const parts = [];
    if (asOf) {
      const at = muster.dtg(instant(asOf));
      const isAhead = instant(asOf).getTime() > muster.now();
      parts.push(isAhead ? muster.say('mode.projected', {at}) : muster.say('mode.as_of', {at}));
    }
    if (knownAt) parts.push(muster.say('mode.known_at', {at: muster.dtg(instant(knownAt))}));
    if (fromAt) parts.push(muster.say('mode.compared', {at: muster.dtg(instant(fromAt))}));
    return parts;
  }
  // What has been recorded since the moment a past view is known at; while it is paused, since then.
  function waiting() {
    const {live} = muster;
    if (!muster.isPast) return muster.waiting;
    return live && live.shown && live.seq ? Math.max(0, live.seq - live.shown.seq) : 0;
  }
  let parametersShown = null;
  muster.shown = function (parameters) {
    parametersShown = parameters;
    const parts = partsOf(parameters);
    muster.isPast = Boolean(parameters.as_of || parameters.known_at);
    muster.waiting = 0;
    document.body.dataset.mode = muster.isPast ? 'past' : 'live';
    muster.pastWords = parts.length ? muster.say('mode.not_live', {parts: parts.join(' · ')}) : '';
    byId('back-to-live').hidden = !muster.isPast;
    byId('live').textContent = muster.isPast ? '◷ ' + parts[0] : muster.say('mode.live');
    byId('live').dataset.mode = muster.isPast ? 'past' : 'live';
    close('clock-panel');
    muster.showMode();
    muster.showWall(parameters);
  };
  // The words for a moment ahead depend on the clock, which the first heartbeat may correct.
  muster.reshow = function () {
    if (!parametersShown) return;
    const parts = partsOf(parametersShown);
    muster.pastWords = parts.length ? muster.say('mode.not_live', {parts: parts.join(' · ')}) : '';
    if (muster.isPast) byId('live').textContent = '◷ ' + parts[0];
    muster.showMode();
  };
  muster.showMode = function () {
    const n = waiting();
    const since = n ? muster.say('mode.since', {n}) : '';
    const paused = muster.isPaused ? muster.say('mode.paused', {at: muster.dtg(muster.pausedAt)}) : '';
    const words = muster.isPast ? '◷ ' + muster.pastWords : paused;
    const place = byId('mode');
    if (place) place.textContent = words ? words + since : '';
  };

  // ----- what opens over the page, one at a time; Escape closes it and the focus goes back
  function open(id, focusOn) {
    ['clock-panel', 'keys'].filter(other => other !== id).forEach(close);
    openedFrom = document.activeElement;
    byId(id).hidden = false;
    if (id === 'clock-panel') byId('live').setAttribute('aria-expanded', 'true');
    byId(focusOn || id).focus();
  }
  function close(id) {
    const panel = byId(id);
    if (!panel || panel.hidden) return false;
    panel.hidden = true;
    if (id === 'clock-panel') byId('live').setAttribute('aria-expanded', 'false');
    if (openedFrom && openedFrom.isConnected && panel.contains(document.activeElement)) openedFrom.focus();
    return true;
  }
  const toggle = (id, focusOn) => byId(id).hidden ? open(id, focusOn) : close(id);

  // ----- choosing
  function typed() {
    const text = id => byId(id).value.trim();
    return {as_of: text('as-of'), known_at: text('known-at'), from_at: text('from-at')};
  }
  function shift(days) {
    const at = new Date(muster.now() + days * DAY_MS).toISOString().slice(0, 16) + 'Z';
    muster.change({as_of: at});
  }
  function compare() {
    const {as_of: asOf, known_at: knownAt, from_at: fromAt} = typed();
    const {body = null} = muster.current();
    muster.go('/review', {body, as_of: asOf, known_at: knownAt, from_at: fromAt});
  }
  muster.backToLive = () => muster.change({as_of: null, known_at: null, from_at: null});
  document.addEventListener('submit', event => {
    if (event.target.id !== 'clock-bar') return;
    event.preventDefault();
    const {as_of: asOf, known_at: knownAt} = typed();
    muster.change({as_of: asOf, known_at: knownAt});
  });
  const clicks = {
    live: () => toggle('clock-panel', 'as-of'),
    'compare-clocks': compare,
    'back-to-live': () => muster.backToLive(),
    'keys-open': () => toggle('keys'),
    'keys-close': () => close('keys'),
    pause: () => pause(),
  };
  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (button && clicks[button.id]) return clicks[button.id]();
    if (button && button.dataset.shiftDays) return shift(Number(button.dataset.shiftDays));
    if (!event.target.closest('.popover')) ['clock-panel', 'keys'].forEach(close);
  });

  // ----- pause: what arrives is counted, not applied
  function pause() {
    muster.isPaused = !muster.isPaused;
    muster.pausedAt = muster.isPaused ? new Date(muster.now()) : null;
    muster.waiting = 0;
    const button = byId('pause');
    button.textContent = muster.isPaused ? muster.say('feed.go_on') : muster.say('feed.pause');
    button.setAttribute('aria-pressed', String(muster.isPaused));
    document.body.dataset.paused = String(muster.isPaused);
    muster.showMode();
    if (muster.isPaused) muster.openAll();
    else muster.ask();
  }

  // ----- keys, never while somebody writes
  const isWriting = target => target.closest && target.closest('input, textarea, select, [contenteditable]');
  function goTo(letter) {
    const link = [...document.querySelectorAll('#nav .nav-link')]
      .find(one => one.textContent.toLowerCase().startsWith(letter));
    if (link) link.click();
    return Boolean(link);
  }
  const keys = {
    t: () => toggle('clock-panel', 'as-of'),
    l: () => muster.backToLive(),
    p: () => pause(),
    g: () => { goingSince = Date.now(); },
    '?': () => toggle('keys'),
  };
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && (close('clock-panel') || close('keys'))) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (Date.now() - goingSince < PAGE_WAIT_MS && goTo(event.key.toLowerCase())) {
      goingSince = 0;
      return event.preventDefault();
    }
    if (keys[event.key]) { keys[event.key](); event.preventDefault(); }
  });
})(window.muster);

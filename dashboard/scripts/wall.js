// A wall: pages in turn, nothing to touch, and nobody needed to keep it going.
(function (muster) {
  'use strict';
  const USUAL_EVERY_S = 30;
  const USUAL_PAGES = 'overview,interoperability,trends';
  const LOOK_EVERY_MS = 200;
  // A page that shows nothing for so long is passed over, and when none shows anything, all is loaded anew.
  const PASS_OVER_MS = 20000;
  const BLANK_FOR_MS = 120000;
  const RENEW_AT_HOUR = 3;
  const DAY_MS = 86400000;
  const KEPT = ['body', 'as_of', 'known_at', 'wall', 'pages', 'every'];
  const openedAt = Date.now();
  let turnedAt = openedAt;
  let drawnAt = null;
  let lastDrawnAt = openedAt;
  let madeBy = null;

  const isWall = () => document.body.dataset.wall === '1';
  const pathOf = name => name === 'overview' ? '/' : '/' + name;
  const exists = path => [...document.querySelectorAll('#nav .nav-link')]
    .some(link => new URL(link.href).pathname === path);
  const isDrawn = () => muster.shownPath === location.pathname &&
    document.querySelector('.page:not(.is-waiting)') !== null;

  muster.showWall = function (parameters) {
    document.body.dataset.wall = parameters.wall ? '1' : '0';
  };
  function turn(parameters, now) {
    const paths = (parameters.pages || USUAL_PAGES).split(',').map(pathOf).filter(exists);
    const at = paths.indexOf(location.pathname);
    const kept = Object.fromEntries(KEPT.filter(name => parameters[name]).map(name => [name, parameters[name]]));
    if (paths.length > 1) muster.go(paths[(at + 1) % paths.length], kept);
    turnedAt = now;
    drawnAt = null;
  }
  // A page has its time from when its data is on it. Without a server the last one stays, and says how old it is.
  function look() {
    const now = Date.now();
    if (isDrawn()) {
      lastDrawnAt = now;
      drawnAt = drawnAt || now;
    }
    if (!isWall() || muster.live.isDown) return;
    const parameters = muster.current();
    const isSeen = drawnAt && now - drawnAt >= 1000 * (Number(parameters.every) || USUAL_EVERY_S);
    if (isSeen || (!drawnAt && now - turnedAt >= PASS_OVER_MS)) turn(parameters, now);
    heal(now);
  }

  // ----- what a person would do: load a page anew that stays blank, is old, or of another version
  function heal(now) {
    if (document.body.dataset.feed !== 'ok') return;
    const isOld = now - openedAt > DAY_MS && new Date(now + muster.aheadMs).getUTCHours() === RENEW_AT_HOUR;
    if (isOld || now - lastDrawnAt > BLANK_FOR_MS) location.reload();
  }
  muster.seenVersion = function (version) {
    if (madeBy && version && version !== madeBy) location.reload();
    madeBy = version || madeBy;
  };
  setInterval(look, LOOK_EVERY_MS);
})(window.muster);

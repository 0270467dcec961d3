// A wall: pages in turn, nothing to touch, and nobody needed to keep it going.
(function (muster) {
  'use strict';
  const USUAL_EVERY_S = 30;
  const USUAL_PAGES = 'overview,interoperability,trends';
  const CHECK_EVERY_MS = 5000;
  const BLANK_FOR_MS = 60000;
  const RENEW_AT_HOUR = 3;
  const DAY_MS = 86400000;
  const KEPT = ['body', 'as_of', 'known_at', 'wall', 'pages', 'every'];
  const openedAt = Date.now();
  let turn = null;
  let blankSince = null;
  let madeBy = null;

  const isWall = () => document.body.dataset.wall === '1';
  const pathOf = name => name === 'overview' ? '/' : '/' + name;
  const exists = path => [...document.querySelectorAll('#nav .nav-link')]
    .some(link => new URL(link.href).pathname === path);

  function next() {
    turn = null;
    const parameters = muster.current();
    const paths = (parameters.pages || USUAL_PAGES).split(',').map(pathOf).filter(exists);
    const at = paths.indexOf(location.pathname);
    const kept = Object.fromEntries(KEPT.filter(name => parameters[name]).map(name => [name, parameters[name]]));
    if (paths.length > 1) muster.go(paths[(at + 1) % paths.length], kept);
    plan(parameters);
  }
  function plan({every}) {
    if (turn === null) turn = setTimeout(next, 1000 * (Number(every) || USUAL_EVERY_S));
  }
  muster.showWall = function (parameters) {
    document.body.dataset.wall = parameters.wall ? '1' : '0';
    if (!parameters.wall) {
      clearTimeout(turn);
      turn = null;
      return;
    }
    plan(parameters);
  };

  // ----- what a person would do: load a page anew that stays blank, is old, or of another version
  function heal() {
    const isBlank = !document.querySelector('.page:not(.is-waiting)');
    blankSince = isBlank ? blankSince || Date.now() : null;
    const isReachable = document.body.dataset.feed === 'ok';
    if (!isWall() || !isReachable) return;
    const isOld = Date.now() - openedAt > DAY_MS && new Date().getUTCHours() === RENEW_AT_HOUR;
    if (isOld || (blankSince && Date.now() - blankSince > BLANK_FOR_MS)) location.reload();
  }
  muster.seenVersion = function (version) {
    if (madeBy && version && version !== madeBy) location.reload();
    madeBy = version || madeBy;
  };
  setInterval(heal, CHECK_EVERY_MS);
})(window.muster);

// The address is the state: every choice goes into it, and every page is read from it.
window.dash_clientside = window.dash_clientside || {};
window.muster = window.muster || {};
(function (muster) {
  'use strict';
  const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
  const SCHEME_KEY = 'muster-scheme';
  const ALL = 'ALL';
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const byId = id => document.getElementById(id);
  const two = number => String(number).padStart(2, '0');

  muster.byId = byId;
  // ----- the catalogue: what scripts say comes with the page
  let texts = null;
  muster.say = function (key, values = {}) {
    texts = texts || JSON.parse(byId('texts').textContent);
    const form = 'n' in values ? key + (values.n === 1 ? '.one' : '.other') : key;
    const shown = value => typeof value === 'number' ? value.toLocaleString('en-GB') : value;
    return (texts[form] || texts[key] || key).replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  };
  // ----- the constants of the method that scripts count by come with the page, too
  let method = null;
  muster.method = () => method = method || JSON.parse(byId('method').textContent);
  muster.noUpdate = () => window.dash_clientside.no_update;
  // ----- instants: the clock is the server's, as its heartbeat tells it (60-live.js sets the difference)
  muster.aheadMs = 0;
  muster.now = () => Date.now() + muster.aheadMs;
  // Of another year than the present one all digits are said.
  muster.dtg = function (when) {
    const year = when.getUTCFullYear();
    const isNow = year === new Date(muster.now()).getUTCFullYear();
    return two(when.getUTCDate()) + two(when.getUTCHours()) + two(when.getUTCMinutes()) +
      'Z' + MONTHS[when.getUTCMonth()] + (isNow ? two(year % 100) : String(year).padStart(4, '0'));
  };
  // As a person may type it, and read back as the very same instant: seconds need the longer form.
  muster.exact = function (ms) {
    const text = new Date(ms).toISOString();
    return ms % 60000 === 0 ? muster.dtg(new Date(ms)) : text.replace('.000Z', 'Z');
  };
  muster.day = function (text) {
    const [year, month, day] = text.slice(0, 10).split('-').map(Number);
    const name = MONTHS[month - 1];
    return day + ' ' + name[0] + name.slice(1).toLowerCase() + ' ' + year;
  };

  // ----- the address
  function address(path, parameters) {
    const parts = Object.entries(parameters).filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => {
        let text = encodeURIComponent(value).replace(/%3A/g, ':').replace(/%2F/g, '/');
        if (name === 'pair') text = text.replace(/%2B/g, '+');
        return name + '=' + text;
      });
    return parts.length ? path + '?' + parts.join('&') : path;
  }
  function current() {
    return Object.fromEntries(new URLSearchParams(location.search));
  }
  muster.go = function (path, parameters) {
    const target = address(path, parameters);
    if (target === location.pathname + location.search) return;
    history.pushState(null, '', target);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  };
  muster.change = changes => muster.go(location.pathname, {...current(), ...changes});
  muster.clocks = function () {
    const {as_of = null, known_at = null, body = null} = current();
    return {as_of, known_at, body};
  };
  muster.address = address;
  muster.current = current;

  // ----- the filters
  document.addEventListener('submit', event => {
    event.preventDefault();
    if (event.target.id === 'log-filter') {
      const text = id => byId(id).value.trim();
      muster.change({
        subject: text('filter-subject'), text: text('filter-text'), actor: text('filter-actor').toUpperCase(),
        seq: null, before: null,
      });
    }
  });
  document.addEventListener('click', event => {
    const twin = event.target.closest('[data-twin]');
    if (twin) return showTwin(twin);
    if (event.target.closest('#scheme-toggle')) return switchScheme();
    if (chooseEvent(event)) return;
    const link = event.target.closest('a[data-go]');
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const target = new URL(link.href);
      muster.go(target.pathname, Object.fromEntries(target.searchParams));
    }
  });
  document.addEventListener('keydown', event => { if (event.key === 'Enter') chooseEvent(event); });
  function chooseEvent(event) {
    const row = event.target.closest('#log-grid .ag-row');
    if (row) muster.change({seq: row.getAttribute('row-id')});
    return row !== null;
  }
  function showTwin(button) {
    const isTable = byId(button.dataset.twin).classList.toggle('show-table');
    button.setAttribute('aria-pressed', String(isTable));
    button.textContent = isTable ? muster.say('twin.chart') : muster.say('twin.table');
    button.setAttribute('aria-label', isTable ? muster.say('twin.as_chart') : muster.say('twin.as_table'));
    muster.tellOpened(byId(button.dataset.twin));
    window.dispatchEvent(new Event('resize'));
  }

  // ----- light and dark
  function storedScheme() {
    try { return localStorage.getItem(SCHEME_KEY); } catch { return null; }
  }
  function scheme() {
    return storedScheme() || (dark.matches ? 'dark' : 'light');
  }
  function paintScheme() {
    document.documentElement.dataset.mantineColorScheme = scheme();
    if (document.body) document.body.dataset.agThemeMode = scheme();
  }
  function tellScheme() {
    paintScheme();
    const set = window.dash_clientside.set_props;
    if (storedScheme()) set('mantine', {forceColorScheme: scheme()});
    set('scheme', {data: scheme()});
  }
  function switchScheme() {
    try { localStorage.setItem(SCHEME_KEY, scheme() === 'dark' ? 'light' : 'dark'); } catch { return; }
    tellScheme();
  }
  dark.addEventListener('change', () => { if (!storedScheme()) tellScheme(); });
  paintScheme();

  // ----- what Dash calls
  window.dash_clientside.muster = Object.assign(window.dash_clientside.muster || {}, {
    scheme() {
      paintScheme();
      if (storedScheme()) window.dash_clientside.set_props('mantine', {forceColorScheme: scheme()});
      return scheme();
    },
    mode(view) {
      if (!view) return muster.noUpdate();
      const {subject = '', text = ''} = view.parameters;
      document.title = view.title + ' – Muster';
      muster.shownPath = view.path;
      muster.shown(view.parameters);
      if (byId('log-filter')) {
        window.dash_clientside.set_props('filter-subject', {value: subject});
        window.dash_clientside.set_props('filter-text', {value: text});
      }
      return muster.noUpdate();
    },
    chooseBody(body, head) {
      if (body && head && body !== head.body) muster.change({body, pair: null, actor: null});
      return muster.noUpdate();
    },
    choose(value) {
      const name = window.dash_clientside.callback_context.triggered_id.replace('choose-', '');
      const wanted = value === ALL || value === undefined ? null : value;
      if ((current()[name] || null) !== wanted) muster.change({[name]: wanted, seq: null});
      return muster.noUpdate();
    },
  });
})(window.muster);

// The scrubber: a period with its events behind it, moments A and B, and the moment shown.
(function (muster) {
  'use strict';
  const DAY_MS = 86400000;
  const DAYS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1};
  const WEEK = 7;
  const SETTLE_MS = 500;
  const HEIGHT = 56;
  const KINDS = ['exercise', 'report', 'decision', 'commitment', 'lesson', 'amendment', 'other'];
  const byId = muster.byId;
  const scrub = {model: null, a: 0, b: 0, t: 0, settling: null, moved: new Set(), onMoment: null, typed: {}};
  muster.scrub = scrub;

  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const share = time => (time - scrub.model.start) / (scrub.model.end - scrub.model.start);

  // ----- the events of the period, as stacked bars: one path for each kind
  function densityOf(model) {
    const totals = new Array(model.buckets + 1).fill(0);
    model.density.forEach(([bucket, , n]) => { totals[bucket] += n; });
    const most = Math.max(1, ...totals);
    const base = new Array(model.buckets + 1).fill(0);
    // Square roots: a day of thousands must not make a single decision invisible.
    const high = n => Math.sqrt(n / most) * HEIGHT;
    return KINDS.map(kind => {
      const parts = model.density.filter(part => part[1] === kind).map(([bucket, , n]) => {
        const low = high(base[bucket]);
        base[bucket] += n;
        const top = high(base[bucket]);
        return `M${bucket - 1} ${HEIGHT - low}V${HEIGHT - top}h0.85V${HEIGHT - low}Z`;
      });
      return [kind, parts.join('')];
    }).filter(([, path]) => path);
  }
  function drawDensity(model) {
    const drawn = densityOf(model);
    const paths = drawn.map(([kind, d]) => `<path class="kind-${kind}" d="${d}"></path>`).join('');
    byId('review-density').innerHTML =
      `<svg viewBox="0 0 ${model.buckets} ${HEIGHT}" preserveAspectRatio="none">${paths}</svg>`;
    byId('review-kinds').replaceChildren(...drawn.map(([kind]) => {
      const item = document.createElement('li');
      const swatch = document.createElement('span');
      swatch.className = 'swatch kind-' + kind;
      item.append(swatch, model.kinds[kind]);
      return item;
    }));
  }

  // ----- where the handles stand
  function place(id) {
    const handle = byId('review-' + id);
    handle.style.left = 100 * share(scrub[id]) + '%';
    handle.setAttribute('aria-valuemin', '0');
    handle.setAttribute('aria-valuemax', String(Math.round((scrub.model.end - scrub.model.start) / DAY_MS)));
    handle.setAttribute('aria-valuenow', String(Math.round((scrub[id] - scrub.model.start) / DAY_MS)));
    handle.setAttribute('aria-valuetext', muster.dtg(new Date(scrub[id])));
  }
  scrub.placeAll = function () {
    if (!scrub.model || !byId('review-t')) return;
    ['a', 'b', 't'].forEach(place);
    const range = byId('review-range').style;
    range.left = 100 * share(scrub.a) + '%';
    range.width = 100 * (share(scrub.b) - share(scrub.a)) + '%';
    for (const id of ['a', 'b']) {
      const input = byId('review-typed-' + id);
      if (document.activeElement !== input) {
        window.dash_clientside.set_props('review-typed-' + id, {value: scrub.typed[id] = id === 'b' && writtenB() === null ? '' : muster.exact(scrub[id])});
      }
    }
  };
  scrub.placeMoment = () => place('t');

  // ----- moving them
  function move(id, time) {
    const {start, end} = scrub.model;
    const low = id === 'b' ? scrub.a : start;
    const high = id === 'a' ? scrub.b : end;
    scrub[id] = clamp(time, low, high);
    if (id === 't') return scrub.onMoment(scrub.t);
    scrub.placeAll();
    scrub.onMoment(scrub[id], true);
    scrub.moved.add(id);
    clearTimeout(scrub.settling);
    scrub.settling = setTimeout(settle, SETTLE_MS);
  }
  scrub.move = move;
  const written = time => new Date(time).toISOString().replace(/:00\.000Z$/, 'Z').replace(/\.000Z$/, 'Z');
  const writtenB = () => scrub.model.is_now && scrub.b === scrub.model.b ? null : written(scrub.b);
  function settle() {
    scrub.settling = null;
    scrub.moved.clear();
    if (byId('review-t')) muster.change({from_at: written(scrub.a), as_of: writtenB()});
  }
  // What was written into the fields and left there means the very moments it was written for.
  scrub.setTyped = function () {
    const text = id => byId('review-typed-' + id).value.trim();
    const isLeft = id => text(id) === scrub.typed[id];
    muster.change({
      from_at: isLeft('a') ? written(scrub.a) : text('a'),
      as_of: isLeft('b') ? writtenB() : text('b'),
    });
  };
  // Whole days: from wherever it stands to the midnights before and after.
  function shifted(time, days) {
    const midnight = Math.floor(time / DAY_MS) * DAY_MS;
    const from = days < 0 && midnight < time ? midnight + DAY_MS : midnight;
    return from + days * DAY_MS;
  }
  function monthShifted(time, months) {
    const at = new Date(time);
    const day = at.getUTCDate();
    at.setUTCDate(1);
    at.setUTCMonth(at.getUTCMonth() + months);
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    at.setUTCDate(Math.min(day, last));
    return at.getTime();
  }
  function keyed(id, event) {
    const {model} = scrub;
    const now = scrub[id];
    if (event.key in DAYS) return shifted(now, DAYS[event.key] * (event.shiftKey ? WEEK : 1));
    if (event.key === 'PageUp') return monthShifted(now, 1);
    if (event.key === 'PageDown') return monthShifted(now, -1);
    if (event.key === 'Home') return model.start;
    if (event.key === 'End') return model.end;
    return null;
  }
  document.addEventListener('keydown', event => {
    const handle = event.target.closest && event.target.closest('.scrub-handle');
    if (!handle || !scrub.model || event.ctrlKey || event.metaKey || event.altKey) return;
    const time = keyed(handle.dataset.handle, event);
    if (time === null) return;
    event.preventDefault();
    move(handle.dataset.handle, time);
  });

  // ----- by pointer: a handle is dragged, a press on the track brings the moment shown
  let dragged = null;
  function timeAt(event) {
    const box = byId('review-track').getBoundingClientRect();
    const part = clamp((event.clientX - box.left) / box.width, 0, 1);
    const time = scrub.model.start + part * (scrub.model.end - scrub.model.start);
    if (part === 0 || part === 1) return time;
    return Math.round(time / DAY_MS) * DAY_MS;
  }
  document.addEventListener('pointerdown', event => {
    const track = event.target.closest && event.target.closest('#review-track');
    if (!track || !scrub.model || event.button !== 0) return;
    const handle = event.target.closest('.scrub-handle');
    dragged = handle ? handle.dataset.handle : 't';
    byId('review-' + dragged).focus({preventScroll: true});
    if (!handle) move('t', timeAt(event));
    event.preventDefault();
  });
  document.addEventListener('pointermove', event => {
    if (dragged && byId('review-track')) move(dragged, timeAt(event));
  });
  document.addEventListener('pointerup', () => { dragged = null; });

  scrub.show = function (model) {
    scrub.model = model;
    // A handle that is still being moved stays where the hand is: an answer to an earlier move comes late.
    ['a', 'b'].filter(id => !scrub.moved.has(id)).forEach(id => { scrub[id] = model[id]; });
    scrub.t = clamp(scrub.t || model.b, model.start, model.end);
    drawDensity(model);
    scrub.placeAll();
  };
})(window.muster);

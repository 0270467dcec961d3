// What people write: notes about a card or a reading, acknowledgements, named reviews.
(function (muster) {
  'use strict';
  const PATH = '/api/notes';
  const LOOK_EVERY_MS = 1000;
  const TYPES = ['org.muster.note.added', 'org.muster.alert.acknowledged'];
  const byId = muster.byId;
  const keys = new Map();
  const state = {page: '', notes: [], about: null, opener: null, isMissing: false};

  // ----- writing: acknowledged means stored, and a text keeps its key until it is
  muster.publish = async function ({kind, about, text = ''}) {
    const body = JSON.stringify(text ? {kind, about, text} : {kind, about});
    if (!keys.has(body)) keys.set(body, newKey());
    let answer;
    try {
      answer = await fetch(PATH, {
        method: 'POST', body,
        headers: {'Content-Type': 'application/json', 'Idempotency-Key': keys.get(body)},
      });
    } catch {
      throw new Error(muster.say('notes.no_server'));
    }
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(said.error || String(answer.status)), {status: answer.status});
    keys.delete(body);
    return said;
  };
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  }

  // ----- reading: one question for all cards of a page
  function where() {
    const page = document.querySelector('.page');
    const {as_of, known_at} = muster.clocks();
    return page ? muster.address(PATH, {page: location.pathname, as_of, known_at}) : '';
  }
  async function look() {
    const page = where();
    state.page = page;
    if (!page) return;
    try {
      const answer = await fetch(page);
      if (!answer.ok) throw new Error(String(answer.status));
      const {notes} = await answer.json();
      if (state.page !== page) return;
      state.notes = notes;
      state.isMissing = false;
    } catch {
      state.isMissing = true;
    }
    showCounts();
    if (byId('notes-dialog')?.open) drawList();
  }
  const of = about => state.notes.filter(note => note.about === about || note.about.startsWith(about + ':'));
  function showCounts() {
    document.querySelectorAll('[data-note]').forEach(button => {
      const n = of(aboutOf(button.dataset.note)).length;
      const words = n ? muster.say('notes.button_n', {n}) : muster.say('notes.button');
      if (button.textContent !== words) button.textContent = words;
    });
  }
  const aboutOf = (card, why = '') => location.pathname + '#' + card + (why ? ':' + why : '');

  // ----- the dialog
  muster.openNotes = function (about, title) {
    const dialog = byId('notes-dialog');
    if (!dialog || dialog.open) return;
    state.about = about;
    state.opener = document.activeElement;
    byId('notes-about').textContent = title;
    byId('notes-text').value = '';
    tell('', '');
    box().checked = false;
    drawList();
    dialog.showModal();
    byId('notes-text').focus();
  };
  function box() {
    const place = byId('notes-acknowledge');
    if (!place.firstChild) {
      const input = document.createElement('input');
      input.type = 'checkbox';
      place.append(input);
    }
    return place.firstChild;
  }
  function part(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }
  function drawn(note) {
    const item = document.createElement('li');
    const line = part('div', 'notes-line', '');
    const link = part('a', 'mono', note.when);
    link.href = muster.address('/events', {...muster.clocks(), seq: String(note.seq)});
    line.append(link, part('span', '', note.author));
    if (note.kind === 'acknowledgement') line.append(part('span', 'notes-seen', muster.say('notes.seen')));
    const why = note.about.slice(note.about.indexOf('#')).split(':').slice(1).join(' ');
    if (why) line.append(part('span', '', why));
    item.append(line);
    if (note.text) item.append(part('p', '', note.text));
    return item;
  }
  function drawList() {
    const found = of(state.about);
    const nobody = muster.isPast ? muster.say('notes.none_past') : muster.say('notes.none');
    const empty = state.isMissing ? muster.say('notes.missing') : nobody;
    byId('notes-list').replaceChildren(...(found.length ? found.map(drawn) : [part('li', 'muted', empty)]));
  }
  function tell(words, how) {
    byId('notes-state').textContent = words;
    byId('notes-state').dataset.state = how;
  }
  async function send() {
    const text = byId('notes-text').value.trim();
    const kind = box().checked ? 'acknowledgement' : 'note';
    tell(muster.say('notes.sending'), '');
    try {
      const {marking = ''} = await muster.publish({kind, about: state.about, text});
      if (!byId('notes-dialog')) return;
      byId('notes-text').value = '';
      box().checked = false;
      tell(muster.isPast ? muster.say('notes.stored_past', {marking}) : muster.say('notes.stored', {marking}), 'stored');
    } catch (error) {
      tell(error.message, 'failed');
    }
  }
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-note]');
    if (button) {
      const card = button.dataset.note;
      return muster.openNotes(aboutOf(card), byId(card + '-title')?.textContent || '');
    }
    if (event.target.closest('#notes-close')) byId('notes-dialog').close();
  });
  document.addEventListener('submit', event => {
    if (event.target.id !== 'notes-form') return;
    event.preventDefault();
    send();
  });
  // The key n on a reading: a note about that very number.
  document.addEventListener('keydown', event => {
    if (event.key !== 'n' || event.ctrlKey || event.metaKey || event.altKey) return;
    const marked = event.target.closest && event.target.closest('[data-why], [data-reading]');
    const card = marked && marked.closest('.card');
    if (!card) return;
    event.preventDefault();
    const why = marked.dataset.why || marked.dataset.reading;
    muster.openNotes(aboutOf(card.id, why), why.replace(/:/g, ' '));
  });
  document.addEventListener('close', event => {
    if (event.target.id === 'notes-dialog' && state.opener && state.opener.isConnected) state.opener.focus();
  }, true);

  // ----- live: notes come by the feed like any event; another page or clock asks again
  document.addEventListener('muster:events', event => {
    if (event.detail.events.some(one => TYPES.includes(one.type))) look();
  });
  setInterval(() => { if (where() !== state.page) look(); }, LOOK_EVERY_MS);
})(window.muster);

// What changed between A and B: a line for each reading; its causes are made when it is opened.
(function (muster) {
  'use strict';
  const byId = muster.byId;
  function part(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }
  function link(words, href) {
    const made = part('a', '', words);
    made.href = href;
    made.dataset.go = '';
    return made;
  }
  function eventLink(model, seq) {
    const address = new URL(model.event_address, location.origin);
    return link(
      muster.say('review.event', {seq}),
      muster.address(address.pathname, {...Object.fromEntries(address.searchParams), seq: String(seq)}));
  }
  function causeRow(model, [share, words, seq, events, eventsAddress]) {
    const row = document.createElement('tr');
    const from = part('td', '', seq === null && !events ? '–' : '');
    if (seq !== null) from.append(eventLink(model, seq));
    if (events) from.append(link(muster.say('review.events', {n: events}), eventsAddress));
    row.append(part('td', '', share), part('td', '', words), from);
    return row;
  }
  function causesOf(model, change) {
    const table = part('table', 'plain-table causes', '');
    const head = document.createElement('thead');
    const row = document.createElement('tr');
    row.append(...model.headings.map(words => {
      const heading = part('th', '', words);
      heading.scope = 'col';
      return heading;
    }));
    head.append(row);
    const body = document.createElement('tbody');
    body.append(...change.causes.map(cause => causeRow(model, cause)));
    table.append(part('caption', 'sr-only', model.caption), head, body);
    return table;
  }
  function changeItem(model, change) {
    const item = document.createElement('li');
    const details = part('details', 'change', '');
    const summary = document.createElement('summary');
    summary.append(
      part('span', 'change-size ' + change.look, change.size), part('span', 'change-name', change.name),
      part('span', 'change-values', change.values), part('span', 'muted', change.levels));
    details.append(summary);
    details.addEventListener('toggle', () => {
      if (details.open && !details.querySelector('table')) details.append(causesOf(model, change));
    });
    item.append(details);
    return item;
  }
  window.dash_clientside.muster.drawDifference = function (model) {
    const place = byId('review-changes');
    if (!model || !place) return muster.noUpdate();
    place.replaceChildren(...model.changes.map(change => changeItem(model, change)));
    if (model.more) {
      const last = part('li', 'muted changes-ways', model.more);
      last.append(...model.ways.flatMap(([words, href]) => [' ', link(words, href)]));
      place.append(last);
    }
    place.scrollTop = 0;
    place.dataset.ready = 'true';
    return muster.noUpdate();
  };
})(window.muster);

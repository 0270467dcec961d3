// Take-away: tables from the server, charts as pictures made here, the page by the print dialogue.
(function (muster) {
  'use strict';
  // The name of SVG's namespace is an address; the parser knows it.
  const SVG = Object.assign(document.createElement('template'), {innerHTML: '<svg></svg>'}).content.firstChild.namespaceURI;
  const GAP = 16;
  const LINE = 18;
  const SHARPNESS = 2;
  const MARGIN_PX = 40;
  const byId = muster.byId;

  // ----- what every file says of itself; a live view is pinned by the clocks of its data
  function facts() {
    const {as_of, known_at, body} = muster.current();
    const now = new Date(muster.now()).toISOString();
    const shownBody = body || (byId('body') ? byId('body').value.split(' ')[0] : '');
    const shown = muster.isPast && muster.live.shown ? muster.live.shown : muster.live;
    const knownAt = known_at || (shown.recordedAt || now).replace('+00:00', 'Z');
    const pinned = {...muster.current(), as_of: as_of || now, known_at: knownAt, body: shownBody};
    return {
      as_of: muster.dtg(new Date(pinned.as_of)),
      known_at: muster.dtg(new Date(pinned.known_at)),
      body: shownBody,
      viewer: document.querySelector('.viewer')?.textContent || '',
      marking: byId('banner-top')?.textContent || '',
      taken: muster.dtg(new Date(muster.now())),
      link: location.origin + muster.address(location.pathname, pinned),
    };
  }
  function fileName(card, ending) {
    const page = card.closest('.page').id;
    return ['muster', page, card.id, muster.dtg(new Date(muster.current().as_of || muster.now()))].join('-') + ending;
  }

  // ----- the menu
  document.addEventListener('toggle', event => {
    const menu = event.target;
    if (!menu.matches || !menu.matches('.menu')) return;
    if (!menu.open) return;
    document.querySelectorAll('.menu[open]').forEach(other => { if (other !== menu) other.open = false; });
    const card = menu.closest('.card');
    const hasCharts = plots(card).length > 0;
    menu.querySelectorAll('[data-picture]').forEach(one => { one.hidden = !hasCharts; });
    menu.querySelectorAll('[data-take]').forEach(link => {
      link.href = '/take-away/' + card.closest('.page').id + '/' + card.id + '.' + link.dataset.take + location.search;
    });
    place(menu);
  }, true);
  function place(menu) {
    const at = menu.getBoundingClientRect();
    const list = menu.querySelector('.menu-list');
    list.style.top = Math.min(at.bottom + 4, innerHeight - list.offsetHeight - 8) + 'px';
    list.style.left = Math.max(8, at.right - list.offsetWidth) + 'px';
  }
  const closeAll = () => document.querySelectorAll('.menu[open]').forEach(menu => { menu.open = false; });
  document.addEventListener('keydown', event => {
    const menu = event.target.closest && event.target.closest('.menu[open]');
    if (event.key !== 'Escape' || !menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector('summary').focus();
  }, true);
  document.addEventListener('click', event => {
    if (!event.target.closest('.menu')) return closeAll();
    const button = event.target.closest('[data-picture], [data-print]');
    if (event.target.closest('.menu-list')) closeAll();
    if (!button) return;
    if ('print' in button.dataset) return window.print();
    const card = button.closest('.card');
    save(card, button.dataset.picture).catch(error => {
      byId('digest').textContent = muster.say('take_away.failed', {why: error.message});
    });
  });

  // ----- a picture: the charts where they stand, their captions, and a strip that says what it is
  function plots(card) {
    return [...card.querySelectorAll('.card-chart .js-plotly-plot')].filter(one => one.offsetWidth && one.data);
  }
  function node(name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }
  function lettering(x, y, text, fill, size, weight = 400, anchor = 'start') {
    return node('text', {
      x, y, fill, 'font-size': size, 'font-weight': weight, 'text-anchor': anchor,
      'font-family': 'Inter, system-ui, sans-serif',
    }, text);
  }
  function wrapped(text, width, size) {
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = size + 'px Inter, system-ui, sans-serif';
    const lines = [''];
    for (const word of text.split(' ')) {
      const longer = (lines[lines.length - 1] + ' ' + word).trim();
      if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }
  async function drawnPlot(plot, base) {
    const at = plot.getBoundingClientRect();
    const url = await window.Plotly.toImage(plot, {format: 'svg', width: at.width, height: at.height});
    const text = decodeURIComponent(url.slice(url.indexOf(',') + 1));
    const drawn = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    drawn.setAttribute('x', at.left - base.left);
    drawn.setAttribute('y', at.top - base.top);
    return document.importNode(drawn, true);
  }
  function captions(chart, base) {
    const walker = document.createTreeWalker(chart, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const words = walker.currentNode.textContent.trim();
      if (!words || parent.closest('.js-plotly-plot, .sr-only') || !parent.offsetWidth) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const at = range.getBoundingClientRect();
      const look = getComputedStyle(parent);
      found.push(lettering(at.left - base.left, at.bottom - base.top - 5, words, look.color, parseFloat(look.fontSize), look.fontWeight));
    }
    return found;
  }
  muster.picture = async function (card) {
    const chart = card.querySelector('.card-chart');
    const base = chart.getBoundingClientRect();
    const look = getComputedStyle(card);
    const muted = getComputedStyle(card.querySelector('.subtitle')).color;
    const said = facts();
    const width = Math.round(base.width) + 2 * GAP;
    const head = [
      ...wrapped(byId(card.id + '-title').textContent, base.width, 16).map(text => [text, look.color, 16, 600]),
      ...wrapped(byId(card.id + '-subtitle').textContent, base.width, 12).map(text => [text, muted, 12, 400]),
    ];
    const foot = [
      ...wrapped(muster.say('take_away.facts', said), base.width, 12),
      ...wrapped(muster.say('take_away.link', said), base.width, 12),
    ];
    const top = (head.length + 1) * LINE + 2 * GAP;
    const height = Math.round(top + base.height + (foot.length + 1) * LINE + 2 * GAP);
    const whole = node('svg', {xmlns: SVG, width, height, viewBox: '0 0 ' + width + ' ' + height});
    whole.append(node('title', {}, byId(card.id + '-title').textContent));
    whole.append(node('rect', {width, height, fill: look.backgroundColor}));
    whole.append(lettering(width / 2, LINE, said.marking, look.color, 12, 600, 'middle'));
    head.forEach(([text, fill, size, weight], n) => whole.append(lettering(GAP, GAP + (n + 2) * LINE, text, fill, size, weight)));
    const inside = node('g', {transform: 'translate(' + GAP + ' ' + top + ')'});
    for (const plot of plots(card)) inside.append(await drawnPlot(plot, base));
    inside.append(...captions(chart, base));
    whole.append(inside);
    foot.forEach((text, n) => whole.append(lettering(GAP, top + base.height + GAP + (n + 1) * LINE, text, muted, 12)));
    whole.append(lettering(width / 2, height - 8, said.marking, look.color, 12, 600, 'middle'));
    return {text: new XMLSerializer().serializeToString(whole), width, height};
  };
  async function asPng({text, width, height}) {
    const image = new Image();
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * SHARPNESS;
    canvas.height = height * SHARPNESS;
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
  }
  async function save(card, kind) {
    const drawn = await muster.picture(card);
    const blob = kind === 'png' ? await asPng(drawn) : new Blob([drawn.text], {type: 'image/svg+xml'});
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = fileName(card, '.' + kind);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // ----- paper: one sheet as large as the screen, marked above and below, with what it is
  function sheet() {
    const style = byId('print-sheet') || document.head.appendChild(document.createElement('style'));
    style.id = 'print-sheet';
    const said = facts();
    const quoted = '"' + said.marking.replace(/["\\\n]/g, ' ') + '"';
    const box = '{ content: ' + quoted + '; font: 600 12px sans-serif; color: #16202B; }';
    style.textContent = '@page { size: ' + innerWidth + 'px ' + (innerHeight + 3 * MARGIN_PX) + 'px; margin: ' + MARGIN_PX +
      'px 0; @top-center ' + box + ' @bottom-center ' + box + ' }';
    const strip = byId('print-facts') || document.createElement('div');
    strip.id = 'print-facts';
    strip.replaceChildren(...[muster.say('take_away.printed', said), muster.say('take_away.link', said)].map(words => {
      const line = document.createElement('p');
      line.textContent = words;
      return line;
    }));
    document.querySelector('.header').after(strip);
    // Where the sheet itself carries the marking, the banners of the screen would repeat it.
    document.body.dataset.markedSheet = 'CSSMarginRule' in window ? '1' : '0';
  }
  window.addEventListener('beforeprint', sheet);
})(window.muster);

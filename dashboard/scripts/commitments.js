// As many commitments as fit, whole: first in two columns, then denser, then in three. What does
// not fit is counted in the card's subtitle, so that nobody takes a part for the whole.
(function (muster) {
  'use strict';
  const LOOKS = ['', 'is-dense', 'is-dense is-three'];
  const list = () => document.querySelector('#commitments-bars .commitment-list');

  function shown(all) {
    const frame = all.getBoundingClientRect();
    return [...all.children].filter(one => {
      const box = one.getBoundingClientRect();
      return box.left < frame.right && box.bottom <= frame.bottom + 1;
    }).length;
  }
  function fit() {
    const all = list();
    const words = muster.byId('commitments-shown');
    // While the table is shown the bars have no size.
    if (!all || !words || !all.clientWidth) return;
    const count = all.children.length;
    let best = {look: '', fits: -1};
    for (const look of LOOKS) {
      all.className = 'commitment-list ' + look;
      const fits = shown(all);
      if (fits > best.fits) best = {look, fits};
      if (fits === count) break;
    }
    all.className = 'commitment-list ' + best.look;
    const some = () => muster.say('commitments.some', {shown: best.fits, all: count});
    const text = !count ? '' : best.fits < count ? some() : muster.say('commitments.all');
    if (words.textContent !== text) words.textContent = text;
  }

  const sizes = new ResizeObserver(fit);
  document.addEventListener('muster:drawn', event => {
    if (!event.detail.includes('commitments-bars')) return;
    requestAnimationFrame(() => {
      const frame = muster.byId('commitments-bars');
      if (!frame) return;
      sizes.disconnect();
      sizes.observe(frame);
      fit();
    });
  });
})(window.muster);

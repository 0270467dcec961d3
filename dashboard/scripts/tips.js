// The words of a square of the map: shown by the mouse and by the keyboard's focus alike.
(function (muster) {
  'use strict';
  const tip = () => muster.byId('tip');
  const place = target => target.closest && target.closest('[data-tip]');

  function show(one) {
    const box = tip();
    if (!box) return;
    box.textContent = one.dataset.tip;
    box.hidden = false;
    const at = one.getBoundingClientRect();
    const left = Math.min(at.left, window.innerWidth - box.offsetWidth - 8);
    const below = at.bottom + 8;
    const top = below + box.offsetHeight > window.innerHeight ? at.top - box.offsetHeight - 8 : below;
    box.style.left = Math.max(8, left) + 'px';
    box.style.top = top + 'px';
  }
  function hide() {
    if (tip()) tip().hidden = true;
  }
  document.addEventListener('mouseover', event => {
    const one = place(event.target);
    if (one) show(one);
  });
  document.addEventListener('mouseout', event => { if (place(event.target)) hide(); });
  document.addEventListener('focusin', event => {
    const one = place(event.target);
    if (one) show(one);
  });
  document.addEventListener('focusout', event => { if (place(event.target)) hide(); });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && place(event.target)) hide();
  });
})(window.muster);

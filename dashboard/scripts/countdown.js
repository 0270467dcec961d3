// Counts deadlines down while the page is live, and asks the server again when one is reached:
// what the clock then decides comes without an event.
(function (muster) {
  'use strict';
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const reached = new Set();

  function words(seconds) {
    if (seconds <= 0) return muster.say('summits.over');
    const part = unit => Math.floor(seconds / unit);
    if (seconds >= DAY) return muster.say('summits.days', {days: part(DAY), hours: Math.floor((seconds % DAY) / HOUR)});
    if (seconds >= HOUR) return muster.say('summits.hours', {hours: part(HOUR), minutes: Math.floor((seconds % HOUR) / MINUTE)});
    return muster.say('summits.minutes', {minutes: part(MINUTE), seconds: Math.floor(seconds % MINUTE)});
  }
  function count() {
    // The past stands still.
    if (muster.isPast) return;
    for (const mark of document.querySelectorAll('[data-deadline]')) {
      const seconds = (new Date(mark.dataset.deadline) - muster.now()) / 1000;
      const text = words(seconds);
      if (mark.textContent !== text) mark.textContent = text;
      mark.classList.toggle('is-near', seconds < DAY);
      if (seconds <= 0 && !reached.has(mark.dataset.deadline)) {
        reached.add(mark.dataset.deadline);
        window.dash_clientside.set_props('tick', {data: Date.now()});
      }
    }
  }
  setInterval(count, 1000);
})(window.muster);

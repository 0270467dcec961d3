// The stream of the feed, kept alive: a heartbeat is due every 5 s, so one that is silent is opened anew.
// The page uses it where there are no shared workers; live-worker.js loads it for all tabs of a browser.
(function (scope) {
  'use strict';
  const SILENT_MS = 15000;
  // Whoever has been away, or is online again, does not wait for that: one heartbeat overdue is enough.
  const OVERDUE_MS = 6000;
  const LOOK_EVERY_MS = 1000;
  const REOPEN_MS = 2000;
  const KINDS = ['hb', 'events', 'state', 'resync'];

  scope.openMusterStream = function (tell) {
    let source = null;
    let lastSeq = null;
    let heardAt = 0;
    let reopening = null;

    function heard(kind, event) {
      heardAt = Date.now();
      if (event.lastEventId) lastSeq = event.lastEventId;
      const body = JSON.parse(event.data);
      // How far the server's clock is ahead is known only now: a message that waits says too little.
      if (kind === 'hb' && body.at) body.ahead_ms = Date.parse(body.at) - heardAt;
      tell({kind, body});
    }
    function open() {
      clearTimeout(reopening);
      reopening = null;
      if (source) source.close();
      heardAt = Date.now();
      const own = source = new EventSource('/stream' + (lastSeq === null ? '' : '?last=' + lastSeq));
      own.onerror = () => {
        if (own !== source) return;
        tell({kind: 'down'});
        // The browser tries again by itself, except after an answer that was no stream.
        if (own.readyState === EventSource.CLOSED && !reopening) reopening = setTimeout(open, REOPEN_MS);
      };
      // What a stream that was given up still says is not heard twice.
      for (const kind of KINDS) own.addEventListener(kind, event => { if (own === source) heard(kind, event); });
    }
    // A connection can be dead without being closed: after sleep, behind a tunnel or a proxy.
    function look(silentMs) {
      if (Date.now() - heardAt < silentMs) return;
      tell({kind: 'down'});
      open();
    }
    open();
    setInterval(() => look(SILENT_MS), LOOK_EVERY_MS);
    return {wake: () => look(OVERDUE_MS)};
  };
})(self);

// The stream of the feed, kept alive: a heartbeat is due every 5 s, so one that is silent is opened anew.
// The page uses it where there are no shared workers; live-worker.js loads it for all tabs of a browser.
(function (scope) {
  'use strict';
  const SILENT_MS = 15000;
  // Whoever has been away, or is online again, does not wait for that: one heartbeat overdue is enough.
  const OVERDUE_MS = 6000;
  // The server speaks at once: a stream that says nothing at first is given up sooner, then later and later.
  const CONNECT_MS = 4000;
  const LOOK_EVERY_MS = 1000;
  const REOPEN_MS = 2000;
  // A browser keeps so many connections to a host and uses them again, dead ones too.
  const CONNECTIONS = 5;
  const PROBE_MS = 3000;
  const KINDS = ['hb', 'events', 'state', 'resync'];

  // What hangs on a dead connection takes it out of the browser's hands once it is given up.
  function dropDeadConnections() {
    for (let n = 0; n < CONNECTIONS; n += 1) {
      fetch('/health', {cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS)})
        .then(answer => answer.text()).catch(() => {});
    }
  }

  scope.openMusterStream = function (tell) {
    let source = null;
    let lastSeq = null;
    let heardAt = 0;
    let attempts = 0;
    let reopening = null;

    function heard(kind, event) {
      heardAt = Date.now();
      attempts = 0;
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
      attempts += 1;
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
    const patience = () => attempts ? Math.min(SILENT_MS, CONNECT_MS * 2 ** (attempts - 1)) : SILENT_MS;
    // A connection can be dead without being closed: after sleep, behind a tunnel or a proxy.
    function look(silentMs) {
      if (Date.now() - heardAt < silentMs) return;
      tell({kind: 'silent'});
      dropDeadConnections();
      open();
    }
    open();
    setInterval(() => look(patience()), LOOK_EVERY_MS);
    return {wake: () => look(Math.min(OVERDUE_MS, patience()))};
  };
})(self);

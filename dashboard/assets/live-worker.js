// One stream for all tabs of a browser: HTTP/1.1 allows six connections to a host.
'use strict';
const REOPEN_MS = 2000;
const ports = new Set();
let source = null;
let lastSeq = null;
let isUp = false;
let heartbeat = null;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function seen(name, event) {
  isUp = true;
  if (event.lastEventId) lastSeq = event.lastEventId;
  const body = JSON.parse(event.data);
  if (name === 'hb') heartbeat = body;
  tell({kind: name, body});
}

function open() {
  source = new EventSource('/stream' + (lastSeq === null ? '' : '?last=' + lastSeq));
  source.onopen = () => { isUp = true; };
  source.onerror = () => {
    isUp = false;
    tell({kind: 'down'});
    // The browser tries again by itself, except after an answer that was no stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(open, REOPEN_MS);
  };
  for (const name of ['hb', 'events', 'state', 'resync']) {
    source.addEventListener(name, event => seen(name, event));
  }
}

onconnect = connection => {
  const port = connection.ports[0];
  ports.add(port);
  port.onmessage = message => { if (message.data === 'bye') ports.delete(port); };
  if (source === null) open();
  else if (isUp && heartbeat) port.postMessage({kind: 'hb', body: heartbeat});
};

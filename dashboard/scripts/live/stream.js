// The stream of the feed, kept alive: a heartbeat is due every 5 s, so one that is silent is opened anew.
// The page uses it where there are no shared workers; worker.js opens it for all tabs of a browser.
import {silence, silenceAtWaking} from './patience.js';

/** @typedef {{kind: string, body?: any}} Message */

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
      .then(answer => answer.text())
      .catch(() => {});
  }
}

/**
 * Open the stream and tell what it says. What comes back wakes it up.
 * @param {(message: Message) => void} tell
 */
export function openStream(tell) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {string | null} */
  let lastSeq = null;
  let heardAt = 0;
  let attempts = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let reopening;

  /**
   * @param {string} kind
   * @param {MessageEvent} event
   */
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
    reopening = undefined;
    source?.close();
    heardAt = Date.now();
    attempts += 1;
    const own = new EventSource(`/stream${lastSeq === null ? '' : `?last=${lastSeq}`}`);
    source = own;
    own.onerror = () => {
      if (own !== source) return;
      tell({kind: 'down'});
      // The browser tries again by itself, except after an answer that was no stream.
      if (own.readyState === EventSource.CLOSED && !reopening) reopening = setTimeout(open, REOPEN_MS);
    };
    for (const kind of KINDS) {
      own.addEventListener(kind, event => {
        // What a stream that was given up still says is not heard twice.
        if (own === source) heard(kind, event);
      });
    }
  }

  /**
   * A connection can be dead without being closed: after sleep, behind a tunnel or a proxy.
   * @param {number} silentMs
   */
  function look(silentMs) {
    if (Date.now() - heardAt < silentMs) return;
    tell({kind: 'silent'});
    dropDeadConnections();
    open();
  }

  open();
  setInterval(() => look(silence(attempts)), LOOK_EVERY_MS);
  return {wake: () => look(silenceAtWaking(attempts))};
}

// The stream of the feed, kept alive: a heartbeat is due every 5 s, so one that is silent is opened anew.
// The page uses it where there are no shared workers; worker.js opens it for all tabs of a browser.
import {silence, silenceAtWaking} from './patience.js';

/** @typedef {{kind: string, body?: any}} Message */

const LOOK_EVERY_MS = 1000;
const REOPEN_MS = 2000;
// A browser keeps so many connections to a host and uses them again, dead ones too.
const CONNECTIONS = 5;
const PROBE_MS = 3000;
const KINDS = ['hb', 'events', 'state', 'clock', 'resync', 'signed-out'];

// What hangs on a dead connection takes it out of the browser's hands once it is given up.
function dropDeadConnections() {
  for (let n = 0; n < CONNECTIONS; n += 1) {
    fetch('/health', {cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS)})
      .then(answer => answer.text())
      .catch(() => {});
  }
}

/** The stream, from when it is made; it opens itself anew whenever it is silent for too long. */
export class Stream {
  /** @param {(message: Message) => void} tell what is called with all that the stream says, and that it is down */
  constructor(tell) {
    this.tell = tell;
    /** @type {EventSource | null} */
    this.source = null;
    /** @type {string | null} */
    this.lastSeq = null;
    this.heardAt = 0;
    this.attempts = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.reopening = undefined;
    this.open();
    setInterval(() => this.look(silence(this.attempts)), LOOK_EVERY_MS);
  }

  /** Somebody has come back: one heartbeat overdue is enough to open it anew. */
  wake() {
    this.look(silenceAtWaking(this.attempts));
  }

  open() {
    clearTimeout(this.reopening);
    this.reopening = undefined;
    this.source?.close();
    this.heardAt = Date.now();
    this.attempts += 1;
    const own = new EventSource(`/stream${this.lastSeq === null ? '' : `?last=${this.lastSeq}`}`);
    this.source = own;
    own.onerror = () => {
      if (own === this.source) this.failed(own);
    };
    for (const kind of KINDS) {
      own.addEventListener(kind, event => {
        // What a stream that was given up still says is not heard twice.
        if (own === this.source) this.heard(kind, event);
      });
    }
  }

  /**
   * @param {string} kind
   * @param {MessageEvent} event
   */
  heard(kind, event) {
    this.heardAt = Date.now();
    this.attempts = 0;
    if (event.lastEventId) this.lastSeq = event.lastEventId;
    const body = JSON.parse(event.data);
    // How far the server's clock is ahead is known only now: a message that waits says too little.
    if (kind === 'hb' && body.at) body.ahead_ms = Date.parse(body.at) - this.heardAt;
    this.tell({kind, body});
  }

  /** @param {EventSource} own */
  failed(own) {
    this.tell({kind: 'down'});
    // The browser tries again by itself, except after an answer that was no stream.
    if (own.readyState !== EventSource.CLOSED || this.reopening) return;
    this.reopening = setTimeout(() => this.open(), REOPEN_MS);
  }

  /**
   * A connection can be dead without being closed: after sleep, behind a tunnel or a proxy.
   * @param {number} silentMs
   */
  look(silentMs) {
    if (Date.now() - this.heardAt < silentMs) return;
    this.tell({kind: 'silent'});
    dropDeadConnections();
    this.open();
  }
}

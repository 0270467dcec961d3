// One stream for all tabs of a browser: HTTP/1.1 allows six connections to a host. A program of its own.
import {Stream} from './live/stream.js';
import {BYE, WAKE} from './live/wake.js';

/** @typedef {import('./live/stream.js').Message} Message */

/** @type {Set<MessagePort>} */
const ports = new Set();
/** @type {Stream | null} */
let stream = null;
/** @type {Message | null} */
let heartbeat = null;

/** @param {Message} message */
function tell(message) {
  if (message.kind === 'hb') heartbeat = message;
  // Of a stream that is down nothing is known: a new tab waits for what comes next.
  if (message.kind === 'down' || message.kind === 'silent') heartbeat = null;
  for (const port of ports) port.postMessage(message);
}

/** @param {MessagePort} port */
function take(port) {
  ports.add(port);
  port.onmessage = ({data}) => {
    if (data === BYE) ports.delete(port);
    if (data === WAKE) stream?.wake();
  };
  if (!stream) {
    stream = new Stream(tell);
    return;
  }
  stream.wake();
  if (heartbeat) port.postMessage(heartbeat);
}

self.addEventListener('connect', event => take(/** @type {MessageEvent} */ (event).ports[0]));

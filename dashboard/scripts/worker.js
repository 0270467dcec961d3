// One stream for all tabs of a browser: HTTP/1.1 allows six connections to a host.
import './stream.js';

const ports = new Set();
let stream = null;
let heartbeat = null;

function tell(message) {
  if (message.kind === 'hb') heartbeat = message;
  // Of a stream that is down nothing is known: a new tab waits for what comes next.
  if (message.kind === 'down' || message.kind === 'silent') heartbeat = null;
  for (const port of ports) port.postMessage(message);
}

self.onconnect = connection => {
  const port = connection.ports[0];
  ports.add(port);
  port.onmessage = ({data}) => {
    if (data === 'bye') ports.delete(port);
    if (data === 'wake' && stream) stream.wake();
  };
  if (stream === null) stream = self.openMusterStream(tell);
  else {
    stream.wake();
    if (heartbeat) port.postMessage(heartbeat);
  }
};

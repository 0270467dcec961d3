"""A wire to the database that can be cut at the worst moment: after COMMIT, before its answer."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager


class Wire:
    """Passes bytes both ways, and can lose the answers to some COMMITs."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.commits_to_lose = 0
        self.lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Accept no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        with client, server, selectors.DefaultSelector() as ready, contextlib.suppress(OSError):
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            is_to_be_cut = False
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(1 << 16)  # type: ignore[union-attr]
                    if not data:
                        return
                    if key.fileobj is server and is_to_be_cut:
                        return  # committed, but nobody will hear of it
                    key.data.sendall(data)
                    if key.fileobj is client and b"COMMIT" in data and self.commits_to_lose > 0:
                        self.commits_to_lose -= 1
                        self.lost += 1
                        is_to_be_cut = True


@contextmanager
def wire_to(host: str, port: int) -> Generator[Wire]:
    """Give a wire to a server."""
    wire = Wire(host, port)
    try:
        yield wire
    finally:
        wire.close()

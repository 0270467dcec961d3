"""What every server of ours has in common: one address, and patience with an end."""

import asyncio
import errno
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from infra.errors import ServiceUnavailable

HOST = "127.0.0.1"
HEAD_WITHIN_S = 10


class PortInUse(ServiceUnavailable):
    """Another program listens on the port."""


class AddressNotHere(ServiceUnavailable):
    """The address to listen on is another machine's."""


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, but a head has to be whole within some seconds."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._have_head()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Wait for the rest of a head."""
        super().on_message_begin()
        if self._head_timer is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Wait no more."""
        self._have_head()
        super().on_headers_complete()

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_WITHIN_S, self.transport.close)

    def _have_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


def listen(port: int, command: str, address: str = HOST) -> socket.socket:
    """Return a socket that listens, on this machine alone where no other address is named.

    `command` is what the user called.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise AddressNotHere(f"this machine has no address {address}") from error
        raise PortInUse(
            f"port {port} is in use; stop what uses it, or choose another: "
            f"{command} --port {port + 1}"
        ) from error
    return listening

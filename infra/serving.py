"""What every server of ours has in common: one address, and patience with an end."""

import asyncio
import errno
import socket
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from infra.errors import ServiceUnavailable

HOST = "127.0.0.1"
HEAD_WITHIN_S = 10


class PortInUse(ServiceUnavailable):
    """Another program listens on the port."""


class AddressNotHere(ServiceUnavailable):
    """The address to listen on is another machine's."""


class _Parser(httptools.HttpRequestParser):
    """Reads requests; one that would go on in another protocol is read as if it had not said so.

    Java's client offers HTTP/2 with each first request, its body right behind it. The parser of
    httptools takes such a body for the other protocol, and is of no use after that.
    """

    def __init__(self, protocol: "Protocol") -> None:
        super().__init__(protocol)
        self._protocol = protocol

    def feed_data(self, data: Any) -> None:
        """Read on; what comes after a head that offers an upgrade is its body."""
        try:
            super().feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            head_ends_at: int = upgrade.args[0]
            head = self._protocol.head_without_upgrade(self.get_method())
            self._protocol.parser = plain = _Parser(self._protocol)
            plain.feed_data(head)
            if rest := bytes(data[head_ends_at:]):
                plain.feed_data(rest)


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, but a head has to be whole within some seconds.

    Nothing is upgraded: who offers another protocol is answered in this one (RFC 9110, 7.8).
    """

    _head_timer: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.parser = _Parser(self)

    def head_without_upgrade(self, method: bytes) -> bytes:
        """Give the head that has been read, without its offer."""
        kept = [
            name + b": " + value
            for name, value in self.headers
            if name not in (b"upgrade", b"connection", b"http2-settings")
        ]
        return b"\r\n".join((method + b" " + self.url + b" HTTP/1.1", *kept, b"", b""))

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
        """Wait no more; a head that offers an upgrade is read again without its offer."""
        self._have_head()
        if not self.parser.should_upgrade():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Hand the request on, unless it is to be read again."""
        if not self.parser.should_upgrade():
            super().on_message_complete()

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

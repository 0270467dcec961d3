"""`muster dashboard`: serve the pages on this machine."""

import asyncio
import socket

import click
import psycopg
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dashboard.errors import OtherViewer, PortInUse
from dashboard.server import Dashboard
from infra.logs import configure
from infra.settings import Settings
from infra.viewers import other_viewer, read_as

HOST = "127.0.0.1"
# Open streams are told to end first; what is left after this is cut.
STOP_WITHIN_S = 2
HEAD_WITHIN_S = 10


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


class Server(uvicorn.Server):
    """Uvicorn, but open streams end at once when the server stops."""

    def __init__(self, config: uvicorn.Config, dashboard: Dashboard) -> None:
        super().__init__(config)
        self._dashboard = dashboard

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        self._dashboard.feed.end_streams()
        await super().shutdown(sockets)


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Default: MUSTER_DASHBOARD_PORT or 8050."
)
@click.pass_obj
def dashboard(settings: Settings, port: int | None) -> None:
    """Serve the dashboard on 127.0.0.1 until Ctrl-C.

    Example: `muster dashboard --port 8050`
    """
    configure()
    serve(settings, port or settings.dashboard_port)


def serve(settings: Settings, port: int) -> None:
    """Serve until a signal ends it."""
    _require_viewer(settings)
    listening = _listen(port)
    application = Dashboard(settings)
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        log_level="warning",
        timeout_graceful_shutdown=STOP_WITHIN_S,
        server_header=False,
        ws="none",
        http=Protocol,
        lifespan="on",
    )
    click.echo(f"Dashboard: http://{HOST}:{port}/  (Ctrl-C ends it)")
    Server(config, application).run(sockets=[listening])


def _require_viewer(settings: Settings) -> None:
    """Refuse to show one viewer's data under another's name; a database may also come later."""
    try:
        reads_as = read_as(settings.database("muster_reader"))
    except psycopg.OperationalError:
        return
    if reads_as is not None and reads_as != settings.viewer:
        raise OtherViewer(other_viewer(settings.viewer, reads_as))


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise PortInUse(
            f"port {port} is in use; stop what uses it, or choose another: "
            "muster dashboard --port 8051"
        ) from error
    return listening

"""`muster dashboard`: serve the pages on this machine."""

import socket

import click
import uvicorn

from dashboard.errors import PortInUse
from dashboard.server import Dashboard
from infra.logs import configure
from infra.settings import Settings

HOST = "127.0.0.1"
# Open streams are told to end first; what is left after this is cut.
STOP_WITHIN_S = 2


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
    listening = _listen(port)
    application = Dashboard(settings)
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        log_level="warning",
        timeout_graceful_shutdown=STOP_WITHIN_S,
        server_header=False,
        ws="none",
        lifespan="on",
    )
    click.echo(f"Dashboard: http://{HOST}:{port}/  (Ctrl-C ends it)")
    Server(config, application).run(sockets=[listening])


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

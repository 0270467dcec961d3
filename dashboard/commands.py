"""`muster dashboard`: serve the pages on this machine."""

import socket

import click
import psycopg
import uvicorn

from dashboard.errors import OtherViewer
from dashboard.server import Dashboard
from infra.logs import configure
from infra.reaching import secret_of, tls_of
from infra.serving import Protocol, listen
from infra.settings import Settings
from infra.viewers import mapping
from infra.viewers.kept import nobody_reads, other_viewer, read_as, reads_without_login

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
    """Serve the dashboard until Ctrl-C: on this machine, or where people sign in also to others.

    Example: `muster dashboard --port 8050`
    """
    configure()
    serve(settings, port or settings.dashboard_port)


def serve(settings: Settings, port: int) -> None:
    """Serve until a signal ends it."""
    context = tls_of(settings.dashboard)
    if settings.oidc is not None:
        mapping.read(settings.oidc.mapping)
        secret_of(settings.oidc)
    _require_viewer(settings)
    listening = listen(port, "muster dashboard", settings.dashboard.address)
    application = Dashboard(settings)
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        log_level="warning",
        timeout_graceful_shutdown=STOP_WITHIN_S,
        server_header=False,
        ws="none",
        http=Protocol,
        lifespan="on",
        # Who speaks for whom is looked at by our own door, where people sign in.
        proxy_headers=settings.logins == "none",
        ssl_context_factory=None if context is None else lambda *_: context,
    )
    click.echo(f"Dashboard: {_address(settings, port)}/  (Ctrl-C ends it)")
    if settings.logins == "none":
        click.echo(
            f"Nobody signs in: whoever has an account on this machine sees what {settings.viewer} "
            "may see, and writes in that name. MUSTER_LOGINS changes it."
        )
    Server(config, application).run(sockets=[listening])


def _address(settings: Settings, port: int) -> str:
    where = settings.dashboard
    return where.origin or f"http://{where.address}:{port}"


def _require_viewer(settings: Settings) -> None:
    """Refuse to show one viewer's data under another's name; a database may also come later."""
    try:
        reads_as = read_as(settings.database("muster_reader"))
    except psycopg.OperationalError:
        return
    if reads_as is None:
        return
    if settings.logins != "none":
        if reads_as:
            raise OtherViewer(reads_without_login(reads_as))
    elif not reads_as:
        raise OtherViewer(nobody_reads())
    elif reads_as != settings.viewer:
        raise OtherViewer(other_viewer(settings.viewer, reads_as))

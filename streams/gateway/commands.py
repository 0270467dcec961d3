"""`muster gateway`: take events over HTTP on this machine."""

import click
import uvicorn

from infra.logs import configure
from infra.serving import HOST, Protocol, listen
from infra.settings import Settings
from streams.gateway.app import Gateway

STOP_WITHIN_S = 10  # what is under way is answered first


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Default: MUSTER_GATEWAY_PORT or 8060."
)
@click.pass_obj
def gateway(settings: Settings, port: int | None) -> None:
    """Take events from producers over HTTP on 127.0.0.1 until Ctrl-C.

    Who may send says `muster keys`. The page at / is the reference.

    Example: `muster gateway --port 8060`
    """
    configure()
    port = port or settings.gateway_port
    listening = listen(port, "muster gateway")
    config = uvicorn.Config(
        Gateway(settings).app,
        log_level="warning",
        timeout_graceful_shutdown=STOP_WITHIN_S,
        timeout_keep_alive=30,
        server_header=False,
        access_log=False,
        proxy_headers=False,
        ws="none",
        http=Protocol,
        lifespan="on",
    )
    click.echo(f"Gateway: http://{HOST}:{port}/  (Ctrl-C ends it)")
    uvicorn.Server(config).run(sockets=[listening])

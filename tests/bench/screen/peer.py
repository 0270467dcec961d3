"""The peer: the same list of events by plain Dash, asked for once a second with dcc.Interval.

`python -m tests.bench.screen.peer PORT`, on the same server software, asking the same read
function through the same pool of connections.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from dash import Dash, Input, Output, dcc, html
from fastapi import FastAPI

from dashboard.queries import ReadModel, ledger, open_later
from infra.settings import Settings

EVERY_MS = 1000
ROWS = 40


def message(number: int) -> dict[str, object]:
    """Give what a browser sends when its interval has passed for this time."""
    return {
        "output": "latest-events.children",
        "outputs": {"id": "latest-events", "property": "children"},
        "inputs": [{"id": "every", "property": "n_intervals", "value": number}],
        "changedPropIds": ["every.n_intervals"],
    }


def create(settings: Settings) -> FastAPI:
    """Give the application."""
    pool = open_later(settings.database("muster_reader"))
    read_model = ReadModel(pool, not_migrated="not migrated")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.open()
        yield
        await pool.close()

    server = FastAPI(lifespan=lifespan)
    app = Dash(__name__, server=server)  # type: ignore[arg-type]
    app.layout = html.Div(
        [dcc.Interval(id="every", interval=EVERY_MS), html.Ol(id="latest-events")],
        className="page",
    )

    @app.callback(Output("latest-events", "children"), Input("every", "n_intervals"))
    async def refresh(_: int | None) -> list[Any]:
        events = await ledger.events(read_model, max_rows=ROWS)
        return [
            html.Li(event.summary, **{"data-seq": str(event.seq)})  # type: ignore[arg-type]
            for event in events
        ]

    return server


if __name__ == "__main__":
    uvicorn.run(
        create(Settings.from_environment(os.environ)),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
    )

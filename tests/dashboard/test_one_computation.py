"""Answers that are shared, on a real database: the same bytes, and only what may be read."""

import json
import os
import random
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from dashboard.server import Dashboard
from dashboard.view import AREAS
from infra.postgres import connect
from infra.viewers import put_viewer
from tests.support.callbacks import UPDATE_PATH, message
from tests.support.instance import Instance

# By hand: MUSTER_VIEWS=1000
VIEWS = int(os.environ.get("MUSTER_VIEWS", "40"))
PATHS = {"overview": "/", "partners": "/partners", "trends": "/trends", "lessons": "/lessons"}


@pytest.fixture
async def dashboard(filled: Instance) -> AsyncGenerator[Dashboard]:
    own = Dashboard(filled.settings)
    async with own.server.router.lifespan_context(own.server):
        yield own


def question(dashboard: Dashboard, page: str, view: dict[str, str]) -> dict[str, Any]:
    panel = f"{page}-empty.children"
    callback = next(one for one in dashboard.dash._callback_list if panel in one["output"])
    asked = message(callback)
    for one in asked["inputs"]:
        if one["id"] == "view":
            one["value"] = {"path": PATHS[page], "title": "", "parameters": view}
    return asked


async def ask(app: Any, asked: dict[str, Any]) -> bytes:
    """Give the body of the answer, from an application that is shared or from one that is not."""
    body, answered = json.dumps(asked).encode(), b""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(said: dict[str, Any]) -> None:
        nonlocal answered
        assert said.get("status", 200) == 200
        answered += said.get("body", b"")

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": UPDATE_PATH,
        "raw_path": UPDATE_PATH.encode(),
        "query_string": b"",
        "headers": headers,
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    return answered


def random_views(number: int) -> Iterator[tuple[str, dict[str, str]]]:
    chance = random.Random(21)
    for _ in range(number):
        page = chance.choice(list(PATHS))
        month, day = chance.randrange(1, 11), chance.randrange(1, 28)
        view = {"as_of": f"2026-{month:02}-{day:02}T00:00Z", "known_at": "2099-01-01T00:00Z"}
        if page == "trends":
            view["area"] = chance.choice(AREAS)
        yield page, view


@contextmanager
def clearance(filled: Instance, level: str) -> Iterator[None]:
    """Let the dashboard's viewer see less, and what it saw again afterwards."""
    with connect(filled.settings.database("muster_owner")) as owner:
        put_viewer(owner, filled.settings.viewer, level, None)
        owner.commit()
        yield
        put_viewer(owner, filled.settings.viewer, "COSMIC TOP SECRET", None)
        owner.commit()


async def test_random_views_give_the_same_bytes_alone_cold_and_shared(dashboard: Dashboard):
    for page, view in random_views(VIEWS):
        asked = question(dashboard, page, view)

        alone = await ask(dashboard.server, asked)
        cold = await ask(dashboard.shared, asked)
        shared = await ask(dashboard.shared, asked)

        assert alone == cold == shared, (page, view)


async def test_a_revoked_label_is_out_of_every_shared_answer_at_once(
    dashboard: Dashboard, filled: Instance
):
    asked = question(dashboard, "overview", {"as_of": "2026-11-01T00:00Z"})
    before = await ask(dashboard.shared, asked)

    with clearance(filled, "UNCLASSIFIED"):
        without = await ask(dashboard.shared, asked)
        alone = await ask(dashboard.server, asked)
    after = await ask(dashboard.shared, asked)

    assert without == alone
    assert without != before == after


async def test_the_pages_and_the_frame_are_shared_and_the_way_to_a_page_is_not(
    dashboard: Dashboard,
):
    outputs = dashboard.shared.outputs

    assert sum("-empty.children" in one for one in outputs) == 10
    assert any("banner-top.children" in one for one in outputs)
    assert not any("main.children" in one for one in outputs)

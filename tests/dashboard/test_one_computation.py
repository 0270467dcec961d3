"""Answers that are shared, on a real database: the same bytes, and only what may be read."""

import os
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dashboard.server import Dashboard
from dashboard.view import AREAS
from infra.postgres import connect
from infra.viewers.kept import put_viewer
from tests.support.callbacks import message
from tests.support.in_process import posted, run_apart
from tests.support.instance import Instance

# By hand: MUSTER_VIEWS=1000
VIEWS = int(os.environ.get("MUSTER_VIEWS", "40"))
PATHS = {"overview": "/", "partners": "/partners", "trends": "/trends", "lessons": "/lessons"}


def with_dashboard(filled: Instance, check: Callable[[Dashboard], Awaitable[None]]) -> None:
    """Check something of a dashboard in this process, on a loop of its own."""

    async def checked() -> None:
        own = Dashboard(filled.settings)
        async with own.server.router.lifespan_context(own.server):
            await check(own)

    run_apart(checked())


def question(dashboard: Dashboard, page: str, view: dict[str, str]) -> dict[str, Any]:
    place = f"..{page}.className.."
    callback = next(one for one in dashboard.dash._callback_list if place in one["output"])
    asked = message(callback)
    for one in asked["inputs"]:
        if one["id"] == "view":
            one["value"] = {"path": PATHS[page], "title": "", "parameters": view}
    return asked


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


def test_random_views_give_the_same_bytes_alone_cold_and_shared(filled: Instance):
    async def same(dashboard: Dashboard) -> None:
        for page, view in random_views(VIEWS):
            asked = question(dashboard, page, view)

            alone = await posted(dashboard.server, asked)
            cold = await posted(dashboard.shared, asked)
            shared = await posted(dashboard.shared, asked)

            assert alone == cold == shared, (page, view)

    with_dashboard(filled, same)


def test_a_revoked_label_is_out_of_every_shared_answer_at_once(filled: Instance):
    async def revoked(dashboard: Dashboard) -> None:
        asked = question(dashboard, "overview", {"as_of": "2026-11-01T00:00Z"})
        before = await posted(dashboard.shared, asked)

        with clearance(filled, "UNCLASSIFIED"):
            without = await posted(dashboard.shared, asked)
            alone = await posted(dashboard.server, asked)
        after = await posted(dashboard.shared, asked)

        assert without == alone
        assert without != before == after

    with_dashboard(filled, revoked)


def test_the_pages_and_the_frame_are_shared_and_the_way_to_a_page_is_not(filled: Instance):
    outputs = Dashboard(filled.settings).shared.outputs

    assert sum(".className.." in one for one in outputs) == 13
    assert any("head.data" in one for one in outputs)
    assert not any("main.children" in one for one in outputs)

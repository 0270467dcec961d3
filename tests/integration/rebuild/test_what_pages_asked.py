"""What pages were told stays true: the same question, at its moment, gets the same rows for ever.

Live events, late ones and amendments go on while every page asks. `MUSTER_MOMENTS=200` looks at
so many moments.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import pytest

from dashboard.app import PAGES
from dashboard.asked import Asked
from dashboard.components.page import Beside
from dashboard.feed import Feed
from dashboard.moment import resolve
from dashboard.queries import ReadModel, open_later
from infra.clock import utc_now
from infra.settings import Settings
from streams.rebuild import rebuilding
from streams.rebuild.rebuilding import Wanted
from tests.integration.rebuild.conftest import quietly
from tests.integration.rebuild.test_live import go_on, repeated

MOMENTS = int(os.environ.get("MUSTER_MOMENTS", "8"))
CLOCKS = {"known_at", "to_known_at"}
PAUSE_S = 0.3
CHOICES = ({}, {"exercise": "live"}, {"actor": "EST"}, {"dimension": "technical"})


class Remembering(ReadModel):
    """The read model, with every question that was asked of it and the very rows of its answer."""

    kept: list[tuple[type, str, dict[str, object], str]]
    is_keeping = True

    async def ask(self, kind: type[Any], name: str, **parameters: object) -> list[Any]:
        rows = await super().ask(kind, name, **parameters)
        if self.is_keeping and CLOCKS & parameters.keys():
            self.kept.append((kind, name, parameters, repr(rows)))
        return rows


@asynccontextmanager
async def remembering(settings: Settings) -> AsyncIterator[Remembering]:
    pool = open_later(settings.database("muster_reader"))
    await pool.open()
    model = Remembering(pool, not_migrated="it is not migrated")
    model.kept = []
    try:
        yield model
    finally:
        await pool.close()


async def look_at_every_page(model: ReadModel, feed: Feed, choices: dict[str, str]) -> None:
    """Have each page ask all that it asks when somebody opens it now."""
    for page in PAGES:
        asked = Asked(model, await resolve(model, {"parameters": choices}, None), feed)
        for read in (page.read, *(one.read for one in page.parts if isinstance(one, Beside))):
            await read(asked)


async def otherwise(model: Remembering) -> list[str]:
    """Give the questions that are answered otherwise now."""
    model.is_keeping = False
    found = [
        f"{name} {parameters}"
        for kind, name, parameters, rows in model.kept
        if repr(await model.ask(kind, name, **parameters)) != rows
    ]
    model.is_keeping = True
    return found


async def has_more_to_tell(model: Remembering) -> bool:
    """Tell whether what came since would have changed an answer, had it been known."""
    first = [one for one in model.kept if "known_at" in one[2]][:40]
    model.is_keeping = False
    now = utc_now()
    later = [
        repr(await model.ask(kind, name, **(parameters | {"known_at": now})))
        for kind, name, parameters, _ in first
    ]
    model.is_keeping = True
    return later != [rows for *_, rows in first]


def names(kept: Iterable[tuple[type, str, dict[str, object], str]]) -> set[str]:
    return {name for _, name, _, rows in kept if rows != "[]"}


@pytest.mark.timeout(200 + 20 * MOMENTS)
def test_what_every_page_asked_is_answered_with_the_same_rows_ever_after(told: Settings):
    # In a thread of its own: the one of the tests may be a browser's, which has a loop already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _ask_and_ask_again(told)).result()


async def _ask_and_ask_again(told: Settings) -> None:
    luck = Random(MOMENTS)
    async with remembering(told) as model:
        feed = Feed(told.database("muster_reader"), model, told.viewer)
        with repeated(lambda number: go_on(told, number)) as wrong:
            for _ in range(MOMENTS):
                await look_at_every_page(model, feed, luck.choice(CHOICES))
                await asyncio.sleep(luck.random() * PAUSE_S)

        assert wrong == []
        assert len(names(model.kept)) > 20
        assert await otherwise(model) == []
        assert await has_more_to_tell(model)
        await asyncio.to_thread(rebuilding.rebuild, told, Wanted(processes=1), quietly, print)
        assert await otherwise(model) == []
    print(f"{MOMENTS} moments, {len(model.kept)} answers, {len(names(model.kept))} questions")

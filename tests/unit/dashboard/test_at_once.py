"""Questions at once: each answer keeps its type, and an error is the one that happened."""

import asyncio

import pytest

from dashboard.at_once import AtOnce
from dashboard.errors import ReadModelUnavailable


async def soon(value: int) -> int:
    await asyncio.sleep(0)
    return value


async def test_any_number_of_questions_is_asked_and_each_has_its_own_answer():
    async with AtOnce() as at_once:
        asked = [at_once.ask(soon(number)) for number in range(12)]

    assert [one.result() for one in asked] == list(range(12))


async def test_they_are_under_way_at_the_same_time():
    both = asyncio.Barrier(2)
    async with asyncio.timeout(5), AtOnce() as at_once:
        first, second = at_once.ask(both.wait()), at_once.ask(both.wait())

    assert {first.result(), second.result()} == {0, 1}


async def test_the_first_error_is_raised_as_itself_and_ends_the_others():
    async def fails() -> None:
        raise ReadModelUnavailable("away")

    async def asked_together() -> None:
        async with AtOnce() as at_once:
            ended.append(at_once.ask(asyncio.sleep(600)))
            at_once.ask(fails())

    ended: list[asyncio.Task[None]] = []
    with pytest.raises(ReadModelUnavailable, match="away"):
        await asked_together()

    assert ended[0].cancelled()

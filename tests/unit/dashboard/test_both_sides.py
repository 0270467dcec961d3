"""What the server and the browser both write is the same: each runs these tables of cases.

The browser's side runs them in tests/scripts.
"""

import json
from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.following import position_at
from dashboard.queries.replay_clocks import ReplayClock
from dashboard.view import parse_query
from dashboard.wording import numbers

CASES = Path(__file__).parents[2] / "scripts/cases"
SAYS = {
    "one decimal": numbers.one_decimal,
    "hundredths": lambda value, steps: numbers.in_decimals(value, steps, digits=2),
    "percent": lambda value, steps: numbers.percent(value / 100, [one / 100 for one in steps]),
    "signed": numbers.signed,
    "count": lambda value, _steps: f"{value:,}",
}


def table(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text())


@pytest.mark.parametrize(
    ("name", "value", "steps", "words"),
    [(name, *case) for name, cases in table("numbers").items() for case in cases],
)
def test_a_number_is_said_as_the_browser_says_it(name, value, steps, words):
    assert SAYS[name](value, steps) == words


@pytest.mark.parametrize(("at", "year", "words"), table("instants")["date-time groups"])
def test_an_instant_is_the_same_date_time_group_on_both_sides(at, year, words):
    def written() -> str:
        numbers.read_in(year)
        return numbers.dtg(datetime.fromisoformat(at))

    assert copy_context().run(written) == words


@pytest.mark.parametrize(("text", "words"), table("instants")["days"])
def test_a_day_is_said_the_same_on_both_sides(text, words):
    assert numbers.calendar_day(date.fromisoformat(text)) == words


@pytest.mark.parametrize(("path", "parameters", "address"), table("addresses"))
def test_an_address_is_written_the_same_on_both_sides(path, parameters, address):
    view = parse_query(address.partition("?")[2])

    assert {name: view.to_json()[name] for name in parameters} == parameters
    assert sorted(view.href(path).partition("?")[2].split("&")) == sorted(
        address.partition("?")[2].split("&")
    )


@pytest.mark.parametrize(("running", "now", "at"), table("beats"))
def test_a_replay_stands_where_the_browser_says_it_stands(running, now, at):
    clock = ReplayClock(
        name="amber",
        holder="operator",
        is_mine=True,
        from_at=_at(0),
        to_at=_at(running["to"]),
        known_at=None,
        rate=running["rate"],
        is_playing=running["is_playing"],
        anchor_at=_at(running["anchor"]),
        position_at=_at(running["position"]),
        version=1,
        asked_at=_at(now),
    )

    assert position_at(clock, _at(now)) == _at(at)


def _at(ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)

"""Absence never improves: in silence no level, count, share, confidence or promise gets better.

Asked of every read function that gives a level or a count, over random histories: two moments up
to six years apart between which nothing occurred. What somebody said in advance for a day in
between (a membership, the end of an override, a silence deadline, a plan, the first day of a
capability, the start of a commitment) is left out, for the questions that it stirs and no others.

Left out altogether: lower bounds and means of pairs, which draw back to the prior (lb to 0.1300,
which raises it inside level 0 only), and with them the mean of lower bounds; `meeting_effect`,
which is about fixed days around a meeting.

MUSTER_EXAMPLES takes more histories than the hundred that are always taken:
`MUSTER_EXAMPLES=2000 python -m pytest tests/property/test_absence.py`. It takes as
long as it takes: there is no limit of time.
"""

import os
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.vocabulary import Classification
from tests.property.histories import History, histories
from tests.property.silence import (
    QUESTIONS,
    Silence,
    improvements,
    occurrences,
    said_ahead,
)
from tests.property.test_any_order import few
from tests.support.given import Engine, InMemory, Row, at, undone
from tests.support.postgres import Database

LONGEST = timedelta(days=6 * 366)
FEWEST_EXAMPLES = 100
MOMENT = timedelta(microseconds=1)
# A day before, on and after each day on which something lapses, grows old or stops counting.
TELLING_DAYS = sorted(
    {
        days + near
        for days in (0, 45, 90, 274, 365, 430, 548, 730, 912, 1096, 1825, 2195)
        for near in (-1, 0, 1)
        if days + near >= 0
    }
)

days = st.sampled_from(TELLING_DAYS) | st.integers(0, LONGEST.days)
NO_LIMIT = pytest.mark.timeout(0)
many = settings(
    few, max_examples=max(FEWEST_EXAMPLES, int(os.environ.get("MUSTER_EXAMPLES", "0")))
)


@st.composite
def silences(draw: st.DrawFn, history: History) -> Silence:
    """Give two moments inside a gap between the events of a history, or after all of them."""
    moments = occurrences(history.events)
    # After the last event silence lasts longest; each gap before it is tried too.
    first = draw(st.just(len(moments) - 1) | st.integers(0, len(moments) - 1))
    begins, *after = moments[first:]
    ends = after[0] - MOMENT if after else begins + LONGEST
    as_of = _some_days_after(begins, draw(days), ends)
    return Silence(as_of, _some_days_after(as_of, draw(days), ends))


def _some_days_after(begins: datetime, wanted: int, ends: datetime) -> datetime:
    """Give a moment so many days after another one, or as many less as do not go round the end."""
    return begins + timedelta(days=wanted % ((ends - begins).days + 1))


def assert_nothing_improves(engine: Engine, history: History, data: st.DataObject) -> None:
    """Ask everything at both moments of a silence."""
    known_at = [engine.tell(*batch) for batch in history.batches][-1]
    if data.draw(st.booleans()):
        engine.clear_for(Classification.RESTRICTED)
    ahead = said_ahead(history.events)
    silence = data.draw(silences(history))
    stirred = {kind for kind, said in ahead if silence.holds(said)}
    found = [
        improvement
        for question in QUESTIONS
        if not stirred & question.stirred_by
        for body in question.bodies
        for improvement in improvements(question, body, engine.ask, silence, known_at)
    ]
    assert (silence, found) == (silence, [])


@NO_LIMIT
@many
@given(histories(), st.data())
def test_nothing_improves_in_silence(database: Database, history: History, data: st.DataObject):
    with undone(database) as told:
        assert_nothing_improves(told, history, data)


@NO_LIMIT
@many
@given(histories(), st.data())
def test_nothing_improves_in_silence_by_the_rules_themselves(
    history: History, data: st.DataObject
):
    assert_nothing_improves(InMemory(), history, data)


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ({"dimension": "human", "level": 1}, {"dimension": "human", "level": 2}, "level 1 -> 2"),
        ({"dimension": "human", "level": 1}, {"dimension": "technical", "level": 1}, "rows came"),
        ({"dimension": "human", "level": 2}, {"dimension": "human", "level": 1}, None),
    ],
    ids=["a better level", "a row that comes", "a worse level"],
)
def test_what_improves_is_found(was: Row, now: Row, found: str | None):
    silence = Silence(at("2026-01-01"), at("2027-01-01"))
    point = {"is_lapsed": False}
    answer = [point | was | {"at": silence.as_of}, point | now | {"at": silence.later}]
    [question] = (one for one in QUESTIONS if one.name == "pair_trend")

    told = improvements(question, "NATO", lambda *_: answer, silence, silence.later)

    assert len(told) == (found is not None)
    assert all(found in one for one in told if found is not None)

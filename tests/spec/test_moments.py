"""Time as it was said: an objection in the last tenth of a microsecond is in time."""

import pytest

from schemas.events import DecisionProposed, SilenceBroken
from tests.spec.cases import agrees
from tests.support.builders import event
from tests.support.given import Engine, at


@pytest.mark.parametrize(
    ("time", "deadline", "state"),
    [
        ("2016-07-22T15:59:59.9999999Z", "2016-07-22T16:00:00Z", "broken"),
        ("2016-07-22T17:59:59.999999999+02:00", "2016-07-22T16:00:00Z", "broken"),
        ("2016-07-22T16:00:00.0000001Z", "2016-07-22T16:00:00Z", "adopted"),
        ("2016-07-22T15:59:59.999998Z", "2016-07-22T15:59:59.9999999Z", "broken"),
        ("2016-07-22T15:59:59.999999Z", "2016-07-22T15:59:59.9999999Z", "adopted"),
    ],
    ids=["seven digits", "nine digits", "after it", "a deadline of seven digits", "at it"],
)
def test_an_objection_before_the_deadline_is_in_time_however_finely_it_is_written(
    engine: Engine, time: str, deadline: str, state: str
):
    proposed = event(DecisionProposed, time="2016-07-15T12:00:00Z", silence_deadline_at=deadline)
    known_at = engine.tell(proposed, event(SilenceBroken, actor="FRA", time=time))

    [row] = engine.ask("decisions", "NATO", at("2016-08-01"), known_at)

    assert agrees(row, {"state": state})

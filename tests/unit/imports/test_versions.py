"""A mapping means the newest version of a type that has all the fields it names."""

from collections.abc import Sequence

import pytest

from schemas.events import EventData, ExerciseConducted, RemedialActionTasked
from schemas.events.earlier import ExerciseConductedV1, RemedialActionTaskedV1
from streams.imports.language import EventRule, Rule, event_type


@pytest.mark.parametrize(
    ("type_", "named", "meant"),
    [
        (ExerciseConducted.TYPE, ["exercise_id", "kind"], ExerciseConductedV1),
        (ExerciseConducted.TYPE, ["exercise_id", "kinds"], ExerciseConducted),
        (ExerciseConducted.TYPE, ["exercise_id"], ExerciseConducted),
        (ExerciseConducted.TYPE, ["kind", "kinds"], ExerciseConducted),
        (ExerciseConducted.TYPE, ["colour"], ExerciseConducted),
        (RemedialActionTasked.TYPE, ["cost_eur"], RemedialActionTaskedV1),
        (RemedialActionTasked.TYPE, ["action_id"], RemedialActionTasked),
        ("org.muster.nothing", ["kind"], None),
    ],
)
def test_the_fields_of_a_mapping_say_which_version_it_was_written_for(
    type_: str, named: Sequence[str], meant: type[EventData] | None
) -> None:
    rule = EventRule(type=type_, key=("Id",), time=Rule(), fields=dict.fromkeys(named, ""))

    assert event_type(rule) is meant

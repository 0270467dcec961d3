"""What was sent in an earlier version is read as today's says it, and stays what was sent."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from schemas.envelope import decode, decode_accepted, decode_closely, encode
from schemas.errors import Reason, Refused
from schemas.events import (
    BY_TYPE,
    EarlierData,
    EventCorrected,
    EventData,
    ExerciseConducted,
    ExerciseScheduled,
    RemedialActionTasked,
    versions_of,
)
from schemas.events.earlier import (
    ExerciseConductedV1,
    ExerciseScheduledV1,
    RemedialActionTaskedV1,
)
from schemas.events.registry import EARLIER_TYPES
from schemas.faults import faults_of
from tests.support.builders import correction_of, document, event
from tests.support.strategies import any_event

SAME: list[tuple[type[EarlierData], dict[str, Any], type[EventData], dict[str, Any]]] = [
    (ExerciseConductedV1, {"kind": "cpx"}, ExerciseConducted, {"kinds": ["cpx"]}),
    (ExerciseScheduledV1, {"kind": "ttx"}, ExerciseScheduled, {"kinds": ["ttx"]}),
    (
        RemedialActionTaskedV1,
        {"cost_eur": 500.0},
        RemedialActionTasked,
        {"cost": {"amount": 500.0, "currency": "EUR"}},
    ),
    (RemedialActionTaskedV1, {"cost_eur": None}, RemedialActionTasked, {"cost": None}),
]


def moved(old: type[EventData], said: dict[str, Any], new: type[EventData]) -> dict[str, Any]:
    """Give the fields both versions have, as the earlier event says them."""
    data = document(old, **said)["data"]
    return {name: value for name, value in data.items() if name in new.__struct_fields__}


@pytest.mark.parametrize(("old", "said", "new", "means"), SAME)
def test_an_earlier_version_means_what_todays_says(
    old: type[EarlierData], said: dict[str, Any], new: type[EventData], means: dict[str, Any]
) -> None:
    earlier = decode(event(old, **said))
    today = decode(event(new, **moved(old, said, new), **means))

    assert earlier.data == today.data
    assert (earlier.envelope.version, today.envelope.version) == (old.VERSION, new.VERSION)


def test_every_earlier_version_has_its_case() -> None:
    assert {old for old, *_ in SAME} == set(EARLIER_TYPES)


@settings(deadline=None, max_examples=100)
@given(any_event(EARLIER_TYPES))
def test_what_was_sent_in_an_earlier_version_stays_what_was_sent(raw: bytes) -> None:
    read = decode(raw)

    assert type(read.data) is BY_TYPE[read.envelope.type]
    assert isinstance(read.as_sent, EarlierData)
    assert encode(read.envelope, read.as_sent) == raw
    for again in (decode_closely(raw), decode_accepted(raw.decode())):
        assert (again.data, again.as_sent) == (read.data, read.as_sent)
        assert again.content_sha256 == read.content_sha256


def test_another_version_with_the_same_meaning_is_other_content() -> None:
    old, said, new, means = SAME[0]
    first = event(old, id="e", **said)
    second = event(new, id="e", **moved(old, said, new), **means)

    assert decode(first).content_sha256 != decode(second).content_sha256


def test_a_correction_is_written_in_either_version() -> None:
    old, said, new, means = SAME[0]
    first = decode(correction_of(event(old, **said), kind="livex"))
    second = decode(correction_of(event(new, **moved(old, said, new), **means), kinds=["livex"]))

    assert first.replacement is not None
    assert second.replacement is not None
    assert first.replacement.data == second.replacement.data
    assert isinstance(second.data, EventCorrected)
    assert second.data.data_version == new.VERSION


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data_version": 3}, "data.data_version: of org.muster.exercise.conducted only 1 or 2"),
        ({"data_version": None}, "data_version says in which version"),
        ({"data_version": 1}, "data_version says in which version"),
    ],
)
def test_a_correction_in_a_version_that_is_not_said_is_told_how_to_say_it(
    change: dict[str, Any], said: str
) -> None:
    written = json.loads(correction_of(event(ExerciseConducted), kinds=["livex", "cpx"]))
    written["data"] |= change
    if change["data_version"] is None:
        del written["data"]["data_version"]
    raw = json.dumps(written).encode()

    with pytest.raises(Refused) as refused:
        decode(raw)
    assert refused.value.reason is Reason.INVALID_DATA
    assert said in refused.value.detail
    assert [f.pointer for f in faults_of(refused.value, raw)][-1] == "/data/data_version"


def test_a_version_that_never_was_is_told_which_are_known() -> None:
    urn = "urn:muster:schema:exercise.conducted:v3"

    with pytest.raises(Refused) as refused:
        decode(event(ExerciseConducted, dataschema=urn))
    assert refused.value.reason is Reason.UNKNOWN_VERSION
    assert refused.value.detail.endswith(
        "only urn:muster:schema:exercise.conducted:v2 and"
        " urn:muster:schema:exercise.conducted:v1 are known"
    )


def test_the_versions_of_a_type_are_named_todays_first() -> None:
    assert versions_of(ExerciseConducted.TYPE) == (ExerciseConducted, ExerciseConductedV1)
    assert versions_of("org.muster.nothing") == ()

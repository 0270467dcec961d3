"""What is refused, and with which reason."""

import json
from typing import Any

import pytest

from schemas.envelope import decode
from schemas.errors import Reason, Refused
from schemas.events import (
    CapabilityAssessed,
    CommitmentMade,
    EventCorrected,
    EventRetracted,
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MeetingHeld,
    ResourceLevelReported,
)
from tests.support.builders import RECEIVED_AT, document, event

RESULT = ExerciseResultRecorded
VALID = event(RESULT)


def refusal(raw: bytes | None) -> Refused:
    with pytest.raises(Refused) as caught:
        decode(raw, received_at=RECEIVED_AT)
    return caught.value


def spelled(old: str, new: str) -> bytes:
    text = VALID.decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def nested(levels: int) -> bytes:
    return spelled(
        '"actor": "EST"', '"actor": ' + '[{"a":' * (levels // 2) + "1" + "}]" * (levels // 2)
    )


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        pytest.param(Reason.EMPTY, None, id="no value"),
        pytest.param(Reason.EMPTY, b"", id="an empty value"),
        pytest.param(Reason.TOO_LARGE, b" " * (2 * 1024 * 1024), id="two megabytes"),
        pytest.param(Reason.NOT_JSON, b"hello", id="a word"),
        pytest.param(Reason.NOT_JSON, b"   ", id="white space"),
        pytest.param(Reason.NOT_JSON, VALID[:-1], id="cut short"),
        pytest.param(Reason.NOT_JSON, VALID + b"{}", id="followed by more"),
        pytest.param(Reason.NOT_JSON, b"\xef\xbb\xbf" + VALID, id="a byte order mark"),
        pytest.param(Reason.NOT_JSON, VALID.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(Reason.NOT_JSON, spelled("EST", "\\ud800"), id="a lone high surrogate"),
        pytest.param(Reason.NOT_JSON, spelled("EST", "\\udc00"), id="a lone low surrogate"),
        pytest.param(Reason.NOT_JSON, b'{"a":"\xed\xa0\x80"}', id="a surrogate in UTF-8"),
        pytest.param(Reason.NOT_AN_OBJECT, b"[" + VALID + b"]", id="an array"),
        pytest.param(Reason.NOT_AN_OBJECT, b"null", id="the word null"),
        pytest.param(Reason.NOT_AN_OBJECT, b'"text"', id="a string"),
        pytest.param(Reason.NULL_CHARACTER, spelled("EST", "E\\u0000T"), id="an escaped null"),
        pytest.param(
            Reason.NULL_CHARACTER, spelled("EST", "E\\\\\\u0000T"), id="after a backslash"
        ),
        pytest.param(Reason.NULL_CHARACTER, spelled("EST", "E\0T"), id="a written null"),
        pytest.param(Reason.TOO_DEEP, nested(64), id="64 levels"),
        pytest.param(Reason.TOO_DEEP, b"[" * 100_000, id="a hundred thousand open brackets"),
        pytest.param(Reason.TOO_DEEP, b'{"a":' * 5000 + b"1" + b"}" * 5000, id="5000 objects"),
        pytest.param(Reason.NOT_FINITE_NUMBER, spelled('"EST"', "NaN"), id="NaN"),
        pytest.param(Reason.NOT_FINITE_NUMBER, spelled('"EST"', "-Infinity"), id="-Infinity"),
        pytest.param(Reason.NOT_FINITE_NUMBER, spelled('"EST"', "1e400"), id="1e400"),
        pytest.param(Reason.NOT_FINITE_NUMBER, spelled('"EST"', "9" * 5000), id="5000 digits"),
        pytest.param(
            Reason.DUPLICATE_KEY,
            spelled('"policy"', '"classification": "SECRET", "policy"'),
            id="a label twice",
        ),
        pytest.param(
            Reason.DUPLICATE_KEY,
            spelled('"policy"', '"\\u0063lassification": "SECRET", "policy"'),
            id="a label twice, once escaped",
        ),
        pytest.param(
            Reason.DUPLICATE_KEY,
            spelled('"policy"', '"classification" : "SECRET", "policy"'),
            id="a label twice, once with a space before its colon",
        ),
        pytest.param(
            Reason.DUPLICATE_KEY, spelled('"actor"', '"actor": "FIN", "actor"'), id="inside data"
        ),
    ],
)
def test_what_is_no_readable_object_is_refused(reason: Reason, raw: bytes | None) -> None:
    assert refusal(raw).reason is reason


@pytest.mark.parametrize(
    ("reason", "attribute", "value"),
    [
        *((Reason.MISSING_ATTRIBUTE, name, None) for name in ("specversion", "id", "source")),
        *((Reason.MISSING_ATTRIBUTE, name, None) for name in ("type", "subject", "time")),
        *((Reason.MISSING_ATTRIBUTE, name, None) for name in ("dataschema", "data")),
        (Reason.MISSING_LABEL, "policy", None),
        (Reason.MISSING_LABEL, "classification", None),
        (Reason.INVALID_ATTRIBUTE, "specversion", "0.3"),
        (Reason.INVALID_ATTRIBUTE, "id", ""),
        (Reason.INVALID_ATTRIBUTE, "id", "two words"),
        (Reason.INVALID_ATTRIBUTE, "id", "ends-with-a-line-feed\n"),
        (Reason.INVALID_ATTRIBUTE, "id", "x" * 129),
        (Reason.INVALID_ATTRIBUTE, "id", 5),
        (Reason.INVALID_ATTRIBUTE, "source", "é"),
        (Reason.INVALID_ATTRIBUTE, "datacontenttype", "text/xml"),
        (Reason.INVALID_ATTRIBUTE, "sequence", -1),
        (Reason.INVALID_ATTRIBUTE, "sequence", 10**18),
        (Reason.INVALID_ATTRIBUTE, "sequence", "first"),
        (Reason.INVALID_ATTRIBUTE, "dateprecision", "week"),
        (Reason.INVALID_ATTRIBUTE, "reliability", "G"),
        (Reason.INVALID_ATTRIBUTE, "reliability", "x - at `$.time`"),
        (Reason.INVALID_ATTRIBUTE, "credibility", 2),
        (Reason.UNKNOWN_LABEL, "policy", "ACME"),
        (Reason.UNKNOWN_LABEL, "policy", 1),
        (Reason.UNKNOWN_LABEL, "classification", "VERY SECRET"),
        (Reason.UNKNOWN_LABEL, "classification", "unclassified"),
        (Reason.UNKNOWN_LABEL, "releasableto", "EST,fin"),
        (Reason.UNKNOWN_LABEL, "releasableto", "EST,,FIN"),
        (Reason.UNKNOWN_LABEL, "releasableto", ["EST"]),
        (Reason.UNKNOWN_TYPE, "type", "org.muster.exercise.imagined"),
        (Reason.UNKNOWN_TYPE, "type", ""),
        (Reason.UNKNOWN_VERSION, "dataschema", "urn:muster:schema:exercise.result_recorded:v2"),
        (Reason.UNKNOWN_VERSION, "dataschema", "urn:muster:schema:exercise.conducted:v1"),
        (Reason.UNKNOWN_VERSION, "dataschema", "v1"),
        (Reason.BAD_TIME, "time", "2026-05-12T12:00:00"),
        (Reason.BAD_TIME, "time", "2026-05-12"),
        (Reason.BAD_TIME, "time", "2026-02-30T12:00:00Z"),
        (Reason.BAD_TIME, "time", "2026-05-12T12:00:60Z"),
        (Reason.BAD_TIME, "time", "99999-05-12T12:00:00Z"),
        (Reason.BAD_TIME, "time", "0001-01-01T00:00:00+23:00"),
        (Reason.BAD_TIME, "time", "9999-12-31T23:59:59.9999999-23:00"),
        (Reason.BAD_TIME, "time", "infinity"),
        (Reason.BAD_TIME, "time", 1_700_000_000),
        (Reason.TOO_EARLY, "time", "1899-12-31T23:59:59Z"),
        (Reason.TOO_EARLY, "time", "1900-01-01T00:00:00+01:00"),
        (Reason.FROM_THE_FUTURE, "time", "2026-11-30T12:00:00Z"),
        (Reason.FROM_THE_FUTURE, "time", "2026-11-23T12:05:01Z"),
        (Reason.INVALID_DATA, "subject", "FIN"),
        (Reason.INVALID_DATA, "data", []),
        (Reason.INVALID_DATA, "data", "EST"),
    ],
)
def test_a_wrong_attribute_is_refused(reason: Reason, attribute: str, value: object) -> None:
    assert refusal(event(RESULT, **{attribute: value})).reason is reason


def test_a_clock_may_run_five_minutes_ahead() -> None:
    decode(event(RESULT, time="2026-11-23T12:05:00Z"), received_at=RECEIVED_AT)


def test_an_attribute_nobody_knows_is_refused_by_name() -> None:
    mistyped = document(RESULT) | {"releasabelto": "EST"}

    refused = refusal(json.dumps(mistyped).encode())

    assert refused.reason is Reason.UNKNOWN_ATTRIBUTE
    assert "releasabelto" in refused.detail


@pytest.mark.parametrize(
    ("kind", "overrides", "detail"),
    [
        (RESULT, {"rating": "X"}, "data.rating: invalid enum value 'X'; one of P, S, M, U"),
        (RESULT, {"area": "space"}, "data.area: invalid enum value 'space'; one of c2_comms, isr"),
        (RESULT, {"actor": "est"}, "data.actor: "),
        (RESULT, {"actor": "EST\n", "subject": "EST"}, "data.actor: "),
        (RESULT, {"tasks_met": 4}, "data: tasks_met and tasks_total go together"),
        (RESULT, {"tasks_met": 6, "tasks_total": 5}, "data: tasks_met is more than tasks_total"),
        (RESULT, {"comment": "x" * 2001}, "data.comment: "),
        (InteropTestRecorded, {"actor_b": "EST"}, "data: actor_a and actor_b are the same actor"),
        (ResourceLevelReported, {"pct": 101}, "data.pct: "),
        (ResourceLevelReported, {"pct": "50"}, "data.pct: expected `float`, got `str`"),
        (ResourceLevelReported, {"ntm_days": 1.5}, "data.ntm_days: "),
        (CapabilityAssessed, {"level": 3}, "data: give either score or level"),
        (CapabilityAssessed, {"score": None}, "data: give either score or level"),
        (ExerciseConducted, {"ended_on": "2026-05-01"}, "data: ended_on lies before started_on"),
        (ExerciseConducted, {"latitude_deg": 59.0}, "data: latitude_deg and longitude_deg go"),
        (
            ExerciseConducted,
            {"domains": ["sea"]},
            "data.domains[0]: invalid enum value 'sea'; one",
        ),
        (
            ExerciseConducted,
            {"participants": [{"actor": "EST"}, {"actor": "EST"}]},
            "data: participants names an actor twice",
        ),
        (
            ExerciseConducted,
            {"participants": [{"actor": "EST", "personnel": -1}]},
            "data.participants[0].personnel: ",
        ),
        (MeetingHeld, {"attendees": [{"actor": "EST", "rank": 6}]}, "data.attendees[0].rank: "),
        (CommitmentMade, {"due_on": "2014-12-31"}, "data: due_on must lie after start_on"),
        (CommitmentMade, {"target": 10**400}, "data.target: "),
        (EventRetracted, {"reason": ""}, "data.reason: "),
        (EventCorrected, {"root_type": EventRetracted.TYPE}, "data.root_type: "),
        (EventCorrected, {"data": {"actor": "EST"}}, "data.data: object missing required field"),
        (EventCorrected, {"data": 5}, "data.data: expected `object`, got `int`"),
    ],
)
def test_data_that_does_not_fit_is_refused_with_a_detail_that_helps(
    kind: type, overrides: dict[str, Any], detail: str
) -> None:
    overrides = overrides if kind is not EventCorrected else {"subject": "EST"} | overrides

    refused = refusal(event(kind, **overrides))

    assert refused.reason is Reason.INVALID_DATA
    assert refused.detail.startswith(detail)


@pytest.mark.parametrize(
    ("reason", "time"),
    [
        (Reason.INVALID_DATA, "2026-05-12T12:00:00"),
        (Reason.TOO_EARLY, "1812-01-01T00:00:00Z"),
        (Reason.FROM_THE_FUTURE, "2030-01-01T00:00:00Z"),
    ],
)
def test_a_correction_cannot_move_an_event_to_a_time_it_could_not_have(
    reason: Reason, time: str
) -> None:
    assert refusal(event(EventCorrected, time=time)).reason is reason


def test_a_detail_does_not_echo_a_long_value() -> None:
    refused = refusal(event(RESULT, rating="X" * 1000))

    assert "X" * 81 not in refused.detail
    assert refused.detail.endswith("one of P, S, M, U")


def test_a_field_nobody_knows_is_refused() -> None:
    with_extra = document(RESULT)
    with_extra["data"]["position"] = 1

    assert refusal(json.dumps(with_extra).encode()).reason is Reason.INVALID_DATA


@pytest.mark.parametrize(
    "harmless", ["C:\\\\u0000", 'a \\"quoted\\": text', ":colon", "a : b", "NaN"]
)
def test_text_that_only_looks_dangerous_is_accepted(harmless: str) -> None:
    raw = spelled('"rating"', f'"comment": "{harmless}", "rating"')

    assert decode(raw, received_at=RECEIVED_AT).data.comment == json.loads(f'"{harmless}"')  # type: ignore[attr-defined]


def test_the_first_of_several_reasons_is_given() -> None:
    both = event(RESULT, policy=None, time="yesterday", id=None)

    assert refusal(both).reason is Reason.MISSING_ATTRIBUTE

"""Instants are read exactly and never later than they say; one event says one moment."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import moments
from schemas.decoded import content_hash
from schemas.envelope import decode, decode_accepted
from schemas.errors import Reason, Refused
from schemas.events import (
    BY_TYPE,
    DecisionProposed,
    EventCorrected,
    EventData,
    ExerciseConducted,
    ExerciseResultRecorded,
    MeetingHeld,
    SilenceBroken,
)
from schemas.events.registry import INSTANTS
from tests.support.builders import correction_of, decoded, document, event

RESULT = ExerciseResultRecorded


def refusal(raw: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        decode(raw)
    return caught.value


def binary(kind: type[EventData], **overrides: object) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Give an event as value and headers."""
    whole = document(kind, **overrides)
    body = json.dumps(whole.pop("data")).encode()
    headers = [(f"ce_{name}", str(value).encode()) for name, value in whole.items()]
    return body, [*headers, ("content-type", b"application/json")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-05-12T15:59:59.9999999Z", "2026-05-12T15:59:59.999999+00:00"),
        ("2026-05-12T15:59:59.999999999Z", "2026-05-12T15:59:59.999999+00:00"),
        ("2026-05-12T15:59:59.9999995Z", "2026-05-12T15:59:59.999999+00:00"),
        ("2026-05-12T17:59:59.9999999+02:00", "2026-05-12T15:59:59.999999+00:00"),
        ("2026-05-12t15:59:59.12345678z", "2026-05-12T15:59:59.123456+00:00"),
        ("2025-12-31T23:59:59.999999999Z", "2025-12-31T23:59:59.999999+00:00"),
        ("2026-05-12T15:59:59.5Z", "2026-05-12T15:59:59.500000+00:00"),
    ],
)
def test_what_is_finer_than_a_microsecond_is_cut_off_in_every_mode(
    written: str, read: str
) -> None:
    expected = datetime.fromisoformat(read)
    body, headers = binary(RESULT, time=written)
    correction = decode(correction_of(event(RESULT), time=written))

    assert decoded(RESULT, time=written).envelope.time == expected
    assert decode(body, headers).envelope.time == expected
    assert correction.replacement is not None
    assert correction.replacement.time == expected


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2026, 1, 1)), st.text("0123456789", max_size=12)
)
def test_no_instant_is_read_later_than_it_says(at: datetime, beyond: str) -> None:
    written = f"{at.isoformat(timespec='microseconds')}{beyond}Z"

    assert decoded(RESULT, time=written).envelope.time == at.replace(tzinfo=UTC)


def test_the_fraction_is_cut_off_wherever_an_event_has_an_instant() -> None:
    late = "2026-05-20T15:59:59.9999999Z"
    expected = datetime(2026, 5, 20, 15, 59, 59, 999999, tzinfo=UTC)

    proposed = decoded(DecisionProposed, silence_deadline_at=late)
    corrected = decode(correction_of(event(DecisionProposed), silence_deadline_at=late))

    assert set(INSTANTS) == {DecisionProposed.TYPE, EventCorrected.TYPE}
    assert (
        proposed.data == decoded(DecisionProposed, silence_deadline_at=expected.isoformat()).data
    )
    assert corrected.replacement is not None
    assert corrected.replacement.data == proposed.data


def test_the_text_is_kept_as_it_came_and_says_the_same_when_it_is_read_again() -> None:
    raw = event(DecisionProposed, id="fine", silence_deadline_at="2026-05-20T15:59:59.1234567Z")

    first = decode(raw)

    assert first.text == raw.decode()
    assert content_hash(decode_accepted(first.text)) == content_hash(first)


def test_a_long_fraction_in_a_comment_is_no_instant() -> None:
    comment = "at 2026-05-12T15:59:59.9999999Z"

    assert decoded(RESULT, time="2026-05-12T15:59:59.9999999Z", comment=comment).data == (
        decoded(RESULT, comment=comment).data
    )


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("2026-05-12T12:00:00+0200", "write 2026-05-12T12:00:00\\+02:00"),
        ("2026-12-31T23:59:60Z", "a leap second; write the second before it"),
        ("2026-12-31T23:59:60.5+00:00", "a leap second"),
        ("2026-05-12T12:00:00", "no zone; if it is UTC write 2026-05-12T12:00:00Z"),
        ("1793606400.000000000", "seconds since 1970; write RFC 3339"),
    ],
)
def test_a_time_that_is_no_rfc_3339_is_refused_with_what_is_meant(time: str, says: str) -> None:
    refused = refusal(event(RESULT, time=time))

    assert refused.reason is Reason.BAD_TIME
    with pytest.raises(Refused, match=says):
        raise refused


def test_an_instant_inside_the_data_is_refused_with_what_is_meant_too() -> None:
    for written, says in (("23:59:60Z", "a leap second"), ("12:00:00+0200", "12:00:00+02:00")):
        refused = refusal(event(DecisionProposed, silence_deadline_at=f"2026-05-20T{written}"))

        assert refused.detail.startswith("data.silence_deadline_at: ")
        assert says in refused.detail


@pytest.mark.parametrize(
    ("precision", "time", "write"),
    [
        ("day", "2026-05-12T12:00:00Z", "2026-05-12T00:00:00Z"),
        ("day", "2026-05-12T00:00:00.000001Z", "2026-05-12T00:00:00Z"),
        ("day", "2026-05-12T00:00:00+02:00", "2026-05-12T00:00:00Z"),
        ("month", "2026-05-12T00:00:00Z", "2026-05-01T00:00:00Z"),
        ("month", "2026-05-01T00:00:01Z", "2026-05-01T00:00:00Z"),
        ("year", "2025-12-31T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("year", "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    ],
)
def test_a_time_that_is_not_the_first_moment_of_its_period_is_refused_with_how_to_write_it(
    precision: str, time: str, write: str
) -> None:
    root = json.loads(correction_of(event(RESULT), time=time))
    root["data"]["date_precision"] = precision
    corrected, plain = refusal(json.dumps(root).encode()), event(RESULT, dateprecision=precision)

    assert refusal(event(RESULT, dateprecision=precision, time=time)).reason is Reason.INVALID_DATA
    assert f"write {write}" in refusal(event(RESULT, dateprecision=precision, time=time)).detail
    assert corrected.detail.startswith("data.time: ")
    assert f"write {write}" in corrected.detail
    # What it says to write is taken.
    again = json.loads(plain) | {"time": write}
    assert decode(json.dumps(again).encode()).envelope.date_precision == precision


DAYS = {"started_on": "2026-05-04", "ended_on": "2026-05-15"}


@pytest.mark.parametrize("kind", [ExerciseConducted, MeetingHeld])
@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("2026-05-04T00:00:00Z", "day"),
        ("2026-05-15T00:00:00Z", "day"),
        ("2026-05-01T00:00:00Z", "month"),
        ("2026-01-01T00:00:00Z", "year"),
        ("2026-05-03T22:30:00Z", None),  # half past midnight, two hours east
        ("2026-05-16T08:00:00Z", None),  # the last evening, west
    ],
)
def test_a_time_within_the_days_of_the_data_is_taken(
    kind: type[EventData], time: str, precision: str | None
) -> None:
    assert decoded(kind, **DAYS, time=time, dateprecision=precision).data


@pytest.mark.parametrize("kind", [ExerciseConducted, MeetingHeld])
@pytest.mark.parametrize(
    ("time", "precision"),
    [
        ("2026-05-03T00:00:00Z", "day"),
        ("2026-05-16T00:00:00Z", "day"),
        ("2026-04-01T00:00:00Z", "month"),
        ("2026-06-01T00:00:00Z", "month"),
        ("2025-01-01T00:00:00Z", "year"),
        ("2026-05-02T23:59:59Z", None),
        ("2026-05-17T00:00:00Z", None),
    ],
)
def test_a_time_beside_the_days_of_the_data_is_refused(
    kind: type[EventData], time: str, precision: str | None
) -> None:
    other: dict[str, Any] = {"time": time, "dateprecision": precision}
    correction = json.loads(correction_of(event(kind, **DAYS), time=time))
    correction["data"]["date_precision"] = precision

    assert (
        "does not lie between started_on and ended_on"
        in refusal(event(kind, **DAYS, **other)).detail
    )
    assert refusal(json.dumps(correction).encode()).detail.startswith("data.time: ")


def test_every_type_that_names_its_days_is_held_to_them() -> None:
    named = {kind for kind in BY_TYPE.values() if "started_on" in kind.__struct_fields__}

    assert {kind for kind in BY_TYPE.values() if kind.HAPPENED_BETWEEN} == named


def test_what_the_ledger_holds_is_not_judged_again() -> None:
    odd = event(ExerciseConducted, time="2099-05-12T12:00:00+0200", dateprecision="year")

    held = decode_accepted(odd.decode())

    assert held.envelope.time == datetime(2099, 5, 12, 10, tzinfo=UTC)
    assert refusal(odd).reason in Reason


def test_without_a_moment_of_arrival_nothing_is_from_the_future() -> None:
    assert decode(event(SilenceBroken, time="2099-01-01T00:00:00Z")).latest_at == datetime(
        2099, 1, 1, tzinfo=UTC
    )


def test_an_instant_in_z_to_the_microsecond_is_plain() -> None:
    assert moments.is_plain("2026-05-12T12:00:00.123456Z")
    assert not moments.is_plain("2026-05-12T12:00:00.1234567Z")
    assert not moments.is_plain("2026-05-12T12:00:00+02:00")
    assert not moments.is_plain("")

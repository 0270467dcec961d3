"""Whatever order amendments arrive in, the same set says the same."""

import itertools
from datetime import UTC, datetime, timedelta

from schemas.envelope import decode
from schemas.events import ExerciseResultRecorded
from streams.events.amendments import Flag, flags, steps
from streams.events.recorded import Recorded, recorded
from tests.support.builders import RECEIVED_AT, correction_of, event, retraction_of

ROOT = event(ExerciseResultRecorded, id="root")
START = datetime(2026, 1, 1, tzinfo=UTC)


def history(*events: bytes) -> list[Recorded]:
    """Each event recorded a day after the one before it."""
    return [
        recorded(decode(one, received_at=RECEIVED_AT), number, day(number))
        for number, one in enumerate(events, 1)
    ]


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def said(events: list[Recorded]) -> list[tuple[int, str]]:
    """The steps: from which day on, and which event was in force."""
    root, amendments = parted(events)
    return [
        ((step.recorded_at - START).days, step.said_by.key.id) for step in steps(root, amendments)
    ]


def parted(events: list[Recorded]) -> tuple[Recorded | None, list[Recorded]]:
    root = next((one for one in events if one.key.id == "root"), None)
    return root, [one for one in events if one is not root]


def flagged(events: list[Recorded]) -> dict[int, Flag]:
    return flags(*parted(events))


def test_an_event_nobody_amends_is_in_force_from_when_it_was_recorded():
    (step,) = steps(history(ROOT)[0], [])

    assert (step.recorded_at, step.ended_at) == (day(1), None)


def test_a_correction_ends_the_root_and_its_retraction_brings_the_root_back():
    events = history(
        ROOT, correction_of(ROOT, id="c1", rating="U"), retraction_of(ROOT, amends="c1")
    )

    assert said(events) == [(1, "root"), (2, "c1"), (3, "root")]


def test_the_latest_correction_wins_whichever_came_first():
    early = correction_of(ROOT, id="early", rating="U", occurred="2026-06-01T00:00:00Z")
    late = correction_of(ROOT, id="late", rating="M", occurred="2026-06-09T00:00:00Z")

    assert said(history(ROOT, early, late)) == [(1, "root"), (2, "early"), (3, "late")]
    assert said(history(ROOT, late, early)) == [(1, "root"), (2, "late")]


def test_a_retraction_of_the_root_is_final():
    events = history(ROOT, retraction_of(ROOT), correction_of(ROOT, id="c1", rating="U"))

    assert said(events) == [(1, "root")]
    root, amendments = parted(events)
    assert steps(root, amendments)[-1].ended_at == day(2)


def test_an_amendment_may_come_before_its_root():
    assert said(history(correction_of(ROOT, id="c1", rating="U"), ROOT)) == [(2, "c1")]
    assert said(history(retraction_of(ROOT), ROOT)) == []
    assert said(
        history(retraction_of(ROOT, amends="c1"), ROOT, correction_of(ROOT, id="c1", rating="U"))
    ) == [(2, "root")]


def test_every_order_of_arrival_ends_the_same():
    amendments = [
        correction_of(ROOT, id="c1", rating="U", occurred="2026-06-01T00:00:00Z"),
        correction_of(ROOT, id="c2", rating="M", occurred="2026-06-02T00:00:00Z"),
        retraction_of(ROOT, amends="c2", id="r2"),
    ]
    last = {said(history(*order))[-1][1] for order in itertools.permutations([ROOT, *amendments])}

    assert last == {"c1"}


def test_an_amendment_with_another_label_is_kept_without_effect():
    events = history(
        ROOT,
        correction_of(
            ROOT,
            id="c1",
            rating="U",
        ),
    )
    other = Recorded(
        seq=9,
        recorded_at=day(9),
        label_id=events[0].label_id + 1,
        envelope=events[1].envelope,
        data=events[1].data,
        fact=events[1].fact,
    )

    assert said([events[0], other]) == [(1, "root")]
    assert flagged([events[0], other]) == {9: Flag.OTHER_LABEL}


def test_an_amendment_of_nothing_we_know_is_flagged_until_we_know_it():
    correction = correction_of(ROOT, id="c1", rating="U")

    assert flagged(history(correction)) == {1: Flag.UNKNOWN_TARGET}
    assert flagged(history(correction, ROOT)) == {}
    assert flagged(history(ROOT, retraction_of(ROOT, amends="nobody"))) == {2: Flag.UNKNOWN_TARGET}

"""Moves of one moment come in the order of life; what contradicts itself is an anomaly."""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import combinations
from typing import Any

import pytest

from schemas.events import (
    CapabilityDeclared,
    CapabilityWithdrawn,
    CommitmentMade,
    CommitmentRevised,
    CommitmentWithdrawn,
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    EventData,
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseScheduled,
    LessonClosedWithoutAction,
    LessonIdentified,
    LessonValidated,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
    MemberJoined,
    MemberLeft,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
    RemedialActionImplemented,
    RemedialActionTasked,
    ReservationRecorded,
    SilenceBroken,
    StandardImplemented,
    StandardRatified,
    StandardReserved,
)
from schemas.life import families, rank_of
from tests.spec.cases import NOW, agrees, joined
from tests.support.builders import correction_of, event
from tests.support.given import Engine, InMemory, at, undone

DAY = "2026-03-02T00:00:00Z"
SILENCE = {DecisionProposed: {"silence_deadline_at": "2027-01-01T16:00:00Z"}}
ID_PAIRS = (("a", "b"), ("b", "a"), ("scheduled/x", "cancelled/x"))


def of_a_day(kind: type[EventData], id: str, **more: object) -> bytes:
    """Give a move that is known by its day only."""
    fields: dict[str, object] = {"dateprecision": "day"}
    if kind in (MeetingScheduled, ExerciseScheduled):
        fields |= {"starts_on": "2026-12-01", "ends_on": "2026-12-02"}
    if kind in (MeetingHeld, ExerciseConducted):
        fields |= {"started_on": DAY[:10], "ended_on": DAY[:10]}
    return event(kind, **({"time": DAY, "id": id} | fields | more))


def without(row: dict[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """Give a row without what is not asked for."""
    return {name: row[name] for name in wanted}


def either_way(engine: Engine, events: Sequence[bytes], is_turned: bool) -> Any:
    """Tell events one after another, in one order or in the other."""
    known_at = None
    for one in reversed(events) if is_turned else events:
        known_at = engine.tell(one)
    return known_at


@pytest.mark.parametrize("is_turned", [False, True], ids=["as they were", "turned round"])
@pytest.mark.parametrize("ids", ID_PAIRS, ids="-".join)
def test_a_decision_takes_the_moves_of_one_day_in_the_order_of_life(
    engine: Engine, ids, is_turned
):
    expected: dict[str, dict[str, object]] = {}
    for i, (first, second, state, anomalies) in enumerate(
        (
            (DecisionProposed, SilenceBroken, "broken", []),
            (DecisionProposed, DecisionAdopted, "adopted", []),
            (DecisionProposed, DecisionBlocked, "blocked", []),
            (DecisionProposed, ReservationRecorded, "silence", []),
            (SilenceBroken, DecisionProposed, "broken", []),
            (DecisionAdopted, DecisionRescinded, "rescinded", []),
            (SilenceBroken, DecisionAdopted, "adopted", ["broken"]),
        )
    ):
        expected[f"d{i}"] = {"state": state, "anomalies": anomalies}
        moves = [
            of_a_day(kind, f"{id}{i}", decision_id=f"d{i}", **SILENCE.get(kind, {}))
            for kind, id in zip((first, second), ids, strict=True)
        ]
        known_at = either_way(engine, moves, is_turned)

    found = engine.ask("decisions", None, NOW, known_at)

    assert {row["decision_id"]: without(row, expected["d0"]) for row in found} == expected


@pytest.mark.parametrize("is_turned", [False, True], ids=["as they were", "turned round"])
@pytest.mark.parametrize("ids", ID_PAIRS, ids="-".join)
def test_what_was_planned_and_given_up_on_one_day_is_given_up(engine: Engine, ids, is_turned):
    kinds = (
        (ExerciseScheduled, ExerciseCancelled),
        (MeetingScheduled, MeetingCancelled),
        (MeetingPostponed, MeetingCancelled),
    )
    for first, second in kinds:
        either_way(engine, [of_a_day(first, ids[0]), of_a_day(second, ids[1])], is_turned)
    known_at = engine.tell(*joined("EST"))

    assert engine.ask("calendar", None, NOW, known_at) == []


@pytest.mark.parametrize("is_turned", [False, True], ids=["as they were", "turned round"])
@pytest.mark.parametrize("ids", ID_PAIRS, ids="-".join)
def test_what_was_promised_and_given_up_on_one_day_is_given_up(engine: Engine, ids, is_turned):
    for first, item in ((CommitmentMade, "stocks"), (CommitmentRevised, "two-percent")):
        events = [
            of_a_day(first, f"{item}/{ids[0]}", commitment_id=item),
            of_a_day(CommitmentWithdrawn, f"{item}/{ids[1]}", commitment_id=item, actors=[]),
        ]
        either_way(engine, events, is_turned)
    known_at = engine.tell(*joined("EST"))

    assert engine.ask("commitments", "NATO", NOW, known_at) == []
    assert engine.ask("dormancy", "NATO", NOW, known_at) == []


@pytest.mark.parametrize("is_turned", [False, True], ids=["as they were", "turned round"])
@pytest.mark.parametrize("ids", ID_PAIRS, ids="-".join)
def test_what_was_tasked_and_done_on_one_day_is_done(engine: Engine, ids, is_turned):
    events = [
        of_a_day(RemedialActionTasked, ids[0]),
        of_a_day(RemedialActionImplemented, ids[1]),
    ]

    known_at = either_way(engine, events, is_turned)
    [row] = engine.ask("remedial_actions", NOW, known_at)

    assert agrees(row, {"state": "implemented", "anomalies": []})


@pytest.mark.parametrize("is_turned", [False, True], ids=["as they were", "turned round"])
@pytest.mark.parametrize("ids", ID_PAIRS, ids="-".join)
def test_what_was_offered_and_withdrawn_on_one_day_is_withdrawn(engine: Engine, ids, is_turned):
    events = [of_a_day(CapabilityDeclared, ids[0]), of_a_day(CapabilityWithdrawn, ids[1])]

    known_at = either_way(engine, events, is_turned)

    assert engine.ask("capabilities", None, NOW, known_at) == []


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((ObservationSubmitted, ObservationValidated), "accepted"),
        ((ObservationSubmitted, ObservationRejected), "rejected"),
        ((ObservationSubmitted, ObservationValidated, ObservationRejected), "submitted"),
    ],
)
def test_an_observation_is_judged_after_it_was_submitted(engine: Engine, kinds, state):
    verdicts = [of_a_day(kind, f"z{len(kinds) - i}") for i, kind in enumerate(kinds)]

    known_at = either_way(engine, verdicts, is_turned=True)
    [row] = engine.ask("observations", NOW, known_at)

    anomalies = ["accepted", "rejected"] if state == "submitted" else []
    assert agrees(row, {"state": state})
    assert sorted(row["anomalies"]) == anomalies


def test_a_lesson_goes_through_its_whole_life_in_one_day(engine: Engine):
    kinds = (LessonIdentified, LessonValidated, LessonClosedWithoutAction)
    steps = [of_a_day(kind, f"z{len(kinds) - i}") for i, kind in enumerate(kinds)]

    known_at = either_way(engine, steps, is_turned=True)
    [row] = engine.ask("lessons", NOW, known_at)

    assert agrees(row, {"state": "closed", "anomalies": []})


def test_an_amendment_has_the_rank_of_its_root(engine: Engine):
    plan, cancelled = of_a_day(ExerciseScheduled, "b"), of_a_day(ExerciseCancelled, "a")
    corrected = correction_of(
        plan, id="z", place="Tapa", time=DAY, occurred="2026-03-03T00:00:00Z"
    )

    known_at = engine.tell(cancelled, plan, corrected)

    assert engine.ask("calendar", None, NOW, known_at) == []


@pytest.mark.parametrize("sources", [("test", "test"), ("east", "west"), ("west", "east")])
def test_the_order_of_life_holds_across_sources(engine: Engine, sources):
    events = (
        [
            of_a_day(kind, "x", source=source)
            for kind, source in zip((ExerciseScheduled, ExerciseCancelled), sources, strict=True)
        ]
        if sources[0] != sources[1]
        else [of_a_day(ExerciseScheduled, "z"), of_a_day(ExerciseCancelled, "a")]
    )

    known_at = engine.tell(*events)

    assert engine.ask("calendar", None, NOW, known_at) == []
    assert engine.ask("anomalies", NOW, known_at) == []


def words(engine: Engine, known_at: object) -> list[tuple[str, str, str]]:
    """Give every anomaly, without the event."""
    found = engine.ask("anomalies", NOW, known_at)
    return [(row["kind"], row["item"], row["anomaly"]) for row in found]


def test_a_sequence_wins_over_rank_and_the_move_that_then_does_not_fit_is_shown(engine: Engine):
    known_at = engine.tell(
        of_a_day(ExerciseCancelled, "a", sequence=1, exercise_id="sabre"),
        of_a_day(ExerciseScheduled, "b", sequence=2, exercise_id="sabre"),
        of_a_day(MeetingPostponed, "c", sequence=1, meeting_id="m"),
        of_a_day(MeetingScheduled, "d", sequence=2, meeting_id="m"),
        of_a_day(CommitmentWithdrawn, "e", sequence=1, commitment_id="stocks", actors=[]),
        of_a_day(CommitmentMade, "f", sequence=2, commitment_id="stocks"),
        of_a_day(CapabilityWithdrawn, "g", sequence=1, actor="EST", capability_code="X"),
        of_a_day(CapabilityDeclared, "h", sequence=2, actor="EST", capability_code="X"),
        of_a_day(DecisionAdopted, "i", sequence=1),
        of_a_day(DecisionProposed, "j", sequence=2),
    )

    planned = {row["id"] for row in engine.ask("calendar", None, NOW, known_at)}
    offered = engine.ask("capabilities", None, NOW, known_at)

    assert planned == {"sabre", "m"}
    assert len(offered) == 1
    assert [(kind, anomaly) for kind, _, anomaly in words(engine, known_at)] == [
        ("capability", "withdrawn"),
        ("commitment", "withdrawn"),
        ("decision", "proposed"),
        ("exercise", "cancelled"),
        ("meeting", "postponed"),
    ]


@pytest.mark.parametrize("later", ["2026-03-01", "2026-03-03"], ids=["cancelled before", "after"])
def test_what_was_held_although_cancelled_is_held_and_shown_as_an_anomaly(engine: Engine, later):
    known_at = engine.tell(
        event(ExerciseScheduled, exercise_id="sabre", time="2026-01-01T00:00:00Z"),
        event(ExerciseCancelled, exercise_id="sabre", time=f"{later}T00:00:00Z"),
        event(ExerciseConducted, exercise_id="sabre", time=DAY),
        event(MeetingScheduled, meeting_id="m", time="2026-01-01T00:00:00Z"),
        event(MeetingCancelled, meeting_id="m", time=f"{later}T00:00:00Z"),
        event(MeetingHeld, meeting_id="m", time=DAY, started_on="2026-03-02"),
    )

    assert words(engine, known_at) == [
        ("exercise", "sabre", "held although cancelled"),
        ("meeting", "m", "held although cancelled"),
    ]
    assert engine.ask("calendar", None, NOW, known_at) == []


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids="-".join)
@pytest.mark.parametrize("before", [True, False], ids=["a member before", "not yet one"])
def test_joined_and_left_in_one_moment_decide_nothing(engine: Engine, before, ids):
    day = "2026-03-02"
    known_at = engine.tell(
        *joined("FIN"),
        *(joined("EST") if before else ()),
        event(MemberJoined, actor="EST", from_on=day, time=DAY, id=ids[0]),
        event(MemberLeft, actor="EST", body="NATO", to_on=day, time=DAY, id=ids[1]),
    )

    found = [row["actor"] for row in engine.ask("members", "NATO", NOW, known_at)]

    assert found == (["EST", "FIN"] if before else ["FIN"])
    assert words(engine, known_at) == [
        ("membership", f"NATO EST {day}", "joined"),
        ("membership", f"NATO EST {day}", "left"),
    ]


def test_joined_and_left_on_one_day_are_told_apart_by_their_sequence(engine: Engine):
    day = "2026-03-02"
    known_at = engine.tell(
        event(MemberJoined, actor="EST", from_on=day, time=DAY, sequence=2),
        event(MemberLeft, actor="EST", body="NATO", to_on=day, time=DAY, sequence=1),
    )

    assert [row["actor"] for row in engine.ask("members", "NATO", NOW, known_at)] == ["EST"]
    assert words(engine, known_at) == []


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids="-".join)
def test_taken_up_and_reserved_on_one_day_leaves_what_was_so_before(engine: Engine, ids):
    known_at = engine.tell(
        *joined("EST", "FIN"),
        event(StandardImplemented, actor="FIN", standard_id="A", time=DAY),
        of_a_day(StandardImplemented, ids[0], actor="EST", standard_id="A"),
        of_a_day(StandardReserved, ids[1], actor="EST", standard_id="A"),
        of_a_day(StandardRatified, "z", actor="EST", standard_id="A"),
    )

    [row] = engine.ask("standards", "NATO", NOW, known_at)

    assert agrees(row, {"implemented_by_both": 0, "required": 1})
    assert [anomaly for _, _, anomaly in words(engine, known_at)] == ["implemented", "reserved"]


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")], ids="-".join)
def test_adopted_and_blocked_in_one_moment_leaves_a_decision_where_it_was(engine: Engine, ids):
    known_at = engine.tell(
        event(DecisionProposed, time="2026-03-01T00:00:00Z", silence_deadline_at=None),
        of_a_day(DecisionAdopted, ids[0]),
        of_a_day(DecisionBlocked, ids[1]),
    )

    [row] = engine.ask("decisions", "NATO", NOW, known_at)

    assert agrees(row, {"state": "proposed", "blocks": 0})
    assert sorted(row["anomalies"]) == ["adopted", "blocked"]


@pytest.mark.parametrize(
    ("kind", "one", "other", "named"),
    [
        (ExerciseScheduled, {"place": "Tapa"}, {"place": "Riga"}, "exercise"),
        (ExerciseConducted, {"place": "Tapa"}, {"place": "Riga"}, "exercise"),
        (MeetingScheduled, {"place": "Tapa"}, {"place": "Riga"}, "meeting"),
        (MeetingHeld, {"place": "Tapa"}, {"place": "Riga"}, "meeting"),
        (DecisionProposed, {"topic": "More"}, {"topic": "Less"}, "decision"),
        (DecisionAdopted, {"mode": "vote"}, {"mode": "consensus"}, "decision"),
        (CommitmentMade, {"target": 2.0}, {"target": 3.0}, "commitment"),
        (CapabilityDeclared, {"quantity": 1}, {"quantity": 2}, "capability"),
        (LessonIdentified, {"severity": 1}, {"severity": 4}, "lesson"),
        (
            RemedialActionTasked,
            {"element": "training"},
            {"element": "planning"},
            "remedial_action",
        ),
        (ObservationSubmitted, {"area": "air"}, {"area": "land"}, "observation"),
        (MemberJoined, {"kind": "member"}, {"kind": "partner_nation"}, "membership"),
    ],
)
def test_two_sources_that_contradict_each_other_are_named(engine: Engine, kind, one, other, named):
    day = {"time": DAY}
    first = engine.tell(
        event(kind, source="east", **day, **one), event(kind, source="mid", **day, **one)
    )
    second = engine.tell(event(kind, source="west", **day, **other))

    assert "two sources" not in [anomaly for _, _, anomaly in words(engine, first)]
    assert "two sources" in [
        anomaly for kind, _, anomaly in words(engine, second) if kind == named
    ]


def test_a_source_that_corrects_itself_does_not_contradict_another(engine: Engine):
    known_at = engine.tell(
        event(ExerciseScheduled, source="east", time=DAY, sequence=1, place="Tapa"),
        event(ExerciseScheduled, source="east", time=DAY, sequence=2, place="Riga"),
        event(ExerciseScheduled, source="west", time=DAY, place="Riga"),
    )

    assert words(engine, known_at) == []


FIELDS: dict[str, tuple[str, ...]] = {
    "exercise": ("calendar", "anomalies"),
    "meeting": ("calendar", "cadence", "anomalies"),
    "decision": ("decisions",),
    "commitment": ("commitments", "dormancy", "anomalies"),
    "observation": ("observations",),
    "lesson": ("lessons", "remedial_actions"),
    "standard": ("standards", "anomalies"),
    "capability": ("capabilities", "anomalies"),
    "member": ("members", "anomalies"),
}
OF_BODY = {"calendar", "cadence", "decisions", "commitments", "dormancy", "standards"}
OF_BODY |= {"capabilities", "members"}
NAMES = ("exercise_id", "meeting_id", "decision_id", "commitment_id", "observation_id")
NAMES += ("action_id", "lesson_id", "standard_id", "capability_code")


def told_of(kinds: Sequence[type[EventData]], item: str, ids: Iterable[str]) -> list[bytes]:
    """Give one move of each type about one item, all of one day, in the order of life."""
    found: list[bytes] = []
    for kind, id in zip(kinds, ids, strict=True):
        fields = {name: item for name in NAMES if name in kind.__struct_fields__}
        if kind in (MemberJoined, MemberLeft):
            fields = {"body": item, "actor": "EST"}
            fields["from_on" if kind is MemberJoined else "to_on"] = DAY[:10]
        found.append(of_a_day(kind, f"{id}-{item}", **fields))
    return found


def without_numbers(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give rows without the numbers of events, which tell the order of arrival."""
    return [
        {
            name: sorted(row[name]) if name == "anomalies" else row[name]
            for name in row
            if name not in ("newest_seq", "ledger_seq")
        }
        for row in rows
    ]


def answers(engine: Engine, family: str, bodies: Sequence[str | None], known_at: Any) -> Any:
    """Give everything the family's questions answer."""
    return [
        without_numbers(engine.ask(question, *body, NOW, known_at))
        for question in FIELDS[family]
        for body in ([[one] for one in bodies] if question in OF_BODY else [[]])
    ]


@pytest.fixture(params=["reference", "database"])
def fresh(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[Engine]]:
    """Give engines to which nothing has been told."""
    if request.param == "reference":
        return lambda: nullcontext(InMemory())
    database = request.getfixturevalue("database")
    return lambda: undone(database)


@pytest.mark.parametrize(
    "family", families(), ids=[kinds[0].TYPE.split(".")[2] for kinds in families()]
)
def test_any_two_moves_of_one_moment_give_the_order_of_life(fresh, family):
    name = family[0].TYPE.split(".")[2]
    pairs = [sorted(pair, key=rank_of) for pair in combinations(family, 2)]
    items = [f"I{i:02}" for i in range(len(pairs))]
    bodies = items if name == "member" else [None]
    before = [*joined("EST", "FIN"), *_before(name, items)]
    sequenced = [
        _with_sequence(one, rank_of(kind))
        for pair, item in zip(pairs, items, strict=True)
        for kind, one in zip(pair, told_of(pair, item, "ab"), strict=True)
    ]
    with fresh() as engine:
        expected = answers(engine, name, bodies, engine.tell(*before, *sequenced))

    for ids in ("ab", "ba"):
        moves = [
            one
            for pair, item in zip(pairs, items, strict=True)
            for one in told_of(pair, item, ids)
        ]
        for arriving in (moves, moves[::-1]):
            with fresh() as engine:
                engine.tell(*before)
                for one in arriving[:-1]:
                    engine.tell(one)
                found = answers(engine, name, bodies, engine.tell(arriving[-1]))

            assert (ids, found) == (ids, expected)


def _before(name: str, items: Sequence[str]) -> list[bytes]:
    """Give every other item a life before, so that moves fit in several ways."""
    firsts = {
        "exercise": [ExerciseScheduled],
        "meeting": [MeetingScheduled],
        "decision": [DecisionProposed],
        "commitment": [CommitmentMade],
        "observation": [ObservationSubmitted],
        "lesson": [LessonIdentified, RemedialActionTasked, LessonValidated],
        "standard": [StandardRatified],
        "capability": [CapabilityDeclared],
        "member": [],
    }[name]
    return [
        _a_day_earlier(one, i)
        for item in items[::2]
        for i, one in enumerate(told_of(firsts, item, (f"first{i}" for i in range(len(firsts)))))
    ]


def _a_day_earlier(written: bytes, hour: int) -> bytes:
    document = json.loads(written)
    del document["dateprecision"]
    return json.dumps(document | {"time": f"2026-03-01T0{hour}:00:00Z"}).encode()


def _with_sequence(written: bytes, rank: int) -> bytes:
    # Moves of one rank keep one sequence: there is nothing to tell them apart.
    return json.dumps(json.loads(written) | {"sequence": rank + 1}).encode()


def test_the_window_of_silence_of_one_day_can_be_broken_on_that_day(engine: Engine):
    known_at = engine.tell(
        of_a_day(DecisionProposed, "x/proposed", silence_deadline_at="2026-03-09T16:00:00Z"),
        of_a_day(SilenceBroken, "x/broken"),
    )

    [row] = engine.ask("decisions", None, at("2026-03-20"), known_at)

    assert agrees(row, {"state": "broken", "breaks": 1, "anomalies": []})

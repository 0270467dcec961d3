"""Small histories in which everything collides: few actors, few days, many amendments."""

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from schemas.events import (
    CapabilityAssessed,
    CommitmentMade,
    CommitmentProgressReported,
    DecisionAdopted,
    EventData,
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MeetingHeld,
    MemberJoined,
    MemberLeft,
    ResourceLevelReported,
)
from tests.support.builders import correction_of, event, retraction_of

ACTORS = ("EST", "FIN", "LVA")
AREAS = ("land", "logistics")
DAYS = ("2023-06-30", "2024-11-22", "2024-11-24", "2025-05-24", "2026-08-25", "2026-11-22")
TIMES = tuple(f"{day}T{hour}:00:00Z" for day in DAYS for hour in ("00", "18"))
SOURCES = ("capital", "staff")

actor, area = st.sampled_from(ACTORS), st.sampled_from(AREAS)
day, time = st.sampled_from(DAYS), st.sampled_from(TIMES)
body, pair = st.sampled_from(("NATO", "WTO")), st.permutations(ACTORS)
evaluator = st.sampled_from(("external", "peer", "self"))

FIELDS: dict[type[EventData], dict[str, st.SearchStrategy[Any]]] = {
    MemberJoined: {"actor": actor, "body": body, "from_on": day},
    MemberLeft: {"actor": actor, "body": body, "to_on": day},
    ExerciseResultRecorded: {
        "actor": actor,
        "area": area,
        "rating": st.sampled_from(("P", "S", "M", "U", None)),
        "evaluator": evaluator,
        "exercise_kind": st.sampled_from(("livex", "cax", "cpx", "ttx", "realop")),
    },
    CapabilityAssessed: {
        "actor": actor,
        "area": area,
        "instrument": st.sampled_from(("SPAR", "JEE", "exercise")),
        "instrument_version": st.sampled_from(("1", "2")),
        "score": st.sampled_from((0.0, 55.0, 70.0, 85.0, 33.3333, 100.0)),
        "evaluator": evaluator,
    },
    InteropTestRecorded: {
        "actor_a": actor,
        "actor_b": st.just("POL"),
        "dimension": st.sampled_from(("technical", "human")),
        "outcome": st.sampled_from(("success", "limited", "issue", "not_tested")),
    },
    ResourceLevelReported: {
        "actor": actor,
        "area": area,
        "pillar": st.sampled_from(("P", "S", "R", "T")),
        "pct": st.sampled_from((0.0, 60.0, 69.9999, 70.0, 90.0, 100.0)),
    },
    CommitmentMade: {
        "commitment_id": st.sampled_from(("two-percent", "stocks")),
        "body": body,
        "actors": st.sampled_from(([], ["EST"], ["FIN", "LVA"])),
        "baseline": st.sampled_from((None, 1.0)),
        "target": st.sampled_from((0.5, 1.0, 2.0)),
        "direction": st.sampled_from(("up", "down")),
        "start_on": st.sampled_from(("2023-06-30", "2024-01-01")),
        "due_on": st.sampled_from(("2025-01-01", "2027-12-31")),
    },
    CommitmentProgressReported: {
        "commitment_id": st.sampled_from(("two-percent", "stocks")),
        "actor": actor,
        "value": st.sampled_from((0.5, 1.0, 1.3, 2.0)),
        "observed_on": day,
        "is_estimate": st.booleans(),
    },
    ExerciseConducted: {"exercise_id": st.sampled_from(("amber-26", "amber-25"))},
    MeetingHeld: {"meeting_id": st.sampled_from(("summit-26", "summit-25")), "body": body},
    DecisionAdopted: {"decision_id": st.sampled_from(("one", "two")), "body": body},
}
# Readings are made of these; the others are there to be amended and rewritten.
COMMON = (ExerciseResultRecorded, CapabilityAssessed, InteropTestRecorded, ResourceLevelReported)
KINDS = (*FIELDS, *COMMON, *COMMON, MemberJoined)


@dataclass(frozen=True)
class History:
    """A set of events, and two ways in which they arrive."""

    events: tuple[bytes, ...]
    batches: tuple[tuple[bytes, ...], ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Give events with amendments, and the batches in which they arrive, some of them twice."""
    # Members first to be drawn, so that most examples have something to say about a body.
    everybody = [
        event(MemberJoined, actor=name, from_on=DAYS[0], time=TIMES[0], id=f"member-{name}")
        for name in (*ACTORS, "POL")
    ]
    roots = [draw(_root(i)) for i in range(draw(st.integers(1, 12)))]
    events = [*everybody, *roots]
    for i in range(draw(st.integers(0, 8))):
        events.append(draw(_amendment(i, draw(st.sampled_from(roots)), events)))
    arriving = draw(st.permutations([*events, *draw(st.lists(st.sampled_from(events)))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(arriving)), max_size=4)))
    ends = [*cuts, len(arriving)]
    starts = [0, *cuts]
    batches = tuple(tuple(arriving[a:b]) for a, b in zip(starts, ends, strict=True) if a < b)
    return History(tuple(events), batches)


@st.composite
def _root(draw: st.DrawFn, number: int) -> bytes:
    kind = draw(st.sampled_from(KINDS))
    return event(
        kind,
        **draw(st.fixed_dictionaries(FIELDS[kind])),
        id=f"root-{number}",
        source=draw(st.sampled_from(SOURCES)),
        time=draw(time),
        sequence=draw(st.sampled_from((None, 1, 2))),
        classification=draw(st.sampled_from(("UNCLASSIFIED", "UNCLASSIFIED", "SECRET"))),
    )


@st.composite
def _amendment(draw: st.DrawFn, number: int, root: bytes, earlier: list[bytes]) -> bytes:
    corrections = [
        one["id"]
        for one in map(json.loads, earlier)
        if "root" in one["data"] and one["data"]["root"]["id"] == json.loads(root)["id"]
    ]
    amends = draw(st.sampled_from([None, None, *corrections]))
    if draw(st.integers(0, 2)) == 0:
        written = retraction_of(root, amends=amends, id=f"retraction-{number}")
    else:
        written = draw(_correction(number, root, amends))
    return _sometimes_mismatched(written, draw(st.integers(0, 11)))


@st.composite
def _correction(draw: st.DrawFn, number: int, root: bytes, amends: str | None) -> bytes:
    kind = next(kind for kind in FIELDS if json.loads(root)["type"] == kind.TYPE)
    return correction_of(
        root,
        amends=amends,
        **draw(st.fixed_dictionaries(FIELDS[kind])),
        id=f"correction-{number}",
        time=draw(time),
        occurred=draw(st.sampled_from(("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"))),
    )


def _sometimes_mismatched(amendment: bytes, which: int) -> bytes:
    """Give an amendment that, now and then, does not belong to its root."""
    written = json.loads(amendment)
    if which == 0:
        written["source"] = "somebody-else"
    elif which == 1:
        written["classification"] = "RESTRICTED"
    elif which == 2 and "reason" in written["data"]:
        written["data"]["root_type"] = DecisionAdopted.TYPE
    return json.dumps(written).encode()

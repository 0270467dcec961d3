"""Events of the rule tables, by their age at one fixed moment."""

from schemas.events import (
    CapabilityAssessed,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MemberJoined,
    MemberLeft,
    ResourceLevelReported,
)
from tests.support.builders import event
from tests.support.given import Engine, Row, at, days_before

NOW = at("2026-11-23T12:00:00")


def joined(*actors: str, body: str = "NATO", on: str = "1949-04-04") -> list[bytes]:
    """Give the events by which actors became members."""
    time = f"{on}T00:00:00Z"
    return [event(MemberJoined, actor=actor, body=body, from_on=on, time=time) for actor in actors]


def left(actor: str, on: str, *, body: str = "NATO") -> bytes:
    """Give the event by which an actor ceased to be a member."""
    return event(MemberLeft, actor=actor, body=body, to_on=on, time=f"{on}T00:00:00Z")


def rated(age_days: int, **overrides: object) -> bytes:
    """Give a result of EST in logistics; by default a live exercise, external, rated S."""
    return event(ExerciseResultRecorded, **({"time": days_before(NOW, age_days)} | overrides))


def assessed(age_days: int, **overrides: object) -> bytes:
    """Give an assessment of EST in logistics; by default external, 70 points."""
    fields = {"area": "logistics", "time": days_before(NOW, age_days)}
    return event(CapabilityAssessed, **(fields | overrides))


def reported(pillar: str, pct: float, age_days: int = 1, **overrides: object) -> bytes:
    """Give a report of EST about a pillar in logistics."""
    fields = {"area": "logistics", "time": days_before(NOW, age_days)}
    return event(ResourceLevelReported, pillar=pillar, pct=pct, **(fields | overrides))


def interop(age_days: int, outcome: str = "success", **overrides: object) -> bytes:
    """Give a technical test of EST and FIN."""
    return event(
        InteropTestRecorded,
        outcome=outcome,
        **({"time": days_before(NOW, age_days)} | overrides),
    )


def the_reading(engine: Engine, *events: bytes) -> Row:
    """Give the one reading that these events about a member add up to."""
    known_at = engine.tell(*joined("EST"), *events)
    [reading] = engine.ask("readiness", "NATO", NOW, known_at)
    return reading


def agrees(row: Row, expected: Row) -> bool:
    """Tell whether a row has these values, after showing it."""
    found = {name: row[name] for name in expected}
    assert found == expected
    return True

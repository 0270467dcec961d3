"""The load: realistic events from one seed, the same bytes every time."""

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from schemas.envelope import encode, envelope_for
from schemas.events import (
    EventData,
    ExerciseResultRecorded,
    InteropTestRecorded,
    ResourceLevelReported,
)
from schemas.labels import label_of
from schemas.vocabulary import (
    Area,
    Dimension,
    Evaluator,
    ExerciseKind,
    Outcome,
    Pillar,
    Rating,
    TopicName,
)

# Two years: as much as has not faded in the method, three chunks of a hypertable.
FROM = datetime(2023, 1, 1, tzinfo=UTC)
SPAN_S = 730 * 86_400

ACTORS = (
    *("ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA"),
    *("GBR", "GRC", "HRV", "HUN", "ISL", "ITA", "LTU", "LUX", "LVA", "MKD", "MNE"),
    *("NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA"),
)
LABELS = (
    label_of("MUSTER", "UNCLASSIFIED"),
    label_of("MUSTER", "UNCLASSIFIED", "FIN,NATO,SWE"),
    label_of("MUSTER", "RESTRICTED"),
)
LABEL_WEIGHTS = (80, 10, 10)
COMMENTS = (
    None,
    "Second attempt.",
    "Two relays were late.",
)


class Message(NamedTuple):
    """One event as a producer sends it."""

    topic: TopicName
    event_id: str
    value: bytes


def load(seed: int, events: int) -> Iterator[Message]:
    """Give that many events, each about 500 bytes."""
    dice = random.Random(seed)
    for _ in range(events):
        data = fact(dice)
        envelope = envelope_for(
            data,
            source="bench",
            id=str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            time=FROM + timedelta(seconds=dice.randrange(SPAN_S)),
            label=dice.choices(LABELS, LABEL_WEIGHTS)[0],
        )
        assert data.TOPIC is not None
        yield Message(data.TOPIC, envelope.id, encode(envelope, data))


def _exercise_id(dice: random.Random) -> str:
    return f"LANCE-{dice.randint(2023, 2024)}-{dice.randint(1, 40):02d}"


def fact(
    dice: random.Random, exercise_id: Callable[[random.Random], str] = _exercise_id
) -> EventData:
    """Of ten events five are exercise results, two interoperability tests, three reports."""
    one = dice.random()
    if one < 0.5:
        return _result(dice, exercise_id)
    return _interop_test(dice, exercise_id) if one < 0.7 else _resource_level(dice)


def _result(
    dice: random.Random, exercise_id: Callable[[random.Random], str]
) -> ExerciseResultRecorded:
    tasks_total = dice.randint(4, 40)
    return ExerciseResultRecorded(
        exercise_id=exercise_id(dice),
        exercise_kind=dice.choice(list(ExerciseKind)),
        actor=dice.choice(ACTORS),
        area=dice.choice(list(Area)),
        objective_id=f"objective-{dice.randint(1, 12)}",
        rating=dice.choice([*Rating, None]),
        evaluator=dice.choice(list(Evaluator)),
        tasks_met=dice.randint(0, tasks_total),
        tasks_total=tasks_total,
        comment=dice.choice(COMMENTS),
    )


def _interop_test(
    dice: random.Random, exercise_id: Callable[[random.Random], str]
) -> InteropTestRecorded:
    actor_a, actor_b = dice.sample(ACTORS, 2)
    return InteropTestRecorded(
        actor_a=actor_a,
        actor_b=actor_b,
        dimension=dice.choice(list(Dimension)),
        area=dice.choice(list(Area)),
        system_a=f"C2-{dice.randint(1, 20)}",
        system_b=f"C2-{dice.randint(1, 20)}",
        outcome=dice.choice(list(Outcome)),
        exercise_id=exercise_id(dice),
    )


def _resource_level(dice: random.Random) -> ResourceLevelReported:
    return ResourceLevelReported(
        actor=dice.choice(ACTORS),
        area=dice.choice(list(Area)),
        pillar=dice.choice([Pillar.PERSONNEL, Pillar.SUPPLIES, Pillar.CONDITION]),
        pct=float(dice.randint(20, 100)),
        ntm_days=dice.randint(2, 180),
        reporter="J3",
    )

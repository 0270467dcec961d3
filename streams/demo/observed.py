"""What the season's exercises brought to light: somebody notices it, somebody checks it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.events import (
    EventData,
    ExerciseResultRecorded,
    ObservationRejected,
    ObservationSubmitted,
    ObservationValidated,
)
from schemas.labels import Label
from schemas.vocabulary import Area, Rating
from streams.demo.chance import Chance
from streams.demo.findings import FINDINGS, REJECTIONS, Finding
from streams.demo.telling import Told, label_for

POOR = (Rating.MAJOR_CHALLENGES, Rating.UNABLE)
OBSERVED = 0.7  # share of the areas with poor ratings of which somebody writes
REJECTED = 0.12
CHECKED_TWICE = 0.03  # a move that does not fit
MOST_ACTORS = 4


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that went wrong in an area of an exercise."""

    name: str
    exercise_id: str
    area: Area
    actors: tuple[str, ...]
    finding: Finding
    is_grave: bool
    submitted_at: datetime
    checked_at: datetime
    is_rejected: bool
    label: Label

    @property
    def observation_id(self) -> str:
        """Return the identity of what was observed."""
        return f"{self.name}-OBSERVATION"


def cases(chance: Chance, results: Iterable[Told]) -> list[Case]:
    """Return what went wrong behind the poor ones of these results and was written down."""
    poor: dict[tuple[str, Area], list[tuple[Told, ExerciseResultRecorded]]] = defaultdict(list)
    for told in results:
        if isinstance(told.data, ExerciseResultRecorded) and told.data.rating in POOR:
            poor[told.data.exercise_id, told.data.area].append((told, told.data))
    return [
        _case(chance, exercise_id, area, found)
        for (exercise_id, area), found in sorted(poor.items())
        if chance.happens(OBSERVED, "observed", exercise_id, area)
    ]


def observed(chance: Chance, case: Case) -> Iterator[Told]:
    """Return the observation, and that it was accepted or rejected."""
    submission = ObservationSubmitted(
        observation_id=case.observation_id,
        exercise_id=case.exercise_id,
        area=case.area,
        actors=case.actors,
        text=case.finding[0],
    )
    yield move(chance, case, "submitted", case.submitted_at, submission)
    if case.is_rejected:
        reason = chance.pick(REJECTIONS, "why rejected", case.name)
        check: EventData = ObservationRejected(observation_id=case.observation_id, reason=reason)
    else:
        check = ObservationValidated(observation_id=case.observation_id)
    yield move(chance, case, "checked", case.checked_at, check)
    if chance.happens(CHECKED_TWICE, "checked twice", case.name):
        yield move(chance, case, "checked-again", case.checked_at + timedelta(days=2), check)


def move(chance: Chance, case: Case, what: str, at: datetime, data: EventData) -> Told:
    """Return one move as it is told: marked like the results, heard of some days later."""
    id = f"{case.name}:{what}"
    heard_at = at + timedelta(days=chance.between(0.1, 4, "heard", id))
    return Told(id, data, at, heard_at, case.label, correlation_id=case.exercise_id)


def after(chance: Chance, at: datetime, low: int, high: int, *name: object) -> datetime:
    """Return a minute some days after a moment."""
    minutes = chance.whole(low * 24 * 60, high * 24 * 60, "after", *name)
    return at + timedelta(minutes=minutes)


def _case(
    chance: Chance, exercise_id: str, area: Area, found: list[tuple[Told, ExerciseResultRecorded]]
) -> Case:
    name = f"{exercise_id}-{area}"
    actors = {result.actor for _, result in found}
    submitted_at = after(chance, max(told.at for told, _ in found), 1, 6, "submitted", name)
    return Case(
        name=name,
        exercise_id=exercise_id,
        area=area,
        actors=tuple(sorted(chance.some(sorted(actors), MOST_ACTORS, "actors", name))),
        finding=chance.pick(FINDINGS[area], "finding", name),
        is_grave=any(result.rating is Rating.UNABLE for _, result in found),
        submitted_at=submitted_at,
        checked_at=after(chance, submitted_at, 4, 30, "checked", name),
        is_rejected=chance.happens(REJECTED, "rejected", name),
        label=label_for(chance, exercise_id),
    )

"""Events as they happen, at a pace a person can follow."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from schemas.events import (
    EventData,
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    Participant,
    ResourceLevelReported,
)
from schemas.vocabulary import Area, Dimension, Evaluator, ExerciseKind, Pillar
from streams.demo.chance import Chance
from streams.demo.members import MEMBERS, takes_part, together
from streams.demo.quality import holds, quality, trains
from streams.demo.reports import pct_of, reporter_of, reports_in, reports_on
from streams.demo.results import outcome_of, rating_of
from streams.demo.telling import Told

PARTICIPANTS = 12


class LiveDay:
    """One exercise that takes place today, and what is reported around it."""

    def __init__(self, chance: Chance, started_at: datetime) -> None:
        self._chance = chance
        self._run = f"{started_at:%Y%m%dT%H%M%S}"
        self._exercise_id = f"EXERCISE-LIVE-{started_at:%Y-%m-%d}"
        present = [actor for actor in MEMBERS if takes_part(actor, started_at.date())]
        self._participants = sorted(chance.some(present, PARTICIPANTS, self._exercise_id))
        self._started_at = started_at

    def opening(self) -> Told:
        """Return the first event: today's exercise is under way."""
        day = self._started_at.replace(hour=0, minute=0, second=0, microsecond=0)
        data = ExerciseConducted(
            exercise_id=self._exercise_id,
            name=f"EXERCISE Open Window {day:%y}",
            series="EXERCISE Open Window",
            kinds=(ExerciseKind.CAX,),
            domains=tuple(sorted(Area)),
            started_on=day.date(),
            ended_on=day.date(),
            participants=tuple(Participant(actor=actor) for actor in self._participants),
            place="Distributed",
        )
        return self._told(f"{self._exercise_id}:conducted", data, day)

    def event(self, number: int, at: datetime) -> Told:
        """Return the event of that number, happening at that moment."""
        name = f"LIVE-{self._run}-{number}"
        draw = self._chance.share("live", self._run, number)
        if draw < 0.45:
            data = self._report(name, at)
        else:
            data = self._rating(name, at) if draw < 0.75 else self._test(name, at)
        return self._told(name, data, at)

    def _told(self, name: str, data: EventData, at: datetime) -> Told:
        return Told(name, data, at, at, correlation_id=self._exercise_id)

    def _report(self, name: str, at: datetime) -> ResourceLevelReported:
        actor = self._chance.pick(self._reporting(at), "actor", name)
        area = self._reported_area(actor, name)
        pillar = self._chance.pick((Pillar.PERSONNEL, Pillar.SUPPLIES, Pillar.CONDITION), name)
        value = quality(self._chance, actor, area, at.date())
        return ResourceLevelReported(
            actor=actor,
            area=area,
            pillar=pillar,
            pct=pct_of(self._chance, value, area, pillar, actor, name),
            reporter=reporter_of(actor),
        )

    def _rating(self, name: str, at: datetime) -> ExerciseResultRecorded:
        actor = self._chance.pick(self._participants, "actor", name)
        area = self._area(actor, name)
        value = quality(self._chance, actor, area, at.date())
        return ExerciseResultRecorded(
            exercise_id=self._exercise_id,
            exercise_kind=ExerciseKind.CAX,
            actor=actor,
            area=area,
            objective_id=f"{area}-1",
            rating=rating_of(self._chance, value, name),
            evaluator=self._chance.pick(tuple(Evaluator), "evaluator", name),
        )

    def _test(self, name: str, at: datetime) -> InteropTestRecorded:
        first = self._chance.pick(self._participants, "first", name)
        others = [actor for actor in self._participants if actor != first]
        near = [actor for actor in others if together(first, actor)] or others
        second = self._chance.pick(near, "second", name)
        pair = (min(first, second), max(first, second))
        dimension = self._chance.pick(tuple(Dimension), "dimension", name)
        return InteropTestRecorded(
            actor_a=pair[0],
            actor_b=pair[1],
            dimension=dimension,
            outcome=outcome_of(self._chance, pair, dimension, at.date(), name),
            exercise_id=self._exercise_id,
        )

    def _reporting(self, at: datetime) -> list[str]:
        """Return who reports this month: who is silent stays so while one looks."""
        month = at.date().replace(day=1)
        return [a for a in MEMBERS if takes_part(a, month) and reports_in(self._chance, a, month)]

    def _reported_area(self, actor: str, name: str) -> Area:
        held = [area for area in Area if reports_on(self._chance, actor, area)]
        trained = [area for area in held if trains(self._chance, actor, area)]
        return self._chance.pick(trained or held, "area", name)

    def _area(self, actor: str, name: str) -> Area:
        held = [area for area in Area if holds(self._chance, actor, area)]
        trained = [area for area in held if trains(self._chance, actor, area)]
        return self._chance.pick(trained or held, "area", name)


def pauses(chance: Chance, started_at: datetime) -> Iterator[timedelta]:
    """Return the pauses between live events: two to three seconds."""
    number = 0
    while True:
        number += 1
        yield timedelta(seconds=chance.between(2, 3, "pause", started_at, number))

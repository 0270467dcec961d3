"""What the exercises of the season showed: ratings of members, and tests of pairs."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from schemas.events import ExerciseResultRecorded, InteropTestRecorded
from schemas.vocabulary import (
    Area,
    Credibility,
    Dimension,
    Evaluator,
    Outcome,
    Rating,
    Reliability,
)
from streams.demo.chance import Chance
from streams.demo.exercises import Exercise
from streams.demo.members import CLUSTERS, takes_part, together
from streams.demo.quality import quality, trains
from streams.demo.telling import Told, label_for, moment

TESTS_PER_EXERCISE = 20
TASKS = 10
INTEGRATED = "Nordic-Baltic"  # tests twice a year, all with all, in every dimension
ROUNDS = {INTEGRATED: 3}
CAMPAIGN_MONTHS = {INTEGRATED: (4, 10)}  # the others test once a year
OTHER_CAMPAIGN_MONTH = 6
NEVER = 0.7  # share of pairs of distant members that were never tested
EASE = {
    Dimension.TECHNICAL: -0.03,
    Dimension.PROCEDURAL: 0.0,
    Dimension.HUMAN: 0.04,
    Dimension.INFORMATION: -0.07,
}
SYSTEMS = ("command post", "data link", "field hospital", "fuel supply", "radio net", "track feed")


def ratings(chance: Chance, exercise: Exercise) -> Iterator[Told]:
    """Return the ratings of every participant in the areas it trains."""
    for actor in exercise.participants:
        for area in exercise.areas:
            if trains(chance, actor, area):
                for objective in range(chance.whole(1, 2, "objectives", exercise.series, area)):
                    yield _rated(chance, exercise, actor, area, objective + 1)


def tests(chance: Chance, exercise: Exercise) -> Iterator[Told]:
    """Return the tests of pairs made during an exercise, neighbours first."""
    pairs = [pair for pair in combinations(exercise.participants, 2) if not _never(chance, *pair)]

    def order(pair: tuple[str, str]) -> float:
        draw = chance.share("pair", exercise.exercise_id, *pair)
        return draw * (0.3 if together(*pair) else 1)

    days = (exercise.ended_on - exercise.started_on).days
    for number, pair in enumerate(sorted(pairs, key=order)[:TESTS_PER_EXERCISE]):
        name = f"{exercise.exercise_id}:test-{number + 1}"
        on = exercise.started_on + timedelta(chance.whole(0, days, "day", name))
        dimension = chance.pick(_tested_dimensions(chance, pair), "dimension", name)
        yield _tested(chance, name, pair, dimension, on, exercise_id=exercise.exercise_id)


def campaign(chance: Chance, month: date) -> Iterator[Told]:
    """Return the tests of the clusters' own interoperability weeks."""
    for cluster, actors in CLUSTERS.items():
        if month.month not in CAMPAIGN_MONTHS.get(cluster, (OTHER_CAMPAIGN_MONTH,)):
            continue
        on = month + timedelta(chance.whole(5, 20, "campaign", cluster, month))
        present = [actor for actor in actors if takes_part(actor, on)]
        rounds = ROUNDS.get(cluster, 2)
        for pair in combinations(present, 2):
            for dimension in Dimension:
                for number in range(rounds):
                    code = cluster.replace(" ", "-").upper()
                    name = (
                        f"INTEROP-{code}-{month:%Y-%m}:{'-'.join(pair)}-{dimension}-{number + 1}"
                    )
                    yield _tested(chance, name, pair, dimension, on)


def rating_of(chance: Chance, value: float, *name: object) -> Rating | None:
    """Return the rating a member of that quality gets this time."""
    if chance.happens(0.03, "unrated", *name):
        return None
    shown = value + 0.16 * chance.swing("shown", *name)
    if shown >= 0.78:
        return Rating.PERFORMED
    if shown >= 0.58:
        return Rating.SOME_CHALLENGES
    return Rating.MAJOR_CHALLENGES if shown >= 0.4 else Rating.UNABLE


def outcome_of(
    chance: Chance, pair: tuple[str, str], dimension: Dimension, on: date, *name: object
) -> Outcome:
    """Return how a test of that pair goes this time."""
    if chance.happens(0.03, "not tested", *name):
        return Outcome.NOT_TESTED
    weaker = min(quality(chance, actor, Area.C2_COMMS, on) for actor in pair)
    close = 0.4 if _integrated(pair) else 0.2 if together(*pair) else 0.1
    success = 0.2 + 0.6 * weaker + close + EASE[dimension] + 0.1 * chance.swing("pair", *pair)
    draw = chance.share("outcome", *name)
    if draw < success:
        return Outcome.SUCCESS
    return Outcome.LIMITED if draw < success + 0.65 * (1 - success) else Outcome.ISSUE


def _rated(chance: Chance, exercise: Exercise, actor: str, area: Area, objective: int) -> Told:
    name = f"{exercise.exercise_id}:{actor}-{area}-{objective}"
    value = quality(chance, actor, area, exercise.ended_on)
    rating = rating_of(chance, value, name)
    evaluator = chance.pick(tuple(Evaluator), "evaluator", name)
    met = max(0, min(TASKS, round(TASKS * (value + 0.1 * chance.swing("tasks", name)))))
    data = ExerciseResultRecorded(
        exercise_id=exercise.exercise_id,
        exercise_kind=exercise.kind,
        actor=actor,
        area=area,
        objective_id=f"{area}-{objective}",
        rating=rating,
        evaluator=evaluator,
        tasks_met=met if rating else None,
        tasks_total=TASKS if rating else None,
    )
    at = moment(chance, exercise.ended_on, 9, 18, name)
    return Told(
        name,
        data,
        at,
        at + timedelta(days=_reporting_days(chance, evaluator, name)),
        label_for(chance, exercise.exercise_id),
        correlation_id=exercise.exercise_id,
        reliability=Reliability.USUALLY_RELIABLE,
        credibility=Credibility.PROBABLY_TRUE,
    )


def _reporting_days(chance: Chance, evaluator: Evaluator, name: str) -> float:
    """What outsiders found stands in the after-action report, two to six weeks later."""
    if evaluator is Evaluator.EXTERNAL:
        return chance.between(14, 42, "report", name)
    is_late = chance.happens(0.05, "late", name)
    return (
        chance.between(20, 60, "delay", name) if is_late else chance.between(0.1, 9, "delay", name)
    )


def _tested(
    chance: Chance,
    name: str,
    pair: tuple[str, str],
    dimension: Dimension,
    on: date,
    *,
    exercise_id: str | None = None,
) -> Told:
    system = chance.pick(SYSTEMS, "system", name)
    data = InteropTestRecorded(
        actor_a=pair[0],
        actor_b=pair[1],
        dimension=dimension,
        area=Area.C2_COMMS if dimension is Dimension.TECHNICAL else None,
        system_a=f"{pair[0]} {system}" if dimension is Dimension.TECHNICAL else None,
        system_b=f"{pair[1]} {system}" if dimension is Dimension.TECHNICAL else None,
        outcome=outcome_of(chance, pair, dimension, on, name),
        exercise_id=exercise_id,
    )
    at = moment(chance, on, 8, 17, name)
    heard_at = at + timedelta(days=chance.between(0.05, 6, "heard", name))
    correlation_id = name.partition(":")[0]
    return Told(name, data, at, heard_at, label_for(chance, name), correlation_id=correlation_id)


def _tested_dimensions(chance: Chance, pair: tuple[str, str]) -> tuple[Dimension, ...]:
    """Return the dimensions a pair tests in exercises: distant members keep to one or two."""
    if together(*pair):
        return tuple(Dimension)
    return tuple(chance.some(Dimension, chance.whole(1, 2, "how many", *pair), "which", *pair))


def _integrated(pair: tuple[str, str]) -> bool:
    return all(actor in CLUSTERS[INTEGRATED] for actor in pair)


def _never(chance: Chance, actor_a: str, actor_b: str) -> bool:
    distant = not together(actor_a, actor_b)
    return distant and chance.happens(NEVER, "never", actor_a, actor_b)

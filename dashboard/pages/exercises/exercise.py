"""The chosen exercise: how it went as the title, and everything recorded about it."""

from dataclasses import dataclass

from dash import html

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, hidden, why, worded
from dashboard.components.parts import drawn
from dashboard.components.table import Kind
from dashboard.components.values import instant_value
from dashboard.components.why import reference
from dashboard.pages.exercises import words
from dashboard.pages.exercises.data import Exercises
from dashboard.pages.exercises.queries import Exercise, ExerciseResult
from dashboard.pages.exercises.record import exercise_panel
from dashboard.pages.exercises.words import objectives
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg


@dataclass(frozen=True, slots=True)
class Rated:
    """One result of the exercise, and the name of the objective it is about."""

    exercise_id: str
    objective: str
    result: ExerciseResult


def rated(found: Exercises) -> list[Rated]:
    """Give every result, objective by objective."""
    if found.record is None:
        return []
    exercise_id = found.record.exercise.exercise_id
    return [
        Rated(exercise_id, one.name, result)
        for one in objectives.objectives_of(found.record.results)
        for cell in one.cells.values()
        for result in cell.results
    ]


def _title(found: Exercises) -> str:
    if found.record is not None:
        results = objectives.objectives_of(found.record.results)
        return words.finding(found.record.exercise, results)
    if found.chosen is None:
        return say("exercises.one.none")
    return say("exercises.one.unknown", exercise=found.chosen)


def _subtitle(found: Exercises) -> str:
    if found.record is None:
        if found.chosen is None:
            return say("exercises.one.none_subtitle")
        return say("exercises.one.unknown_subtitle")
    said = _facts(found.record.exercise, dtg(found.moment.as_of))
    return said if found.moment.view.exercise else f"{said} · {say('exercises.one.usual')}"


def _facts(exercise: Exercise, at: str) -> str:
    return say(
        "exercises.one.subtitle",
        kind=words.kinds(exercise.kinds),
        dates=words.dates_of(exercise),
        place=exercise.place or say("exercises.one.no_place"),
        state=words.state(exercise) + (f": {exercise.reason}" if exercise.reason else ""),
        at=at,
    )


def _panel(found: Exercises) -> html.Div | None:
    return exercise_panel(found.record, found.moment.view) if found.record else None


def _rating(one: Rated) -> str:
    return f"{one.result.rating or '·'} {objectives.rating_words(one.result.rating)}"


def _tasks(one: Rated) -> str | None:
    total = one.result.tasks_total
    return None if total is None else f"{one.result.tasks_met} / {total}"


EXERCISE = Card[Exercises](
    id="exercise",
    look="area-exercise",
    heading="exercises.one.none",
    title=_title,
    subtitle=_subtitle,
    body=drawn("exercise-panel", _panel, "scroll-y"),
    table=Grid[Exercises, Rated](
        id="exercise-results",
        heads="exercises.one.columns",
        nothing="exercises.one.nothing",
        rows=rated,
        columns=(
            Column("objective", 150, lambda one: one.objective),
            actor("actor", 150, lambda one: one.result.actor, with_code=False),
            Column("rating", 200, lambda one: one.result.rating, Kind.CODE, words=_rating),
            worded("evaluator", 90, lambda one: one.result.evaluator, objectives.evaluator_words),
            Column("tasks", 96, lambda one: one.result.tasks_met, Kind.COUNT, words=_tasks),
            Column("comment", 150, lambda one: one.result.comment),
            Column("event", 80, lambda one: one.result.ledger_seq, Kind.COUNT),
            why(lambda one: reference("readiness", one.result.actor, one.result.area)),
            hidden("exercise_id", lambda one: one.exercise_id),
            hidden("objective_id", lambda one: one.result.objective_id),
            hidden("area_code", lambda one: one.result.area),
            hidden("tasks_total", lambda one: one.result.tasks_total, Kind.COUNT),
            hidden("occurred_at", lambda one: instant_value(one.result.occurred_at), Kind.INSTANT),
            hidden("is_corrected", lambda one: one.result.is_corrected, Kind.FLAG),
        ),
    ),
)

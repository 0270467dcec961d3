"""The chosen exercise: how it went as the title, and everything recorded about it."""

from typing import Any

from dash import Output, html

from dashboard.components.card import card
from dashboard.components.exercise import exercise_panel
from dashboard.components.table import WHY_COLUMN, Kind, beside, columns, grid
from dashboard.components.values import actor_cell, instant_value, said
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.pages.exercises.facts import Facts
from dashboard.queries.rows_exercises import Exercise, ExerciseResult
from dashboard.wording import exercises as wording
from dashboard.wording import objectives
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

COLUMNS = [
    *columns(
        texts("exercises.results"),
        ("objective", 150),
        ("actor", 150, Kind.CODE),
        ("rating", 200, Kind.CODE),
        ("evaluator", 90, Kind.CODE),
        ("tasks", 96, Kind.COUNT),
        ("comment", 150),
        ("event", 80, Kind.COUNT),
    ),
    WHY_COLUMN,
    *beside(
        ("exercise_id", Kind.TEXT),
        ("objective_id", Kind.TEXT),
        ("area_code", Kind.TEXT),
        ("tasks_total", Kind.COUNT),
        ("occurred_at", Kind.INSTANT),
        ("is_corrected", Kind.FLAG),
    ),
]
OUTPUTS = {
    "one_title": Output("exercise-title", "children"),
    "one_subtitle": Output("exercise-subtitle", "children"),
    "one": Output("exercise-panel", "children"),
    "one_rows": Output("exercise-results", "rowData"),
}


def section() -> html.Section:
    """Give the place of the chosen exercise."""
    return card(
        "exercise",
        html.Div(id="exercise-panel", className="scroll-y"),
        table=grid("exercise-results", COLUMNS, empty=say("card.nothing.results")),
        title=say("exercises.one.none"),
        class_name="area-exercise",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the exercise, or say that nothing is chosen or known."""
    record = facts.record
    if record is None:
        return _nothing(facts.chosen)
    found = objectives.objectives_of(record.results)
    return {
        "one_title": wording.finding(record.exercise, found),
        "one_subtitle": _subtitle(moment, record.exercise),
        "one": exercise_panel(record, moment.view),
        "one_rows": [
            _row(record.exercise.exercise_id, name, one)
            for objective in found
            for name, one in _results(objective)
        ],
    }


def _nothing(chosen: str | None) -> dict[str, Any]:
    if chosen is None:
        title, subtitle = say("exercises.one.none"), say("exercises.one.none_subtitle")
    else:
        title = say("exercises.one.unknown", exercise=chosen)
        subtitle = say("exercises.one.unknown_subtitle")
    return {"one_title": title, "one_subtitle": subtitle, "one": None, "one_rows": []}


def _subtitle(moment: Moment, exercise: Exercise) -> str:
    said = say(
        "exercises.one.subtitle",
        kind=wording.kind(exercise.kind),
        dates=wording.dates_of(exercise),
        place=exercise.place or say("exercises.one.no_place"),
        state=wording.state(exercise) + (f": {exercise.reason}" if exercise.reason else ""),
        at=dtg(moment.as_of),
    )
    return said if moment.view.exercise else f"{said} · {say('exercises.one.usual')}"


def _results(objective: objectives.Objective) -> list[tuple[str, ExerciseResult]]:
    return [
        (objective.name, result) for cell in objective.cells.values() for result in cell.results
    ]


def _row(exercise_id: str, name: str, one: ExerciseResult) -> dict[str, Any]:
    tasks = None if one.tasks_total is None else f"{one.tasks_met} / {one.tasks_total}"
    return {
        "objective": name,
        **actor_cell("actor", one.actor, with_code=False),
        **said("rating", one.rating, f"{one.rating or '·'} {objectives.rating_words(one.rating)}"),
        **said("evaluator", one.evaluator, objectives.evaluator_words(one.evaluator)),
        **said("tasks", one.tasks_met, tasks),
        "comment": one.comment,
        "event": one.ledger_seq,
        "exercise_id": exercise_id,
        "objective_id": one.objective_id,
        "area_code": one.area,
        "tasks_total": one.tasks_total,
        "occurred_at": instant_value(one.occurred_at),
        "is_corrected": one.is_corrected,
        "why": reference("readiness", one.actor, one.area),
    }

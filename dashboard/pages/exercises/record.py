"""One exercise in full: facts, ratings, tests, observations, and the events behind each."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.whatif import without_exercise
from dashboard.components.why import why
from dashboard.pages.exercises import words
from dashboard.pages.exercises.queries import Exercise, ExerciseMove, ExerciseTest
from dashboard.pages.exercises.rows import ExerciseObservation, ExerciseRecord
from dashboard.pages.exercises.words.objectives import (
    Cell,
    Objective,
    actors_of,
    cell_words,
    evaluators,
    objectives_of,
)
from dashboard.view import DIMENSIONS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import age, dtg

LOOKS = {"P": "l3", "S": "l2", "M": "l1", "U": "l0"}
TURN_FROM = 15  # participants: from here on their codes stand upright
MOST_TROUBLED = 4
MOST_OBSERVATIONS = 5


def exercise_panel(record: ExerciseRecord, view: View) -> html.Div:
    """Give everything recorded about one exercise."""
    objectives = objectives_of(record.results)
    return html.Div(
        [
            _facts(record, view),
            *([_ratings(objectives, record, view)] if _is_over(record) else []),
            *([_tests(record.tests, view)] if _is_over(record) else []),
            _observations(record.observations, view),
            *without_exercise(record.exercise.exercise_id, record.exercise.ends_on, view),
        ],
        className="exercise-panel",
    )


def _is_over(record: ExerciseRecord) -> bool:
    return record.exercise.state == "conducted" or bool(record.results or record.tests)


def _events_of(exercise: Exercise, view: View) -> dcc.Link:
    href = view.clocks.with_(exercise=exercise.exercise_id).href("/events")
    return dcc.Link(say("exercises.one.events"), href=href, className="events-of")


def _facts(record: ExerciseRecord, view: View) -> html.Dl:
    exercise = record.exercise
    said = texts("exercises.one.facts")
    people = words.participants(exercise, record.participants)
    facts: list[tuple[str, Any]] = [
        (said["participants"], [html.Div(line) for line in people]),
        (said["areas"], ", ".join(names.area(area) for area in exercise.domains) or "–"),
        (
            said["record"],
            [html.Ol(_moves(record.moves, view), className="moves"), _events_of(exercise, view)],
        ),
    ]
    if exercise.series:
        link = dcc.Link(
            exercise.series,
            href=view.with_(text=exercise.series, exercise=exercise.exercise_id).href(
                "/exercises"
            ),
        )
        identity = html.Span(exercise.exercise_id, className="mono")
        facts.insert(2, (said["series"], [link, " · ", identity]))
    else:
        facts.insert(2, (said["identity"], html.Span(exercise.exercise_id, className="mono")))
    return html.Dl(
        [part for name, value in facts for part in (html.Dt(name), html.Dd(value))],
        className="facts",
    )


def _moves(moves: Sequence[ExerciseMove], view: View) -> list[html.Li]:
    kinds = texts("exercises.moves")
    items, is_planned = [], False
    for move in moves:
        what = kinds["moved" if move.move == "scheduled" and is_planned else move.move]
        is_planned = is_planned or move.move == "scheduled"
        days = (
            words.dates(move.starts_on, move.ends_on, move.date_precision)
            if move.starts_on and move.ends_on
            else move.reason
        )
        said = f"{what} {days}" if move.starts_on else f"{what}: {days}"
        items.append(html.Li([_event(said, move.ledger_seq, view), f" · {dtg(move.occurred_at)}"]))
    return items


def _ratings(objectives: Sequence[Objective], record: ExerciseRecord, view: View) -> html.Section:
    head = texts("exercises.one.heads")["objectives"]
    if not objectives:
        return html.Section([html.H3(head), html.P(say("exercises.objectives.none"))])
    actors = actors_of(objectives)
    table = html.Table(
        [
            html.Caption(say("exercises.objectives.label"), className="sr-only"),
            html.Thead(html.Tr([_corner(), *map(_head, actors), _met_head()])),
            html.Tbody([_row(objective, actors, view) for objective in objectives]),
        ],
        className="ratings is-turned" if len(actors) >= TURN_FROM else "ratings",
        **named({"data-rove": "a"}),
    )
    return html.Section(
        [
            html.H3(head),
            html.Div(table, className="scroll-x"),
            html.P(
                f"{say('exercises.objectives.legend')}. {evaluators(record.results)}",
                className="stat-note",
            ),
        ]
    )


def _corner() -> html.Th:
    return html.Th(say("exercises.one.columns.objective"), scope="col")


def _met_head() -> html.Th:
    return html.Th(say("exercises.objectives.met_head"), scope="col", className="met-of")


def _head(actor: str) -> html.Th:
    return html.Th(html.Span(actor), scope="col", title=names.actor(actor))


def _row(objective: Objective, actors: Sequence[str], view: View) -> html.Tr:
    graded = objective.graded
    met = say("exercises.objectives.met_of", met=sum(one != "U" for one in graded), n=len(graded))
    return html.Tr(
        [
            html.Th(objective.name, scope="row"),
            *(_cell(objective, objective.cells.get(actor), view) for actor in actors),
            html.Td(met if graded else "–", className="met-of"),
        ]
    )


def _cell(objective: Objective, cell: Cell | None, view: View) -> html.Td:
    if cell is None:
        return html.Td(html.Span(className="rating none"))
    said = cell_words(objective, cell)
    look = LOOKS.get(cell.worst or "", "unrated")
    return html.Td(
        html.A(
            cell.worst or "·",
            href=view.clocks.with_(seq=cell.shown.ledger_seq).href("/events"),
            className=f"rating {look}" + (" is-many" if len(cell.results) > 1 else ""),
            tabIndex="-1",
            **named({"data-go": "", "data-tip": said, "aria-label": said}),
        )
    )


def _tests(tests: Sequence[ExerciseTest], view: View) -> html.Section:
    parts: list[Any] = [
        html.H3(texts("exercises.one.heads")["tests"]),
        html.P(words.tests(tests)),
    ]
    if tests:
        parts.append(_test_table(tests, view))
    return html.Section(parts)


def _test_table(tests: Sequence[ExerciseTest], view: View) -> html.Table:
    outcomes = texts("exercises.outcomes")
    heads = [say("exercises.tests.dimension"), *outcomes.values(), say("exercises.tests.trouble")]
    body = []
    for dimension in DIMENSIONS:
        own = [test for test in tests if test.dimension == dimension]
        counts = [sum(test.outcome == outcome for test in own) for outcome in outcomes]
        cells = [html.Td(str(count) if own else "–") for count in counts]
        heading = html.Th(names.DIMENSIONS[dimension], scope="row")
        body.append(html.Tr([heading, *cells, html.Td(_troubled(own, view))]))
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(body),
        ],
        className="plain-table tests",
    )


def _troubled(tests: Sequence[ExerciseTest], view: View) -> list[Any]:
    """Give the pairs that did not succeed, the worst first; each explains its level."""
    order = {outcome: -place for place, outcome in enumerate(words.OUTCOMES)}
    found = sorted(
        (test for test in tests if test.outcome != "success"),
        key=lambda test: order.get(test.outcome, 1),
    )
    shown: list[Any] = [_pair(test) for test in found[:MOST_TROUBLED]]
    if len(found) > MOST_TROUBLED:
        rest = say("exercises.tests.more", count=len(found) - MOST_TROUBLED)
        shown.append(html.Span(rest, className="stat-note"))
    return shown or [say("exercises.tests.no_trouble")]


def _pair(test: ExerciseTest) -> html.Button:
    pair = f"{test.actor_a}+{test.actor_b}"
    systems = (
        say("exercises.tests.systems", a=test.system_a, b=test.system_b)
        if test.system_a and test.system_b
        else ""
    )
    said = say(
        "exercises.tests.pair",
        pair=names.pair(test.actor_a, test.actor_b),
        outcome=texts("exercises.outcomes")[test.outcome].lower(),
        systems=systems,
    )
    return html.Button(
        f"{test.actor_a}–{test.actor_b}",
        type="button",
        className=f"button quiet pair-{test.outcome}",
        **why("interop", pair, test.dimension),
        **named({"data-tip": said, "aria-label": said}),
    )


def _observations(found: Sequence[ExerciseObservation], view: View) -> html.Section:
    head = html.H3(texts("exercises.one.heads")["observations"])
    if not found:
        return html.Section([head, html.P(say("exercises.observations.none"))])
    shown: list[Any] = [_observation(one, view) for one in found[:MOST_OBSERVATIONS]]
    if len(found) > MOST_OBSERVATIONS:
        shown.append(html.Li(say("exercises.observations.more", n=len(found) - MOST_OBSERVATIONS)))
    return html.Section([head, html.Ul(shown, className="observations")])


def _observation(one: ExerciseObservation, view: View) -> html.Li:
    actors = ", ".join(one.actors or ()) or say("exercises.observations.nobody")
    where = say(
        "exercises.observations.line",
        area=names.area(one.area) if one.area else "–",
        actors=actors,
    )
    state = texts("exercises.observation_states")[one.state or "none"]
    anomalies = "".join(f" · ⚠ {move}" for move in one.anomalies)
    return html.Li(
        [
            html.Span(where, className="muted"),
            _event(
                one.observed or say("exercises.observations.unknown_text"), one.newest_seq, view
            ),
            html.Span(f" {state}{anomalies}", className="stat-note"),
            html.Div(_lesson(one, view)) if one.state == "accepted" else None,
        ]
    )


def _lesson(one: ExerciseObservation, view: View) -> list[Any]:
    if one.lesson_id is None:
        return [html.Span(say("exercises.observations.no_lesson"), className="stat-note")]
    said = say("exercises.observations.lesson", cause=one.root_cause or one.lesson_id)
    state = texts("exercises.lesson_states")[one.lesson_state or "none"]
    link = dcc.Link(said, href=view.clocks.with_(lesson=one.lesson_id).href("/lessons"))
    parts: list[Any] = ["→ ", link, html.Span(f" {state}", className="stat-note")]
    if one.overdue_days:
        late = say("exercises.observations.late", age=age(one.overdue_days))
        parts.append(html.Span(f" · {late}", className="late"))
    return parts


def _event(said: str, seq: int, view: View) -> html.A:
    href = view.clocks.with_(seq=seq).href("/events")
    return html.A(said, href=href, **named({"data-go": ""}))

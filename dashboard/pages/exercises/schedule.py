"""The schedule: filters, a strip of time, and the list of exercises."""

from typing import Any

from dash import Output, html

from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.components.filters import filter_outputs, filter_selector, filter_state
from dashboard.components.table import Kind, beside, columns, grid
from dashboard.components.timeline import timeline, timeline_key
from dashboard.components.values import day_value, said
from dashboard.figures.timeline import rows_by
from dashboard.moment import Moment
from dashboard.pages.exercises.facts import Facts
from dashboard.queries.exercises import MOST_EXERCISES
from dashboard.queries.rows_exercises import Exercise
from dashboard.wording import exercises as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

PATH = "/exercises"
FILTERS = ("text", "area", "actor")
COLUMNS = [
    *columns(
        texts("exercises.columns"),
        ("dates", 112, Kind.DAY),
        ("name", 160),
        ("kind", 110, Kind.CODE),
        ("state", 84, Kind.CODE),
        ("met", 104, Kind.COUNT),
        ("hard", 132, Kind.COUNT),
    ),
    *beside(
        ("exercise_id", Kind.TEXT),
        ("ends_on", Kind.DAY),
        ("precision", Kind.TEXT),
        ("graded", Kind.COUNT),
        ("unable", Kind.COUNT),
    ),
]
OUTPUTS = {
    "kinds": Output("exercises-kinds", "children"),
    "states": Output("exercises-states", "children"),
    "groups": Output("exercises-groups", "children"),
    **{key: value for name in FILTERS for key, value in filter_outputs("exercises", name).items()},
    "strip_title": Output("strip-title", "children"),
    "strip_subtitle": Output("strip-subtitle", "children"),
    "strip": Output("strip-chart", "children"),
    "list_title": Output("exercise-list-title", "children"),
    "list_subtitle": Output("exercise-list-subtitle", "children"),
    "list_rows": Output("exercise-grid", "rowData"),
    "list_chosen": Output("exercise-grid", "selectedRows"),
}


def toolbar() -> html.Div:
    """Give the place of the filters."""
    words = texts("exercises.filters")
    return html.Div(
        [
            html.Div(id="exercises-kinds"),
            html.Div(id="exercises-states"),
            filter_selector("exercises", "text", words["series"], 190),
            filter_selector("exercises", "area", words["area"], 150),
            filter_selector("exercises", "actor", words["actor"], 160),
        ],
        className="toolbar",
    )


def strip() -> html.Section:
    """Give the place of the strip of time."""
    return card(
        "strip",
        html.Div([html.Div(id="strip-chart"), timeline_key()], className="strip"),
        controls=html.Div(id="exercises-groups"),
        title=say("exercises.title"),
        class_name="area-strip",
    )


def listing() -> html.Section:
    """Give the place of the list; it is also the table of the strip."""
    return card(
        "exercise-list",
        grid(
            "exercise-grid",
            COLUMNS,
            empty=say("card.nothing.exercises"),
            wrapped=("dates", "name", "kind", "state"),
            row_id="exercise_id",
            rowSelection={"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
        ),
        title=say("exercises.title"),
        class_name="area-exercise-list",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the strip and the list of what matches the filters."""
    found = facts.matching
    chosen = [one.exercise_id for one in found if one.exercise_id == facts.chosen]
    return {
        **_choices(moment, facts),
        "strip_title": wording.schedule_title(found, facts.strip.first, facts.strip.last),
        "strip_subtitle": say(
            "exercises.schedule.subtitle",
            shown=say("exercises.schedule.shown", n=len(found)),
            at=dtg(moment.as_of),
        ),
        "strip": _strip(moment, facts),
        "list_title": wording.list_title(found),
        "list_subtitle": say("exercises.list.subtitle", n=len(found), all=_all(facts)),
        "list_rows": [_row(one) for one in sorted(found, key=wording.list_order)],
        "list_chosen": {"ids": chosen},
    }


def _all(facts: Facts) -> str:
    count = f"{len(facts.exercises):,}"
    return f"{count}+" if len(facts.exercises) == MOST_EXERCISES else count


def _strip(moment: Moment, facts: Facts) -> html.Div:
    view = moment.view
    if view.group == "series":
        rows = rows_by(facts.matching, _series, (), facts.strip)
    else:
        order = tuple(texts("exercises.kinds").values())
        rows = rows_by(facts.matching, _kind, order, facts.strip)
    return timeline(rows, facts.strip, facts.chosen, view)


def _kind(one: Exercise) -> str:
    return wording.kind(one.kind)


def _series(one: Exercise) -> str:
    return one.series or wording.name(one)


def _choices(moment: Moment, facts: Facts) -> dict[str, Any]:
    view, words = moment.view, texts("exercises.filters")
    kinds = ((None, words["any"]), *texts("exercises.kinds").items())
    states = ((None, words["any"]), *texts("exercises.state_choices").items())
    groups = ((None, words["by_kind"]), ("series", words["by_series"]))
    usual = view.with_(group=None) if view.group == "kind" else view
    series = sorted({one.series for one in facts.exercises if one.series})
    actors = sorted((names.actor(one.actor), one.actor) for one in facts.members)
    return {
        "kinds": links(words["kind"], PATH, view, "kind", kinds),
        "states": links(words["state"], PATH, view, "state", states),
        "groups": links(words["group"], PATH, usual, "group", groups),
        **filter_state("text", words["all_series"], {one: one for one in series}, view.text),
        **filter_state("area", words["all_areas"], names.AREAS, view.area),
        **filter_state(
            "actor",
            say("exercises.filters.all_actors", body=moment.body),
            {code: f"{name} ({code})" for name, code in actors},
            view.actor,
        ),
    }


def _row(one: Exercise) -> dict[str, Any]:
    return {
        "exercise_id": one.exercise_id,
        **said("dates", day_value(one.starts_on), wording.dates_of(one)),
        "name": wording.name(one),
        **said("kind", one.kind, wording.kind(one.kind)),
        **said("state", one.state, wording.state(one)),
        **said("met", one.met if one.graded else None, wording.met(one)),
        **said("hard", one.major_challenges if one.graded else None, wording.hard(one)),
        "ends_on": day_value(one.ends_on),
        "precision": one.date_precision,
        "graded": one.graded,
        "unable": one.unable if one.graded else None,
    }

"""The board: filters, and the lessons with who owes what by when."""

from typing import Any

from dash import Output, html

from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.components.filters import filter_outputs, filter_selector, filter_state
from dashboard.components.table import Kind, beside, columns, grid
from dashboard.components.values import area_cell, day_value, said
from dashboard.moment import Moment
from dashboard.pages.lessons.facts import Facts
from dashboard.queries.rows_lessons import Lesson
from dashboard.wording import lessons as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

PATH = "/lessons"
FILTERS = ("area", "actor")
COLUMNS = [
    *columns(
        texts("lessons.columns"),
        ("due", 164, Kind.DAY),
        ("severity", 76, Kind.COUNT),
        ("area", 110, Kind.CODE),
        ("cause", 200),
        ("owner", 140),
        ("candidate", 190, Kind.DAY),
        ("state", 100, Kind.CODE),
    ),
    *beside(
        ("lesson_id", Kind.TEXT),
        ("overdue_days", Kind.COUNT),
        ("candidate_id", Kind.TEXT),
        ("is_open", Kind.FLAG),
    ),
]
OUTPUTS = {
    "states": Output("lessons-states", "children"),
    **{key: value for name in FILTERS for key, value in filter_outputs("lessons", name).items()},
    "board_title": Output("board-title", "children"),
    "board_subtitle": Output("board-subtitle", "children"),
    "board_rows": Output("lesson-grid", "rowData"),
    "board_chosen": Output("lesson-grid", "selectedRows"),
}


def toolbar() -> html.Div:
    """Give the place of the filters."""
    words = texts("lessons.filters")
    return html.Div(
        [
            html.Div(id="lessons-states"),
            filter_selector("lessons", "area", words["area"], 170),
            filter_selector("lessons", "actor", words["actor"], 180),
        ],
        className="toolbar",
    )


def section() -> html.Section:
    """Give the place of the list."""
    return card(
        "board",
        grid(
            "lesson-grid",
            COLUMNS,
            empty=say("card.nothing.lessons"),
            wrapped=("due", "area", "cause", "owner", "candidate", "state"),
            row_id="lesson_id",
            rowSelection={"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
        ),
        title=say("lessons.title"),
        class_name="area-board",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the lessons that match the filters, overdue first."""
    lessons, found, view = facts.board.lessons, facts.matching, moment.view
    words = texts("lessons.filters")
    states = ((None, words["open"]), *((name, words[name]) for name in wording.FILTERS))
    usual = view if view.state in wording.FILTERS else view.with_(state=None)
    actors = sorted((names.actor(one.actor), one.actor) for one in facts.members)
    return {
        "states": links(words["label"], PATH, usual, "state", states),
        **filter_state("area", words["all_areas"], names.AREAS, view.area),
        **filter_state(
            "actor",
            say("lessons.filters.all_actors", body=moment.body),
            {code: f"{name} ({code})" for name, code in actors},
            view.actor,
        ),
        "board_title": wording.board_title(lessons),
        "board_subtitle": wording.board_subtitle(lessons, len(found), moment.as_of),
        "board_rows": [_row(one) for one in found],
        "board_chosen": {"ids": [one.lesson_id for one in found if one.lesson_id == facts.chosen]},
    }


def _row(one: Lesson) -> dict[str, Any]:
    severity = say("lessons.row.severity", severity=one.severity) if one.severity else None
    return {
        "lesson_id": one.lesson_id,
        **said("due", day_value(one.due_on), wording.due_cell(one)),
        **said("severity", one.severity or None, severity),
        **area_cell("area", one.area),
        "cause": one.root_cause,
        "owner": wording.owner(one),
        **said("candidate", day_value(wording.candidate_on(one)), wording.candidate(one)),
        **said("state", one.state, wording.state(one)),
        "overdue_days": one.overdue_days,
        "candidate_id": one.candidate_id,
        "is_open": one.is_open,
    }

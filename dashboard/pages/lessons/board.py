"""The board: filters, and the lessons with who owes what by when."""

from dash import html

from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.filters import actor_filter, area_filter, toolbar
from dashboard.components.grid import Column, Grid, area, hidden, on_day
from dashboard.components.parts import Group, drawn
from dashboard.components.table import Kind
from dashboard.pages.lessons import words
from dashboard.pages.lessons.data import PATH, Lessons
from dashboard.pages.lessons.queries import Lesson
from dashboard.wording.catalogue import say, texts


def _states(found: Lessons) -> html.Div:
    view, said = found.moment.view, texts("lessons.filters")
    states = ((None, said["open"]), *((name, said[name]) for name in words.FILTERS))
    usual = view if view.state in words.FILTERS else view.with_(state=None)
    return links(said["label"], PATH, usual, "state", states)


TOOLBAR: Group[Lessons] = toolbar(
    drawn("lessons-states", _states),
    area_filter(
        "lessons",
        lambda: say("lessons.filters.area"),
        170,
        everything=lambda: say("lessons.filters.all_areas"),
    ),
    actor_filter("lessons", lambda: say("lessons.filters.actor"), 180),
)


def _chosen(found: Lessons) -> list[str]:
    return [one.lesson_id for one in found.matching if one.lesson_id == found.chosen]


def _severity(one: Lesson) -> str | None:
    return say("lessons.row.severity", severity=one.severity) if one.severity else None


BOARD = Card[Lessons](
    id="board",
    look="area-board",
    heading="lessons.title",
    title=lambda found: words.board_title(found.lessons),
    subtitle=lambda found: words.board_subtitle(
        found.lessons, len(found.matching), found.moment.as_of
    ),
    body=Grid[Lessons, Lesson](
        id="lesson-grid",
        heads="lessons.columns",
        nothing="lessons.board.nothing",
        row_id="lesson_id",
        wrapped=("due", "area", "cause", "owner", "candidate", "state"),
        rows=lambda found: found.matching,
        chosen=_chosen,
        columns=(
            on_day("due", 164, lambda one: one.due_on, words=words.due_cell),
            Column("severity", 76, lambda one: one.severity or None, Kind.COUNT, words=_severity),
            area("area", 110, lambda one: one.area),
            Column("cause", 200, lambda one: one.root_cause),
            Column("owner", 140, words.owner),
            on_day("candidate", 190, words.candidate_on, words=words.candidate),
            Column("state", 100, lambda one: one.state, Kind.CODE, words=words.state),
            hidden("lesson_id", lambda one: one.lesson_id),
            hidden("overdue_days", lambda one: one.overdue_days, Kind.COUNT),
            hidden("candidate_id", lambda one: one.candidate_id),
            hidden("is_open", lambda one: one.is_open, Kind.FLAG),
        ),
    ),
)

"""The chosen lesson: how far it is as the title, and everything that happened to it."""

from typing import Any

from dash import Output, html

from dashboard.components.card import card
from dashboard.components.lesson import lesson_panel
from dashboard.moment import Moment
from dashboard.pages.lessons.facts import Facts
from dashboard.queries.rows_lessons import Lesson
from dashboard.wording import lessons as wording
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import age, dtg

OUTPUTS = {
    "one_title": Output("lesson-title", "children"),
    "one_subtitle": Output("lesson-subtitle", "children"),
    "one": Output("lesson-panel", "children"),
}


def section() -> html.Section:
    """Give the place of the chosen lesson."""
    return card(
        "lesson",
        html.Div(id="lesson-panel", className="scroll-y"),
        title=say("lessons.one.none"),
        class_name="area-lesson",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the lesson, or say that nothing is chosen or known."""
    if facts.story is None:
        return _nothing(moment, facts.chosen)
    lesson = facts.story.lesson
    return {
        "one_title": wording.finding(lesson),
        "one_subtitle": _subtitle(moment, lesson),
        "one": lesson_panel(facts.story, moment.view),
    }


def _nothing(moment: Moment, chosen: str | None) -> dict[str, Any]:
    if chosen is None:
        title, subtitle = say("lessons.one.none"), say("lessons.one.none_subtitle")
    else:
        title = say("lessons.one.unknown", lesson=chosen)
        subtitle = say("lessons.one.unknown_subtitle", body=moment.body)
    return {"one_title": title, "one_subtitle": subtitle, "one": None}


def _subtitle(moment: Moment, lesson: Lesson) -> str:
    nothing = say("lessons.nothing")
    days = (moment.as_of - lesson.identified_at).days if lesson.identified_at else None
    said = say(
        "lessons.one.subtitle",
        state=wording.state(lesson),
        area=names.area(lesson.area) if lesson.area else nothing,
        actors=wording.actors(lesson) or nothing,
        severity=lesson.severity or nothing,
        age=age(days),
        at=dtg(moment.as_of),
    )
    return said if moment.view.lesson else f"{said} · {say('lessons.one.usual')}"

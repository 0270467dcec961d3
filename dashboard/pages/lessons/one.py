"""The chosen lesson: how far it is as the title, and everything that happened to it."""

from dash import html

from dashboard.components.cards import Card
from dashboard.components.parts import drawn
from dashboard.pages.lessons import words
from dashboard.pages.lessons.data import Lessons
from dashboard.pages.lessons.story import lesson_panel
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import age, dtg


def _title(found: Lessons) -> str:
    if found.story is not None:
        return words.finding(found.story.lesson)
    if found.chosen is None:
        return say("lessons.one.none")
    return say("lessons.one.unknown", lesson=found.chosen)


def _subtitle(found: Lessons) -> str:
    if found.story is None:
        if found.chosen is None:
            return say("lessons.one.none_subtitle")
        return say("lessons.one.unknown_subtitle", body=found.moment.body)
    lesson, at = found.story.lesson, found.moment.as_of
    nothing = say("lessons.nothing")
    days = (at - lesson.identified_at).days if lesson.identified_at else None
    said = say(
        "lessons.one.subtitle",
        state=words.state(lesson),
        area=names.area(lesson.area) if lesson.area else nothing,
        actors=words.actors(lesson) or nothing,
        severity=lesson.severity or nothing,
        age=age(days),
        at=dtg(at),
    )
    return said if found.moment.view.lesson else f"{said} · {say('lessons.one.usual')}"


def _panel(found: Lessons) -> html.Div | None:
    return lesson_panel(found.story, found.moment.view) if found.story else None


ONE = Card[Lessons](
    id="lesson",
    look="area-lesson",
    heading="lessons.one.none",
    title=_title,
    subtitle=_subtitle,
    body=drawn("lesson-panel", _panel, "scroll-y"),
)

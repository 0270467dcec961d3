"""The exercises on a strip of time."""

from dash import html

from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.parts import Own, Place, drawn
from dashboard.pages.exercises import words
from dashboard.pages.exercises.data import PATH, Exercises
from dashboard.pages.exercises.figures import rows_by
from dashboard.pages.exercises.queries import Exercise
from dashboard.pages.exercises.timeline import timeline, timeline_key
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg


def _strip(found: Exercises) -> html.Div:
    view = found.moment.view
    if view.group == "series":
        rows = rows_by(found.matching, _series, (), found.strip)
    else:
        said = (say("exercises.mixed_kinds"), say("exercises.no_kind"))
        order = (*texts("exercises.kinds").values(), *said)
        rows = rows_by(found.matching, _kind, order, found.strip)
    return timeline(rows, found.strip, found.chosen, view)


def _kind(one: Exercise) -> str:
    return words.one_kind(one.kinds)


def _series(one: Exercise) -> str:
    return one.series or words.name(one)


def _groups(found: Exercises) -> html.Div:
    said, view = texts("exercises.filters"), found.moment.view
    groups = ((None, said["by_kind"]), ("series", said["by_series"]))
    usual = view.with_(group=None) if view.group == "kind" else view
    return links(said["group"], PATH, usual, "group", groups)


def _subtitle(found: Exercises) -> str:
    return say(
        "exercises.schedule.subtitle",
        shown=say("exercises.schedule.shown", n=len(found.matching)),
        at=dtg(found.moment.as_of),
    )


STRIP = Card[Exercises](
    id="strip",
    look="area-strip",
    heading="exercises.title",
    title=lambda found: words.schedule_title(found.matching, found.strip.first, found.strip.last),
    subtitle=_subtitle,
    controls=drawn("exercises-groups", _groups),
    body=Own[Exercises](
        lambda: html.Div([html.Div(id="strip-chart"), timeline_key()], className="strip"),
        (Place("strip-chart", "children", _strip),),
    ),
)

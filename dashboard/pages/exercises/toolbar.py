"""What can be chosen: kind, state, series, area and participant."""

from typing import Any

from dash import html

from dashboard.components.choices import links
from dashboard.components.filters import actor_options, filter_of
from dashboard.components.parts import Group, drawn
from dashboard.pages.exercises.data import Exercises
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

PATH = "/exercises"


def _kinds(found: Exercises) -> html.Div:
    said = texts("exercises.filters")
    kinds = ((None, said["any"]), *texts("exercises.kinds").items())
    return links(said["kind"], PATH, found.moment.view, "kind", kinds)


def _states(found: Exercises) -> html.Div:
    said = texts("exercises.filters")
    states = ((None, said["any"]), *texts("exercises.state_choices").items())
    return links(said["state"], PATH, found.moment.view, "state", states)


def _series(found: Exercises) -> dict[str, str]:
    return {one: one for one in sorted({one.series for one in found.exercises if one.series})}


def _in_toolbar(parts: list[Any]) -> html.Div:
    return html.Div(parts, className="toolbar")


TOOLBAR = Group[Exercises](
    _in_toolbar,
    (
        drawn("exercises-kinds", _kinds),
        drawn("exercises-states", _states),
        filter_of(
            "exercises",
            "text",
            lambda: say("exercises.filters.series"),
            190,
            everything=lambda _: say("exercises.filters.all_series"),
            options=_series,
            chosen=lambda found: found.moment.view.text,
        ),
        filter_of(
            "exercises",
            "area",
            lambda: say("exercises.filters.area"),
            150,
            everything=lambda _: say("exercises.filters.all_areas"),
            options=lambda _: names.AREAS,
            chosen=lambda found: found.moment.view.area,
        ),
        filter_of(
            "exercises",
            "actor",
            lambda: say("exercises.filters.actor"),
            160,
            everything=lambda found: say("card.all_actors", body=found.moment.body),
            options=lambda found: actor_options(found.members),
            chosen=lambda found: found.moment.view.actor,
        ),
    ),
)

"""What can be chosen: kind, state, series, area and participant."""

from dash import html

from dashboard.components.choices import links
from dashboard.components.filters import actor_filter, area_filter, filter_of, toolbar
from dashboard.components.parts import Group, drawn
from dashboard.pages.exercises.data import PATH, Exercises
from dashboard.wording.catalogue import say, texts


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


TOOLBAR: Group[Exercises] = toolbar(
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
    area_filter(
        "exercises",
        lambda: say("exercises.filters.area"),
        150,
        everything=lambda: say("exercises.filters.all_areas"),
    ),
    actor_filter("exercises", lambda: say("exercises.filters.actor"), 160),
)

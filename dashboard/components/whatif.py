"""The buttons that ask what if something had not been said; scripts/whatif/pick.js hears them."""

from dash import html

from dashboard.components.attributes import named
from dashboard.view import View
from dashboard.wording.catalogue import say


def without_exercise(exercise_id: str, view: View) -> list[html.Button]:
    """Give the button that leaves an exercise out; none in a what-if, which is no fact to edit."""
    return [] if view.whatif else [_button("exercise", exercise_id)]


def without_event(seq: int, view: View) -> list[html.Button]:
    """Give the button that leaves an event out; none in a what-if, which is no fact to edit."""
    return [] if view.whatif else [_button("event", str(seq))]


def _button(what: str, value: str) -> html.Button:
    return html.Button(
        say(f"whatif.button.{what}"),
        type="button",
        className="button quiet",
        title=say("whatif.button.hover"),
        **named({f"data-without-{what}": value}),
    )

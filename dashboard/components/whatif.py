"""The buttons that ask what if something had not been said; scripts/whatif/pick.js hears them."""

from datetime import UTC, date, datetime, time, timedelta

from dash import html

from dashboard.components.attributes import named
from dashboard.view import View, written_instant
from dashboard.wording.catalogue import say


def without_exercise(exercise_id: str, at: date, view: View) -> list[html.Button]:
    """Give the button that leaves an exercise out; none in a what-if, which is no fact to edit."""
    until = datetime.combine(at, time.max, UTC)
    return (
        []
        if view.whatif
        else [_button("exercise", exercise_id, until, say("whatif.button.exercise"))]
    )


def without_event(seq: int, at: datetime, view: View) -> list[html.Button]:
    """Give the button that leaves an event out; none in a what-if, which is no fact to edit."""
    return [] if view.whatif else [_button("event", str(seq), at, say("whatif.button.event"))]


def _button(what: str, value: str, at: datetime, words: str) -> html.Button:
    """Give a button; the comparison begins where what is left out counted most, a day later."""
    compared_at = written_instant((at + timedelta(days=1)).replace(second=0, microsecond=0))
    return html.Button(
        words,
        type="button",
        className="button quiet",
        title=say("whatif.button.hover"),
        **named({f"data-without-{what}": value, "data-at": compared_at}),
    )

"""The event log in words."""

from collections.abc import Sequence

from dashboard.pages.events.queries import Reason
from dashboard.queries.storing import DeadLetter
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, listed


def summary(
    shown: int, in_all: int, view: View, most: int, *, goes_on_before: int | None = None
) -> str:
    """Say how many events are shown, of how many, and by what they are chosen."""
    chosen = [
        text
        for text in (
            say("events.with_kind", kind=names.event_kind(view.type).lower()) if view.type else "",
            say("events.with_subject", subject=view.subject) if view.subject else "",
            say("events.with_text", text=view.text) if view.text else "",
            say("events.with_actor", actor=names.actor(view.actor)) if view.actor else "",
            say("events.with_area", area=names.area_inside(view.area)) if view.area else "",
            say("events.with_exercise", exercise=view.exercise) if view.exercise else "",
        )
        if text
    ]
    text = say(
        "events.shown",
        n=shown,
        which=say("events.which", list=listed(chosen, len(chosen))) if chosen else "",
        all=f"{in_all:,}",
    )
    if view.from_at:
        text += say("events.since", since=dtg(view.from_at))
    if view.before is not None:
        text += say("events.before", seq=f"{view.before:,}")
    if goes_on_before is not None:
        text += say("events.searched_to", seq=f"{goes_on_before:,}")
    elif (view.text or view.area or view.exercise) and shown < most:
        text += say("events.searched_all")
    if shown >= most:
        text += say("events.full", most=f"{most:,}")
    return text


def dead_letters(letters: Sequence[DeadLetter], in_all: int) -> str:
    """Say how many records could not become events, and why."""
    if not in_all:
        return say("events.no_dead_letters")
    if not letters:
        return say("events.letters.none_such", in_all=f"{in_all:,}")
    reasons = sorted({letter.reason for letter in letters})
    return say("events.reasons", n=in_all, reasons=listed(reasons, 6))


def open_letters(reasons: Sequence[Reason]) -> str:
    """Say how many dead letters are still open."""
    n = sum(one.open for one in reasons)
    return say("events.open_letters", n=n) if n else say("events.no_open_letters")


def dead_title(dead: int, read: int) -> str:
    """Say how many records among those read could not become events."""
    return say("events.dead_among", n=dead, of=say("events.offsets", n=read))

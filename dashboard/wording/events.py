"""The event log in words."""

from collections.abc import Sequence

from dashboard.queries.rows import DeadLetter, EventLine, PartitionState
from dashboard.view import View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg, listed
from schemas.vocabulary import TopicName


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


def state(event: EventLine) -> str:
    """Say in a word what became of an event: corrected, retracted, flagged or nothing."""
    flag = say("events.flag", flag=event.flag) if event.flag else ""
    parts = [texts("events.amendments").get(event.amended or "", ""), flag]
    return " ".join(part for part in parts if part)


def dead_letters(letters: Sequence[DeadLetter], in_all: int) -> str:
    """Say how many records could not become events, and why."""
    if not in_all:
        return say("events.no_dead_letters")
    reasons = sorted({letter.reason for letter in letters})
    return say("events.reasons", n=in_all, reasons=listed(reasons, 6))


def dead_title(dead: int, read: int) -> str:
    """Say how many records among those read could not become events."""
    return say("events.dead_among", n=dead, of=say("events.offsets", n=read))


def paused(partitions: Sequence[PartitionState]) -> list[tuple[str, str]]:
    """Give for each paused partition a sentence and the command that goes on."""
    return [
        (
            say(
                "events.paused",
                topic=state.topic,
                partition=state.partition,
                since=dtg(state.paused_at),
                why=state.pause_reason or say("events.no_reason"),
            ),
            resume_command(state.topic, state.partition),
        )
        for state in partitions
        if state.paused_at is not None
    ]


def resume_command(topic: str, partition: int) -> str:
    """Give the command that lets a paused partition go on."""
    return f"muster worker --resume {_without_prefix(topic)}/{partition}"


def _without_prefix(topic: str) -> str:
    """Give a topic by the name that commands take: they add this installation's prefix."""
    return next((name for name in TopicName if topic.endswith(name)), topic)

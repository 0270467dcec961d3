"""The event log in words."""

from collections.abc import Sequence

from dashboard import names
from dashboard.queries.rows import DeadLetter, EventLine, PartitionState
from dashboard.view import View
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import counted, dtg, listed
from schemas.vocabulary import TopicName

AMENDED = {"corrected": "✎ corrected", "retracted": "✕ retracted"}


def summary(shown: int, in_all: int, view: View, most: int) -> str:
    """Say how many events are shown, of how many, and by what they are chosen."""
    chosen = [
        text
        for text in (
            f"kind {names.event_kind(view.type).lower()}" if view.type else "",
            f"subject {view.subject}" if view.subject else "",
            f"text “{view.text}”" if view.text else "",
            say("events.with_actor", actor=names.actor(view.actor)) if view.actor else "",
            say("events.with_area", area=names.area_inside(view.area)) if view.area else "",
        )
        if text
    ]
    which = f" with {' and '.join(chosen)}" if chosen else ""
    text = f"{counted(shown, 'event')}{which}, newest first, of {in_all:,} recorded."
    if view.from_at:
        text += say("events.since", since=dtg(view.from_at))
    if view.before is not None:
        text += say("events.before", seq=f"{view.before:,}")
    if view.text or view.area:
        text += say("events.searched")
    if shown >= most:
        text += f" The list holds {most:,}; Older shows what came before."
    return text


def state(event: EventLine) -> str:
    """Say in a word what became of an event: corrected, retracted, flagged or nothing."""
    parts = [AMENDED.get(event.amended or "", ""), f"⚑ {event.flag}" if event.flag else ""]
    return " ".join(part for part in parts if part)


def dead_letters(letters: Sequence[DeadLetter], in_all: int) -> str:
    """Say how many records could not become events, and why."""
    if not in_all:
        return "No dead letters: every record received became an event or was a known duplicate."
    reasons = sorted({letter.reason for letter in letters})
    return f"{counted(in_all, 'dead letter')}; reasons of those shown: {listed(reasons, 6)}."


def paused(partitions: Sequence[PartitionState]) -> list[tuple[str, str]]:
    """Give for each paused partition a sentence and the command that goes on."""
    return [
        (
            f"✕ Reading of {state.topic} partition {state.partition} is paused"
            f"{f' since {dtg(state.paused_at)}' if state.paused_at else ''}: "
            f"{state.pause_reason or 'no reason given'}. The other partitions go on. "
            "To go on here: ",
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

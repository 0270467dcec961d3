"""Events in words, as more than one page says them."""

from collections.abc import Sequence

from dashboard.queries.ledger import EventLine
from dashboard.queries.storing import PartitionState
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg
from schemas.vocabulary import TopicName


def state(event: EventLine) -> str:
    """Say in a word what became of an event: corrected, retracted, flagged or nothing."""
    flag = say("event.flag", flag=event.flag) if event.flag else ""
    parts = [texts("event.amendments").get(event.amended or "", ""), flag]
    return " ".join(part for part in parts if part)


def paused(partitions: Sequence[PartitionState]) -> list[tuple[str, str]]:
    """Give for each paused partition a sentence and the command that goes on."""
    return [
        (
            say(
                "event.paused",
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
    return f"muster worker --resume {without_prefix(topic)}/{partition}"


def without_prefix(topic: str) -> str:
    """Give a topic by the name that commands take: they add this installation's prefix."""
    return next((name for name in TopicName if topic.endswith(name)), topic)

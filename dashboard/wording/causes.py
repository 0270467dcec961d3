"""What moved a number or a level, in words: the same on every page."""

from collections.abc import Mapping
from datetime import datetime

from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import day

TRAINING = "T"


def cause_words(cause: str, pillar: str | None = None) -> str:
    """Give a kind of cause as a phrase, of a pillar that is reported with its name.

    One that nobody has words for stays itself.
    """
    key = key_of(cause)
    words = {**texts("causes.kind"), **texts("whatif.causes")}.get(key, cause)
    if pillar in (None, TRAINING):
        return words
    said = texts("causes.report").get(key, words)
    return say("causes.of_pillar", pillar=names.PILLARS[pillar or ""], cause=said)


def dated(words: str, at: datetime | None, seq: int | None) -> str:
    """Add the day to a cause that came with a day and not with an event."""
    if at is None or seq is not None:
        return words
    return say("causes.on_day", cause=words, day=day(at))


def key_of(cause: str) -> str:
    """Give a kind of cause as texts are named by it."""
    return cause.replace(" ", "_")


def address_of(cause: str) -> str:
    """Give a kind of cause as addresses carry it: began-to-report."""
    return cause.replace(" ", "-")


def kind_of(address: str | None) -> str | None:
    """Give the kind of cause that an address names."""
    return None if address is None else address.replace("-", " ")


def kinds() -> Mapping[str, str]:
    """Give the words of every kind of cause there is, by its name."""
    return {key.replace("_", " "): words for key, words in texts("causes.kind").items()}

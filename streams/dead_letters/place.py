"""The name of a dead letter: where it came from, as people write it (pure)."""

import re
from typing import NamedTuple

from infra.errors import UsageError

_WRITTEN = re.compile(
    r"(?P<topic>[A-Za-z0-9._-]{1,249})(?:@(?P<epoch>\d{1,9}))?/(?P<partition>\d{1,9})/(?P<offset>\d{1,18})"
)


class Place(NamedTuple):
    """Topic (in full), its life, partition and offset; a life of None is the newest with one."""

    topic: str
    epoch: int | None
    partition: int
    offset: int


def read(text: str, prefix: str) -> Place:
    """Return the place that somebody wrote, the topic without this installation's prefix."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise UsageError(
            f"a dead letter is named by TOPIC/PARTITION/OFFSET, not {text[:80]!r}; "
            "`muster dead-letters list` shows them"
        )
    topic, epoch, partition, offset = found.groups()
    return Place(f"{prefix}{topic}", int(epoch) if epoch else None, int(partition), int(offset))


def written(place: Place, prefix: str, *, is_newest_epoch: bool) -> str:
    """Return the name of a dead letter; an earlier life of its topic is named by its number."""
    life = "" if is_newest_epoch else f"@{place.epoch}"
    return f"{place.topic.removeprefix(prefix)}{life}/{place.partition}/{place.offset}"

"""The map of members in words: how well each works with whoever was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import constants
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import listed, one_decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """How well one member works with the chosen actors: a mean over those with data.

    `last` is the mean of what was known last of those that have lapsed.
    """

    actor: str
    mean: float | None
    known: int
    of: int
    last: float | None = None
    lapsed: int = 0


def standings(
    members: Sequence[str],
    chosen: Sequence[str],
    levels: Mapping[tuple[str, str], int],
    lapsed: Mapping[tuple[str, str], int],
) -> list[Standing]:
    """Give each member that was not chosen its mean level with those that were."""
    found: list[Standing] = []
    for member in members:
        if member in chosen:
            continue
        own = [levels[member, one] for one in chosen if (member, one) in levels]
        gone = [lapsed[member, one] for one in chosen if (member, one) in lapsed]
        mean = sum(own) / len(own) if own else None
        last = sum(gone) / len(gone) if gone else None
        found.append(Standing(member, mean, len(own), len(chosen), last, len(gone)))
    return found


def whom(chosen: Sequence[str]) -> str:
    """Give the names of those the map is drawn for."""
    return listed([names.actor(actor) for actor in chosen])


def title(found: Sequence[Standing]) -> str:
    """Say with how many members the chosen work well, and of how many that is unknown."""
    good = sum(constants.is_compatible(one.mean) for one in found)
    unknown = sum(one.mean is None and one.last is None for one in found)
    lapsed = sum(one.mean is None and one.last is not None for one in found)
    text = say("interoperability.members.good", n=good, of=len(found))
    if lapsed:
        text = say("interoperability.members.lapsed", n=lapsed, text=text)
    if unknown:
        text = say("interoperability.members.unknown", n=unknown, text=text)
    return text


def tile_words(one: Standing, chosen: Sequence[str]) -> str:
    """Give one square in a line."""
    actor = names.actor(one.actor)
    if one.mean is None and one.last is not None:
        return say(
            "interoperability.members.tile_lapsed",
            actor=actor,
            last=one_decimal(one.last),
            whom=whom(chosen),
        )
    if one.mean is None:
        return say("interoperability.members.tile_none", actor=actor, whom=whom(chosen))
    return say(
        "interoperability.members.tile",
        actor=actor,
        mean=one_decimal(one.mean),
        whom=whom(chosen),
        n=one.known,
        of=one.of,
    )

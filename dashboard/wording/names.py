"""The names people read for the codes that events carry."""

import re
from functools import cache

import pycountry

from dashboard.queries.bodies import Body
from dashboard.wording.catalogue import say, texts
from schemas.events import EVENT_TYPES, suffix_of

PREFIX = "org.muster."
AREAS = texts("names.areas")
AREAS_SHORT = texts("names.areas_short")
DIMENSIONS = texts("names.dimensions")
LEVEL_WORDS = {int(level): word for level, word in texts("names.levels").items()}
PILLARS = texts("names.pillars")
# A type that nobody has named yet is called by its words: "Exercise postponed".
EVENT_KINDS = {
    **{f"{PREFIX}{kind}": name for kind, name in texts("names.events").items()},
    **{
        kind.TYPE: suffix_of(kind).replace(".", " ").replace("_", " ").capitalize()
        for kind in EVENT_TYPES
        if suffix_of(kind) not in texts("names.events")
    },
}
# What a newspaper would call them; the register's own names are long and formal.
_SHORT_NAMES = texts("names.actors")
# Areas whose codes are no words that could stand in a summary.
_CODED_AREAS = ("c2_comms", "isr", "cyber_hybrid", "cbrn", "civil_prep")


@cache
def actor(code: str) -> str:
    """Give the everyday name of an actor; a code that is no country stays itself."""
    if code in _SHORT_NAMES:
        return _SHORT_NAMES[code]
    country = pycountry.countries.get(alpha_3=code) or pycountry.historic_countries.get(
        alpha_3=code
    )
    if country is None:
        return code
    return str(getattr(country, "common_name", country.name))


def area_inside(code: str) -> str:
    """Give the name of a capability area as it stands inside a sentence."""
    name = area(code)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def plain(text: str) -> str:
    """Give a summary with the codes of areas and pillars as words."""
    words = _words()
    return _codes().sub(lambda match: words[match.group()], text).replace(" %", "\u00a0%")


@cache
def _codes() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(_words())})\b")


@cache
def _words() -> dict[str, str]:
    return {
        **{code: area_inside(code) for code in _CODED_AREAS},
        "not_tested": say("names.not_tested"),
        **{f"pillar {code}": name for code, name in PILLARS.items()},
    }


def area(code: str) -> str:
    """Give the name of a capability area."""
    return AREAS.get(code, code)


def event_kind(event_type: str) -> str:
    """Give the one or two words for an event type."""
    return EVENT_KINDS.get(event_type, event_type.removeprefix(PREFIX))


def pair(actor_a: str, actor_b: str) -> str:
    """Give the name of a pair of actors."""
    return f"{actor(actor_a)} and {actor(actor_b)}"


def body_in_list(body: Body) -> str:
    """Give the name of a body in the selector."""
    if body.members:
        return f"{body.body} ({body.members})"
    if not body.is_dissolved:
        return say("shell.bodies.meetings", body=body.body)
    return say("shell.bodies.dissolved", body=body.body)

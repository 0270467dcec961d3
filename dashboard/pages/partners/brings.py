"""Members and partners with what each brings: many columns side by side, and no ranking by one."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.parts import drawn, region
from dashboard.components.text_table import TextColumn, TextTable
from dashboard.pages.partners import words
from dashboard.pages.partners.data import PATH, Partners
from dashboard.wording import names
from dashboard.wording.catalogue import say


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor of the list: what it brings, the address that chooses it, and whether it is."""

    line: words.Line
    href: str
    is_chosen: bool


def listed(found: Partners) -> list[Listed]:
    """Give one line per actor, of the group that the address names."""
    view = found.moment.view
    lines = words.lines(found.belonging, found.contributions, found.partners)
    return [
        Listed(one, view.with_(actor=one.actor).href(PATH), one.actor == found.actor)
        for one in lines
        if view.group not in ("members", "partners")
        or (one.kind == "member") == (view.group == "members")
    ]


def _link(one: Listed) -> dcc.Link:
    mark = html.Span(f" ({say('partners.brings.shown')})", className="sr-only")
    return dcc.Link(
        [names.actor(one.line.actor), *([mark] if one.is_chosen else [])],
        href=one.href,
        className="list-what",
    )


def _look(one: Listed) -> str:
    looks = ("is-chosen" if one.is_chosen else "", "" if one.line.is_current else "is-past")
    return " ".join(look for look in looks if look)


TABLE = TextTable[Listed](
    look="brings",
    heads="partners.brings.columns",
    caption="partners.brings.caption",
    columns=(
        TextColumn("actor", _link),
        TextColumn("kind", lambda one: words.kind(one.line.kind)),
        TextColumn("belongs", lambda one: one.line.belongs),
        TextColumn("exercises", lambda one: one.line.exercises),
        TextColumn("results", lambda one: one.line.results),
        TextColumn("ready", lambda one: one.line.ready),
        TextColumn("resources", lambda one: one.line.resources),
        TextColumn("commitments", lambda one: one.line.commitments),
        TextColumn("insight", lambda one: one.line.insight),
        TextColumn("offers", lambda one: one.line.offers),
    ),
    row_look=_look,
)


def _choice(found: Partners) -> Any:
    options = (
        (None, say("partners.brings.all")),
        ("members", say("partners.brings.members")),
        ("partners", say("partners.brings.partners")),
    )
    return links(say("partners.brings.choice"), PATH, found.moment.view, "group", options)


BRINGS = Card[Partners](
    id="brings",
    look="area-brings",
    heading="partners.title",
    title=lambda found: words.brings_title(found.belonging),
    subtitle=lambda found: say("partners.brings.subtitle", at=found.at),
    controls=drawn("brings-choice", _choice),
    body=region(
        "brings-table",
        lambda found: TABLE.of(listed(found)),
        look="fill-scroll",
        label="partners.brings.table",
    ),
)

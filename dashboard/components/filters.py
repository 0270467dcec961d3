"""Selectors above a list that say which part of it is shown; the choice is an address."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from dash import html

from dashboard.components.parts import Group, Own, Part
from dashboard.components.selector import Option, selector
from dashboard.moment import Moment
from dashboard.queries.bodies import Member
from dashboard.wording import names
from dashboard.wording.catalogue import say

D = TypeVar("D")

ALL = "ALL"


class OfMembers(Protocol):
    """Data of a page that is about the members of a body at a moment."""

    @property
    def moment(self) -> Moment:
        """Give the moment, and what is chosen at it."""
        ...

    @property
    def members(self) -> Sequence[Member]:
        """Give the members of the body."""
        ...


def toolbar(*parts: Part[D]) -> Group[D]:
    """Give what stands above the cards of a page."""

    def around(components: list[Any]) -> html.Div:
        return html.Div(components, className="toolbar")

    return Group(around, parts)


def filter_of(
    page: str,
    name: str,
    label: Callable[[], str],
    width: int,
    *,
    everything: Callable[[D], str],
    options: Callable[[D], Mapping[str, str]],
    chosen: Callable[[D], str | None],
) -> Own[D]:
    """Give a selector whose options and choice the page's data fills; its choice is an address."""

    def choices(data: D) -> list[Option]:
        named = dict(options(data))
        # What is chosen is always among them.
        if (own := chosen(data)) is not None:
            named.setdefault(own, own)
        listed = [{"value": value, "label": words} for value, words in named.items()]
        return [{"value": ALL, "label": everything(data)}, *listed]

    return selector(
        f"{page}-filter-{name}",
        label,
        width,
        options=choices,
        value=lambda data: chosen(data) or ALL,
        by="filterBy",
        into=f"{page}-filtered-{name}",
        label_look="sr-only",
    )


def area_filter(
    page: str, label: Callable[[], str], width: int, *, everything: Callable[[], str]
) -> Own[OfMembers]:
    """Give the selector of an area."""
    return filter_of(
        page,
        "area",
        label,
        width,
        everything=lambda _: everything(),
        options=lambda _: names.AREAS,
        chosen=lambda found: found.moment.view.area,
    )


def actor_filter(page: str, label: Callable[[], str], width: int) -> Own[OfMembers]:
    """Give the selector of a member."""
    return filter_of(
        page,
        "actor",
        label,
        width,
        everything=lambda found: say("card.all_actors", body=found.moment.body),
        options=lambda found: _by_name(found.members),
        chosen=lambda found: found.moment.view.actor,
    )


def _by_name(members: Sequence[Member]) -> dict[str, str]:
    named = sorted((names.actor(one.actor), one.actor) for one in members)
    return {code: f"{name} ({code})" for name, code in named}

"""Members and partners with what each brings: many columns side by side, and no ranking by one."""

from collections.abc import Sequence
from typing import Any

from dash import Output, dcc, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.moment import Moment
from dashboard.pages.partners.facts import Facts
from dashboard.wording import names
from dashboard.wording import partners as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

PATH = "/partners"
OUTPUTS = {
    "brings_title": Output("brings-title", "children"),
    "brings_subtitle": Output("brings-subtitle", "children"),
    "brings_choice": Output("brings-choice", "children"),
    "brings_table": Output("brings-table", "children"),
}


def section() -> html.Section:
    """Give the place of the list."""
    return card(
        "brings",
        html.Div(
            id="brings-table",
            className="fill-scroll",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("partners.brings.table")}),
        ),
        controls=html.Div(id="brings-choice"),
        title=say("partners.title"),
        class_name="area-brings",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give one line per actor."""
    lines = wording.lines(facts.belonging, facts.contributions, facts.partners)
    group = moment.view.group
    chosen = [
        one
        for one in lines
        if group not in ("members", "partners") or (one.kind == "member") == (group == "members")
    ]
    return {
        "brings_title": wording.brings_title(facts.belonging),
        "brings_subtitle": say("partners.brings.subtitle", at=dtg(moment.as_of)),
        "brings_choice": links(
            say("partners.brings.choice"), PATH, moment.view, "group", _choices()
        ),
        "brings_table": _table(chosen, moment, facts.actor),
    }


def _choices() -> tuple[tuple[str | None, str], ...]:
    return (
        (None, say("partners.brings.all")),
        ("members", say("partners.brings.members")),
        ("partners", say("partners.brings.partners")),
    )


def _table(lines: Sequence[wording.Line], moment: Moment, actor: str | None) -> html.Table:
    heads = (
        say("partners.brings.actor"),
        say("partners.brings.kind"),
        say("partners.brings.belongs"),
        say("partners.brings.exercises"),
        say("partners.brings.results"),
        say("partners.brings.ready"),
        say("partners.brings.resources"),
        say("partners.brings.commitments"),
        say("partners.brings.insight"),
        say("partners.brings.offers"),
    )
    return html.Table(
        [
            html.Caption(say("partners.brings.caption"), className="sr-only"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(one, moment, is_chosen=one.actor == actor) for one in lines]),
        ],
        className="plain-table brings",
    )


def _row(one: wording.Line, moment: Moment, *, is_chosen: bool) -> html.Tr:
    mark = html.Span(f" ({say('partners.brings.shown')})", className="sr-only")
    link = dcc.Link(
        [names.actor(one.actor), *([mark] if is_chosen else [])],
        href=moment.view.with_(actor=one.actor).href(PATH),
        className="list-what",
    )
    cells = (
        wording.kind(one.kind),
        one.belongs,
        one.exercises,
        one.results,
        one.ready,
        one.resources,
        one.commitments,
        one.insight,
        one.offers,
    )
    looks = ("is-chosen" if is_chosen else "", "" if one.is_current else "is-past")
    return html.Tr(
        [html.Th(link, scope="row"), *(html.Td(cell) for cell in cells)],
        className=" ".join(look for look in looks if look),
    )

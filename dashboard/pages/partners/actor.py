"""One actor: since when it belongs, what it offers, agreed to, shares, and has not reported."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dash import Output, html

from dashboard.components.attributes import named
from dashboard.components.card import card
from dashboard.moment import Moment
from dashboard.pages.partners.facts import Facts
from dashboard.queries.rows_partners import Report, Sharing
from dashboard.wording import names
from dashboard.wording import partners as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, percent

MOST_LINES = 8
OUTPUTS = {
    "actor_title": Output("actor-title", "children"),
    "actor_subtitle": Output("actor-subtitle", "children"),
    "actor_panel": Output("actor-panel", "children"),
}


def section() -> html.Section:
    """Give the place of the actor."""
    return card(
        "actor",
        html.Div(
            id="actor-panel",
            className="scroll-list",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("partners.brings.actor")}),
        ),
        title=say("partners.brings.actor"),
        class_name="area-actor",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the actor that the address names."""
    code = facts.actor
    if code is None:
        hint = say("partners.actor.hint")
        return {"actor_title": hint, "actor_subtitle": "", "actor_panel": None}
    own = [one for one in facts.belonging if one.actor == code]
    if not own:
        words = say("partners.actor.unknown", actor=names.actor(code))
        return {"actor_title": words, "actor_subtitle": "", "actor_panel": None}
    return {
        "actor_title": say(
            "partners.actor.title", actor=names.actor(code), kind=wording.kind(own[-1].kind)
        ),
        "actor_subtitle": say("partners.actor.subtitle", at=dtg(moment.as_of))
        if moment.view.actor
        else say("partners.actor.usual", at=dtg(moment.as_of)),
        "actor_panel": html.Dl(
            [part for name, lines in _facts(code, facts) for part in _fact(name, lines)],
            className="actor-facts",
        ),
    }


def _facts(code: str, facts: Facts) -> list[tuple[str, list[str]]]:
    own = [one for one in facts.belonging if one.actor == code]
    spells = [f"{wording.kind(one.kind)}, {wording.spell(one)}" for one in own]
    given = _topics(row for row in facts.insight if row.from_actor == code)
    received = _topics(row for row in facts.insight if row.to_actor == code)
    found = [
        (say("partners.actor.spells"), spells),
        (say("partners.actor.offers"), [wording.offer(one) for one in facts.offers]),
        (
            say("partners.actor.baseline"),
            [wording.spiral(one) for one in facts.baselines if one.actor == code],
        ),
        (
            say("partners.actor.standards"),
            [
                say("partners.actor.overlap", ratio=percent(o.overlap_ratio), others=o.others)
                for o in facts.overlaps
                if o.actor == code
            ],
        ),
        (say("partners.actor.gives"), given),
        (say("partners.actor.receives"), received),
    ]
    reports = [row for row in facts.reports if row.actor == code]
    if reports:
        found.append((say("partners.actor.missing"), _missing(reports)))
    return found


def _topics(rows: Iterable[Sharing]) -> list[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.topic] += row.products
    return [
        say("partners.actor.products", topic=topic, products=products)
        for topic, products in counts.most_common()
    ]


def _missing(reports: Sequence[Report]) -> list[str]:
    missing = [row for row in reports if row.is_missing]
    if not missing:
        return [say("partners.actor.reported")]
    return [
        say(
            "partners.actor.missing_one",
            area=names.area(row.area),
            pillar=names.PILLARS.get(row.pillar or "", "–"),
            days=row.age_days,
        )
        if row.area
        else say("partners.actor.never")
        for row in missing[:MOST_LINES]
    ]


def _fact(name: str, lines: Sequence[str]) -> list[Any]:
    return [
        html.Dt(name),
        html.Dd(
            html.Ul([html.Li(line) for line in lines])
            if lines
            else html.Span(say("partners.actor.nothing"), className="muted")
        ),
    ]

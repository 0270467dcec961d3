"""One actor: since when it belongs, what it offers, agreed to, shares, and has not reported."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from dashboard.components.cards import Card
from dashboard.components.parts import region
from dashboard.pages.partners import words
from dashboard.pages.partners.data import Partners
from dashboard.pages.partners.queries import Belonging, Report, Sharing
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import percent

MOST_LINES = 8


def _own(found: Partners) -> list[Belonging]:
    return [one for one in found.belonging if one.actor == found.actor]


def _title(found: Partners) -> str:
    if found.actor is None:
        return say("partners.actor.hint")
    name, own = names.actor(found.actor), _own(found)
    if not own:
        return say("partners.actor.unknown", actor=name)
    return say("partners.actor.title", actor=name, kind=words.kind(own[-1].kind))


def _subtitle(found: Partners) -> str:
    if not _own(found):
        return ""
    if found.moment.view.actor:
        return say("partners.actor.subtitle", at=found.at)
    return say("partners.actor.usual", at=found.at)


def _panel(found: Partners) -> html.Dl | None:
    if found.actor is None or not _own(found):
        return None
    return html.Dl(
        [part for name, lines in _facts(found.actor, found) for part in _fact(name, lines)],
        className="actor-facts",
    )


def _facts(code: str, found: Partners) -> list[tuple[str, list[str]]]:
    own = _own(found)
    spells = [f"{words.kind(one.kind)}, {words.spell(one)}" for one in own]
    given = _topics(row for row in found.insight if row.from_actor == code)
    received = _topics(row for row in found.insight if row.to_actor == code)
    facts = [
        (say("partners.actor.spells"), spells),
        (say("partners.actor.offers"), [words.offer(one) for one in found.offers]),
        (
            say("partners.actor.baseline"),
            [words.spiral(one) for one in found.baselines if one.actor == code],
        ),
        (
            say("partners.actor.standards"),
            [
                say("partners.actor.overlap", ratio=percent(o.overlap_ratio), others=o.others)
                for o in found.overlaps
                if o.actor == code
            ],
        ),
        (say("partners.actor.gives"), given),
        (say("partners.actor.receives"), received),
    ]
    reports = [row for row in found.reports if row.actor == code]
    if reports:
        facts.append((say("partners.actor.missing"), _missing(reports)))
    return facts


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


ACTOR = Card[Partners](
    id="actor",
    look="area-actor",
    heading="partners.brings.actor",
    title=_title,
    subtitle=_subtitle,
    body=region("actor-panel", _panel, label="partners.brings.actor"),
)

"""What is agreed: the spirals of baselines, and how many standards members share."""

from collections import Counter
from dataclasses import dataclass

from dash import html

from dashboard.components.bars import Bar, bars
from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.pages.partners import words
from dashboard.pages.partners.data import Partners
from dashboard.pages.partners.queries import Baseline
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import in_percent, percent


@dataclass(frozen=True, slots=True)
class Agreed:
    """By which spiral an actor works, and what it shares with another one on average."""

    actor: str
    spiral: Baseline | None
    shared_ratio: float | None


def agreed(found: Partners) -> list[Agreed]:
    """Give one row per actor of whom either is known."""
    spirals = {one.actor: one for one in found.baselines}
    shares = {one.actor: one.overlap_ratio for one in found.overlaps}
    return [
        Agreed(code, spirals.get(code), shares.get(code))
        for code in dict.fromkeys([*shares, *spirals])
    ]


def _tables(found: Partners) -> list[html.Table]:
    return [_spirals(found), *_overlaps(found)]


def _spirals(found: Partners) -> html.Table:
    counts = Counter((one.baseline, one.level) for one in found.baselines)
    never = words.never_adopted(found.baselines, found.members) if found.baselines else 0
    rows = [
        *((f"{name} {level}", n) for (name, level), n in sorted(counts.items())[::-1]),
        *([(say("partners.agreed.no_spiral"), never)] if never else []),
    ]
    most = max((n for _, n in rows), default=0)
    heads = (say("partners.agreed.spiral"), say("partners.agreed.members"))
    return bars(
        say("partners.agreed.caption"),
        heads,
        [Bar(name, n / most if most else 0, str(n), str(n)) for name, n in rows],
    )


def _overlaps(found: Partners) -> list[html.Table]:
    """Give whose standards overlap least with the others', each as a share of all agreed."""
    known = [(one, one.overlap_ratio) for one in found.overlaps if one.overlap_ratio is not None]
    if not known:
        return []
    rows = [
        Bar(names.actor(one.actor), round(ratio * 1000) / 1000, percent(ratio), percent(ratio))
        for one, ratio in known
    ]
    heads = (say("partners.agreed.actor"), say("partners.agreed.overlap"))
    return [bars(say("partners.agreed.overlap"), heads, rows)]


AGREED = Card[Partners](
    id="agreed",
    look="area-agreed",
    heading="partners.agreed.title",
    title=lambda found: words.agreed_title(found.baselines, found.members),
    subtitle=lambda found: say("partners.agreed.subtitle", at=found.at),
    body=region("agreed-table", _tables, look="fill-scroll", label="partners.agreed.title"),
    table=Grid[Partners, Agreed](
        id="agreed-grid",
        heads="partners.agreed.columns",
        nothing="partners.agreed.nothing",
        rows=agreed,
        columns=(
            actor("actor", 130, lambda one: one.actor, with_code=False),
            Column(
                "spiral",
                120,
                lambda one: one.spiral and one.spiral.level,
                Kind.COUNT,
                words=lambda one: one.spiral and f"{one.spiral.baseline} {one.spiral.level}",
            ),
            Column(
                "shared",
                150,
                lambda one: None if one.shared_ratio is None else in_percent(one.shared_ratio),
                Kind.PERCENT,
            ),
        ),
    ),
)

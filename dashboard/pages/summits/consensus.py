"""Consensus: how often it failed, per policy domain, always with how many decisions there were."""

from dash import html

from dashboard.components.bars import Bar, bars
from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, on_day
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.pages.summits import words
from dashboard.pages.summits.data import Summits
from dashboard.pages.summits.queries import Divergence
from dashboard.wording import numbers
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import in_percent, percent


def most_contested_first(found: Summits) -> list[Divergence]:
    """Give the domains, the most contested first."""
    return sorted(found.divergence, key=lambda row: (-row.divergence_ratio, row.policy_domain))


def _table(found: Summits) -> html.Table | None:
    rows = [_bar(one) for one in most_contested_first(found)]
    heads = (say("summits.consensus.domain"), say("summits.consensus.contested"))
    return bars(say("summits.consensus.caption"), heads, rows) if rows else None


def _bar(row: Divergence) -> Bar:
    said = say(
        "summits.consensus.row",
        contested=row.contested,
        n=row.proposed,
        day=numbers.on_day(row.newest_on),
    )
    return Bar(row.policy_domain, row.divergence_ratio, said, percent(row.divergence_ratio))


CONSENSUS = Card[Summits](
    id="consensus",
    look="area-consensus",
    heading="summits.consensus.title",
    title=lambda found: words.consensus_title(most_contested_first(found)),
    subtitle=lambda found: say(
        "summits.consensus.subtitle", at=found.at, span=words.consensus_span()
    ),
    body=region("consensus-table", _table, look="fill-scroll", label="summits.consensus.title"),
    table=Grid[Summits, Divergence](
        id="consensus-grid",
        heads="summits.consensus.columns",
        nothing="summits.consensus.nothing",
        wrapped=("domain",),
        rows=most_contested_first,
        columns=(
            Column("domain", 112, lambda one: one.policy_domain),
            Column("contested", 84, lambda one: one.contested, Kind.COUNT),
            Column("proposed", 52, lambda one: one.proposed, Kind.COUNT),
            Column("share", 76, lambda one: in_percent(one.divergence_ratio), Kind.NUMBER),
            on_day("newest", 100, lambda one: one.newest_on),
        ),
    ),
)

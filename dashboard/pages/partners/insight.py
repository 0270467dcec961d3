"""Who shared insight with whom, by counts alone."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from dash import html

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, at_instant
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.pages.partners import words
from dashboard.pages.partners.data import Partners
from dashboard.pages.partners.queries import Sharing
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import day

MOST_ACTORS = 10
LONGEST_CODE = 9  # letters that stand upright over a column; styles/partners.css has the room
# From so many products on, a cell takes the colour of the next level.
STEPS = (2, 3, 5)


def active(sharing: Sequence[Sharing]) -> list[str]:
    """Give who gave or received, the most active first."""
    counts: Counter[str] = Counter()
    for row in sharing:
        counts[row.from_actor] += row.products
        counts[row.to_actor] += row.products
    return sorted(counts, key=lambda actor: (-counts[actor], actor))


def _table(sharing: Sequence[Sharing], actors: Sequence[str]) -> html.Table:
    cells: dict[tuple[str, str], list[Sharing]] = defaultdict(list)
    for row in sharing:
        cells[row.from_actor, row.to_actor].append(row)
    return html.Table(
        [
            html.Caption(say("partners.insight.caption"), className="sr-only"),
            html.Thead(
                html.Tr(
                    [
                        html.Th(say("partners.insight.from"), scope="col"),
                        *(
                            html.Th(html.Span(_short(code)), scope="col", title=names.actor(code))
                            for code in actors
                        ),
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(names.actor(giver), scope="row"),
                            *(_cell(giver, to, cells.get((giver, to), [])) for to in actors),
                        ]
                    )
                    for giver in actors
                ]
            ),
        ],
        className="presence insight",
    )


def _short(code: str) -> str:
    return code.removeprefix("EX-")[:LONGEST_CODE]


def _cell(giver: str, receiver: str, rows: Sequence[Sharing]) -> html.Td:
    if giver == receiver:
        return html.Td(className="self")
    if not rows:
        return html.Td("0", className="zero")
    products = sum(row.products for row in rows)
    step = sum(products >= limit for limit in STEPS)
    return html.Td(str(products), className=f"l{step}", title=words.shared(rows))


def _matrix(found: Partners) -> html.Table | None:
    drawn = active(found.insight)[:MOST_ACTORS]
    return _table(found.insight, sorted(drawn)) if drawn else None


def _subtitle(found: Partners) -> str:
    actors = active(found.insight)
    return say(
        "partners.insight.subtitle",
        shown=len(actors[:MOST_ACTORS]),
        all=len(actors),
        at=found.at,
    )


INSIGHT = Card[Partners](
    id="insight",
    look="area-insight",
    heading="partners.insight.title",
    title=lambda found: words.insight_title(found.insight),
    subtitle=_subtitle,
    body=region("insight-table", _matrix, look="fill-scroll", label="partners.insight.region"),
    table=Grid[Partners, Sharing](
        id="insight-grid",
        heads="partners.insight.columns",
        nothing="partners.insight.nothing",
        rows=lambda found: found.insight,
        columns=(
            actor("giver", 140, lambda one: one.from_actor, with_code=False),
            actor("receiver", 140, lambda one: one.to_actor, with_code=False),
            Column("topic", 140, lambda one: one.topic),
            Column("products", 96, lambda one: one.products, Kind.COUNT),
            at_instant(
                "newest", 110, lambda one: one.newest_at, words=lambda one: day(one.newest_at)
            ),
        ),
    ),
)

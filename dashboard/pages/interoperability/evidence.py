"""One pair of actors: its levels, what stands beside them, and the tests behind them."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import constants
from dashboard.components.link import link
from dashboard.components.why import why
from dashboard.pages.interoperability.rows import PairFacts, PairTest
from dashboard.pages.interoperability.words import pairs, tests
from dashboard.queries.readings import PairReading
from dashboard.view import DIMENSIONS, View
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import age, bound, day, in_decimals


def pair_panel(readings: Sequence[PairReading], known: Sequence[PairTest]) -> html.Table:
    """Give the four dimensions of a pair; one without a test is hatched, not zero."""
    by_dimension = {reading.dimension: reading for reading in readings}
    heads = texts("interoperability.pair.heads").values()
    return html.Table(
        [
            html.Caption(say("interoperability.pair.caption"), className="sr-only"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(name, by_dimension.get(name), known) for name in DIMENSIONS]),
        ],
        className="plain-table pair-table",
    )


def _row(name: str, reading: PairReading | None, known: Sequence[PairTest]) -> html.Tr:
    heading = html.Th(names.DIMENSIONS[name], scope="row")
    if reading is None:
        return html.Tr([heading, *_without_data(name, known)])
    if reading.level is None or reading.lower_bound is None:
        return html.Tr([heading, *_lapsed(reading)])
    pair = f"{reading.actor_a}+{reading.actor_b}"
    return html.Tr(
        [
            heading,
            html.Td(
                [
                    html.Button(
                        str(reading.level),
                        type="button",
                        className=f"level l{reading.level}",
                        **why("interop", pair, name),
                    ),
                    html.Span(names.LEVEL_WORDS[reading.level], className="level-word"),
                ]
            ),
            html.Td(_bound(reading.lower_bound), className="bound-cell"),
            html.Td(tests(reading.tests)),
            html.Td(say("interoperability.pair.age", age=age(reading.age_days))),
        ]
    )


def _lapsed(reading: PairReading) -> list[html.Td]:
    """Give what was known last, hollow: a lapsed reading is not empty, and is no reading."""
    pair = f"{reading.actor_a}+{reading.actor_b}"
    return [
        html.Td(
            [
                html.Button(
                    str(reading.last_level),
                    type="button",
                    className="level lapsed",
                    **why("interop", pair, reading.dimension),
                ),
                html.Span(say("interoperability.pair.lapsed"), className="level-word"),
            ]
        ),
        html.Td(html.Span(className="bound none"), className="bound-cell"),
        html.Td(tests(0)),
        html.Td(say("interoperability.pair.expired", age=age(reading.age_days))),
    ]


def _without_data(name: str, known: Sequence[PairTest]) -> list[html.Td]:
    ages = [test.age_days for test in known if test.dimension == name]
    newest = (
        say("interoperability.pair.expired", age=age(min(ages)))
        if ages
        else say("interoperability.pair.never")
    )
    return [
        html.Td(html.Span(say("interoperability.pair.no_data"), className="level none")),
        html.Td(html.Span(className="bound none"), className="bound-cell"),
        html.Td("0"),
        html.Td(newest),
    ]


def _bound(value: float) -> list[Any]:
    return [
        html.Span(
            [
                html.Span(className="bound-fill", style={"width": f"{value * 100:.1f}%"}),
                *(
                    html.Span(className="bound-mark", style={"left": f"{cut * 100:.0f}%"})
                    for cut in constants.pair_steps()
                ),
            ],
            className="bound",
        ),
        html.Span(bound(value), className="bound-value"),
    ]


def beside(pair: tuple[str, str], readings: Sequence[PairReading], facts: PairFacts) -> html.Dl:
    """Give what stands beside the levels and is never mixed into them."""
    titles = texts("interoperability.beside")
    said = {
        "gaps": pairs.gaps(readings, facts.tests),
        "exposure": pairs.exposure(facts.exposure),
        "standards": pairs.standards(facts.standards),
        "baseline": pairs.baseline(pair, facts.baselines),
    }
    return html.Dl(
        [html.Div([html.Dt(titles[name]), html.Dd(words)]) for name, words in said.items()],
        className="pair-facts",
        tabIndex=0,
    )


def evidence(found: Sequence[PairTest], view: View) -> html.Div:
    """Give the newest tests of a pair, each with its event."""
    heads = texts("interoperability.evidence.heads").values()
    return html.Div(
        [
            html.H3(
                [
                    say("interoperability.evidence.title"),
                    html.Span(pairs.shown_of(found), className="muted"),
                ],
                className="pair-tests-title",
            ),
            html.Div(
                html.Table(
                    [
                        html.Caption(
                            say("interoperability.evidence.caption"), className="sr-only"
                        ),
                        html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                        html.Tbody([_test(test, view) for test in found]),
                    ],
                    className="plain-table dense",
                ),
                className="pair-tests",
                tabIndex=0,
            ),
        ],
        className="pair-evidence",
    )


def _test(test: PairTest, view: View) -> html.Tr:
    when = link(day(test.occurred_at), view.clocks.with_(seq=test.seq).href("/events"))
    weight = (
        in_decimals(test.weight, digits=2)
        if test.counts
        else say("interoperability.evidence.spent")
    )
    return html.Tr(
        [
            html.Td(when),
            html.Td(names.DIMENSIONS[test.dimension]),
            html.Td(pairs.outcome(test)),
            html.Td(age(test.age_days)),
            html.Td(weight),
        ],
        className="" if test.counts else "is-spent",
    )

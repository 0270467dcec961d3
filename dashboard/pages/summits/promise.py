"""Commitments: how far each is kept, and the path of one with every actor's reported values."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html, no_update

from dashboard.components.cards import Card
from dashboard.components.graph import graph
from dashboard.components.grid import Column, Grid, actor, hidden, why
from dashboard.components.grid import on_day as day_column
from dashboard.components.parts import Group, Own, Place, by_browser, region
from dashboard.components.picker import NOTHING, picker_of
from dashboard.components.table import Kind
from dashboard.components.values import day_value
from dashboard.components.why import reference
from dashboard.moment import Moment
from dashboard.pages.summits.data import PATH, Summits
from dashboard.pages.summits.figures.paths import commitment_paths
from dashboard.pages.summits.queries import Dormancy
from dashboard.pages.summits.words import promises as words
from dashboard.queries.commitments import Compliance, Standing
from dashboard.wording import names, promises
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import on_day, one_decimal, percent


def _title(found: Summits) -> str:
    if found.commitment is not None:
        return words.promise_title(found.commitment)
    return say("summits.promise.unknown") if found.compliance else say("summits.promise.none")


def _subtitle(found: Summits) -> str:
    if found.commitment is None:
        return ""
    spoken = _spoken(found).get(found.commitment.commitment_id)
    told = words.promise_subtitle(found.standings, spoken)
    return told if found.progress else f"{told} {say('summits.promise.nobody')}"


def _spoken(found: Summits) -> dict[str, Dormancy]:
    return {row.commitment_id: row for row in found.dormancy}


def _list(found: Summits) -> html.Ol:
    spoken, moment = _spoken(found), found.moment
    return html.Ol(
        [
            _item(row, spoken.get(row.commitment_id), moment, row is found.commitment)
            for row in promises.by_nearness(found.compliance, moment.as_of.date())
        ]
    )


def _figure(found: Summits) -> Any:
    if found.is_empty:
        # A chart of nothing in a card that is hidden has no size to be drawn in.
        return no_update
    moment = found.moment
    highlighted = _highlighted(moment, found.standings)
    return commitment_paths(
        found.standings, found.progress, highlighted, moment.theme, now=moment.as_of
    )


def _named(moment: Moment, standings: Sequence[Standing]) -> str | None:
    wanted = moment.view.actor
    return wanted if wanted in {row.actor for row in standings} else None


def _highlighted(moment: Moment, standings: Sequence[Standing]) -> str | None:
    """Give the actor that the address names, else the one furthest behind its path."""
    if wanted := _named(moment, standings):
        return wanted
    known = [row for row in standings if row.value is not None and row.expected is not None]
    return min(known, key=_ahead).actor if known else None


def _ahead(row: Standing) -> tuple[float, str]:
    sign = 1 if row.direction == "up" else -1
    return (((row.value or 0.0) - (row.expected or 0.0)) * sign, row.actor)


def _actors(standings: Sequence[Standing], highlighted: str | None) -> list[dict[str, str]]:
    behind = names.actor(highlighted) if highlighted else say("summits.none")
    options = sorted((names.actor(row.actor), row.actor) for row in standings)
    return [
        {"value": NOTHING, "label": say("summits.promise.furthest", actor=behind)},
        *({"value": code, "label": name} for name, code in options),
    ]


def _item(row: Compliance, spoken: Dormancy | None, moment: Moment, is_chosen: bool) -> html.Li:
    mark = f" ({say('summits.promise.shown')})"
    facts = [
        say("summits.promise.of_scored", scored=row.scored, actors=row.actors),
        say("summits.promise.due", day=on_day(row.due_on)),
        *([say("summits.promise.dormant_mark")] if spoken and spoken.is_dormant else []),
    ]
    return html.Li(
        [
            html.Div(
                [
                    dcc.Link(
                        [
                            row.title,
                            *([html.Span(mark, className="sr-only")] if is_chosen else []),
                        ],
                        href=moment.view.with_(commitment=row.commitment_id, actor=None).href(
                            PATH
                        ),
                        className="list-what",
                    ),
                    html.Span(percent(row.compliance_ratio), className="value"),
                ],
                className="list-line",
            ),
            html.Div(" · ".join(facts), className="stat-note"),
        ],
        className="list-row is-chosen" if is_chosen else "list-row",
    )


def _value(row: Standing) -> str | None:
    if row.value is None:
        return None
    value = one_decimal(row.value, promises.steps(row.expected, row.target, row.baseline))
    return f"{'○' if row.is_estimate else '●'} {value}"


def _in_body(parts: list[Any]) -> html.Div:
    return html.Div([*parts, dcc.Store(id="promise-picked")], className="promise-body")


def _in_controls(parts: list[Any]) -> html.Div:
    return html.Div(
        [
            html.Span(say("summits.promise.key_reported"), className="stat-note"),
            html.Span(say("summits.promise.key_estimate"), className="stat-note"),
            *parts,
        ],
        className="choice",
    )


PICKER: Own[Summits] = picker_of(
    "summits",
    "actor",
    lambda: say("summits.promise.pick"),
    200,
    options=lambda found: _actors(found.standings, _highlighted(found.moment, found.standings)),
    value=lambda found: _named(found.moment, found.standings) or NOTHING,
)

PROMISE = Card[Summits](
    id="promise",
    look="area-promise",
    heading="summits.promise.title",
    title=_title,
    subtitle=_subtitle,
    controls=Group[Summits](_in_controls, (PICKER,)),
    body=Group[Summits](
        _in_body,
        (
            region("promise-list", _list, label="summits.promise.list"),
            Own[Summits](
                lambda: graph("promise-figure", "fill-graph"),
                (Place("promise-figure", "figure", _figure),),
                (
                    by_browser(
                        "pickPoint", of="promise-figure", prop="clickData", into="promise-picked"
                    ),
                ),
            ),
        ),
    ),
    table=Grid[Summits, Standing](
        id="promise-grid",
        heads="summits.promise.columns",
        nothing="summits.promise.nothing",
        rows=lambda found: found.standings,
        columns=(
            actor("actor", 150, lambda one: one.actor),
            Column("value", 110, lambda one: one.value, Kind.NUMBER, words=_value),
            day_column("observed", 108, lambda one: one.observed_on),
            Column(
                "age",
                76,
                lambda one: one.age_days,
                Kind.COUNT,
                words=lambda one: promises.age_words(one.age_days, one.is_late),
            ),
            Column("baseline", 90, lambda one: one.baseline, Kind.NUMBER),
            Column("expected", 90, lambda one: one.expected, Kind.NUMBER),
            Column("target", 76, lambda one: one.target, Kind.NUMBER),
            Column("score", 92, lambda one: one.score, Kind.SIGNED, words=promises.score),
            Column("by", 200, words.scored_by),
            why(lambda one: reference("commitment", one.commitment_id, one.actor)),
            hidden("commitment_id", lambda one: one.commitment_id),
            hidden("unit", lambda one: one.unit),
            hidden("direction", lambda one: one.direction),
            hidden("start_on", lambda one: day_value(one.start_on), Kind.DAY),
            hidden("due_on", lambda one: day_value(one.due_on), Kind.DAY),
            hidden("is_estimate", lambda one: one.is_estimate, Kind.FLAG),
            hidden("score_stage", lambda one: one.score_stage),
            hidden("assessor", lambda one: one.assessor),
            hidden("outcome", lambda one: one.outcome),
            hidden("is_late", lambda one: one.is_late, Kind.FLAG),
            hidden("is_counted", lambda one: one.is_counted, Kind.FLAG),
        ),
    ),
)

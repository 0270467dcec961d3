"""Reporting discipline: who has not reported in time, the missing first."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, area, at_instant, hidden, worded
from dashboard.components.parts import region
from dashboard.components.table import Kind
from dashboard.moment import Moment
from dashboard.pages.partners import words
from dashboard.pages.partners.data import PATH, Partners
from dashboard.pages.partners.queries import Report
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import day
from dashboard.wording.reporting import lapsed_days, late_days


def _list(found: Partners) -> list[Any]:
    return [
        _lines(words.late_by_actor(found.states), found.moment),
        html.H3(say("partners.reporting.next"), className="list-head"),
        _lines(words.in_time_by_actor(found.states), found.moment),
    ]


def _lines(lines: Sequence[tuple[str, str]], moment: Moment) -> html.Ol:
    return html.Ol(
        [
            html.Li(
                [
                    dcc.Link(
                        names.actor(code),
                        href=moment.view.with_(actor=code).href(PATH),
                        className="list-what",
                    ),
                    html.Span(said, className="stat-note"),
                ],
                className="list-row list-line",
            )
            for code, said in lines
        ]
    )


def _subtitle(found: Partners) -> str:
    return say(
        "partners.reporting.subtitle",
        late=late_days(),
        lapsed=lapsed_days(),
        discipline=words.discipline(found.reports),
        at=found.at,
    )


REPORTING = Card[Partners](
    id="reporting",
    look="area-reporting",
    heading="partners.reporting.title",
    title=lambda found: words.reporting_title(found.states),
    subtitle=_subtitle,
    body=region("reporting-list", _list, label="partners.reporting.region"),
    table=Grid[Partners, Report](
        id="reporting-grid",
        heads="partners.reporting.columns",
        nothing="partners.reporting.nothing",
        rows=lambda found: found.reports,
        columns=(
            actor("actor", 130, lambda one: one.actor, with_code=False),
            area("area", 130, lambda one: one.area),
            Column(
                "pillar",
                90,
                lambda one: one.pillar,
                Kind.CODE,
                words=lambda one: names.PILLARS.get(one.pillar or ""),
            ),
            at_instant(
                "last",
                100,
                lambda one: one.last_at,
                words=lambda one: day(one.last_at) if one.last_at else None,
            ),
            Column("age", 70, lambda one: one.age_days, Kind.COUNT),
            worded("state", 90, lambda one: one.state, lambda own: texts("reporting.states")[own]),
            hidden("is_missing", lambda one: one.is_missing, Kind.FLAG),
        ),
    ),
)

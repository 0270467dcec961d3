"""Commitments: how many actors keep to the path of each."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, hidden, on_day, why
from dashboard.components.parts import Own, Place
from dashboard.components.table import Kind
from dashboard.components.why import reference
from dashboard.pages.overview.bars import (
    commitment_bars,
    commitment_key,
    commitment_list,
    commitment_subtitle,
)
from dashboard.pages.overview.data import Overview
from dashboard.queries.commitments import CommitmentLine
from dashboard.wording import promises
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg, one_decimal


def _title(found: Overview) -> str:
    if not found.compliance:
        return say("overview.commitments.none")
    scored = sum(row.scored > 0 for row in found.compliance)
    return say("overview.commitments.scored", scored=scored, n=len(found.compliance))


def _value(line: CommitmentLine) -> str:
    value = one_decimal(line.value, promises.steps(line.expected, line.target))
    return say("overview.commitments.estimate", value=value) if line.is_estimate else value


COMMITMENTS = Card[Overview](
    id="commitments",
    look="area-commitments",
    heading="overview.commitments.heading",
    title=_title,
    subtitle=lambda found: commitment_subtitle(
        say("overview.commitments.subtitle", at=dtg(found.moment.as_of))
    ),
    controls=Own(commitment_key),
    body=Own[Overview](
        commitment_bars,
        (
            Place(
                "commitments-bars",
                "children",
                lambda found: commitment_list(found.compliance, found.moment.as_of.date()),
            ),
        ),
    ),
    table=Grid[Overview, CommitmentLine](
        id="commitments-grid",
        heads="overview.commitments.columns",
        nothing="overview.commitments.nothing",
        rows=lambda found: found.commitments,
        columns=(
            Column("commitment", 200, lambda one: one.title),
            actor("actor", 170, lambda one: one.actor),
            Column("value", 124, lambda one: one.value, Kind.NUMBER, words=_value),
            Column("expected", 90, lambda one: one.expected, Kind.NUMBER),
            Column("target", 80, lambda one: one.target, Kind.NUMBER),
            Column("unit", 90, lambda one: one.unit),
            Column("score", 84, lambda one: one.score, Kind.SIGNED, words=promises.score),
            on_day("due", 108, lambda one: one.due_on),
            Column(
                "age",
                80,
                lambda one: one.age_days,
                Kind.DAYS,
                words=lambda one: promises.age_words(one.age_days, one.is_late),
            ),
            why(lambda one: reference("commitment", one.commitment_id, one.actor)),
            hidden("commitment_id", lambda one: one.commitment_id),
            hidden("is_estimate", lambda one: one.is_estimate, Kind.FLAG),
            hidden("outcome", lambda one: one.outcome),
            hidden("is_late", lambda one: one.is_late, Kind.FLAG),
            hidden("is_counted", lambda one: one.is_counted, Kind.FLAG),
        ),
    ),
)

"""Where does each actor stand on each commitment, and how far is each commitment kept?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from schemas.events import (
    CommitmentMade,
    CommitmentProgressReported,
    CommitmentRevised,
    CommitmentTerms,
    CommitmentWithdrawn,
    ComplianceAssessed,
)
from schemas.method import Method
from schemas.vocabulary import Stage
from tests.reference import commitments
from tests.reference.membership import spells
from tests.reference.registers import latest
from tests.reference.rows import Compliance, ReportedProgress, Standing
from tests.reference.statements import Order, Statement

Reported = tuple[bool, Statement, CommitmentProgressReported]  # whether it is a forecast


def of_body(
    body: str, statements: Sequence[Statement], on: date, method: Method
) -> list[Standing]:
    """Give one row for each commitment of a body and each actor that promised it."""
    found = [
        replace(_standing(made, actor, statements, on, method), is_counted=is_counted)
        for one, made in in_force(statements)
        if made.body == body
        for actor, is_counted in _bound(made, statements, on)
        if not is_withdrawn(one, made, actor, statements)
    ]
    return sorted(found, key=lambda one: (one.commitment_id, one.actor))


def compliance(standings: Iterable[Standing]) -> list[Compliance]:
    """Give one row for each commitment."""
    groups = groupby(standings, key=lambda one: one.commitment_id)
    found = [_compliance(list(group)) for _, group in groups]
    return sorted(found, key=lambda one: (one.due_on, one.commitment_id))


def in_force(statements: Iterable[Statement]) -> list[tuple[Statement, CommitmentTerms]]:
    """Give the terms of each commitment as they were said last."""
    said = latest(statements, (CommitmentMade, CommitmentRevised), lambda made: made.commitment_id)
    return list(said.values())


def is_withdrawn(
    one: Statement, made: CommitmentTerms, actor: str | None, statements: Iterable[Statement]
) -> bool:
    """Tell whether an actor, or with None everybody, withdrew after these terms were said."""
    return any(
        isinstance(other.data, CommitmentWithdrawn)
        and other.data.commitment_id == made.commitment_id
        and other.order > one.order
        and (not other.data.actors or actor in other.data.actors)
        for other in statements
    )


def _bound(
    made: CommitmentTerms, statements: Sequence[Statement], on: date
) -> Iterable[tuple[str, bool]]:
    """Give whom a commitment binds, and whether each still counts.

    Who was named promised for itself; one that has left since is listed, and counted no more. A
    promise of all binds those members of the day that belonged while there was something to do.
    """
    found = spells(statements, made.body)
    here = {one.actor for one in found if one.holds(on)}
    if made.actors:
        gone = {one.actor for one in found if one.from_on <= on} - here
        return [(actor, actor not in gone) for actor in made.actors]
    bound = {
        one.actor for one in found if one.is_member and one.overlaps(made.start_on, made.due_on)
    }
    members = {one.actor for one in found if one.is_member and one.holds(on)}
    return [(actor, True) for actor in members & bound]


def _standing(
    made: CommitmentTerms,
    actor: str,
    statements: Iterable[Statement],
    on: date,
    method: Method,
) -> Standing:
    observed = _observed(made.commitment_id, actor, statements, on)
    baseline = _baseline(made, observed)
    newest = _last(one for one in observed if one.observed_on <= made.due_on)
    path = commitments.path_of(made, baseline)
    age_days = (on - newest.observed_on).days if newest else None
    standing = Standing(
        commitment_id=made.commitment_id,
        title=made.title,
        metric=made.metric,
        unit=made.unit,
        actor=actor,
        baseline=baseline,
        target=made.target,
        direction=made.direction,
        start_on=made.start_on,
        due_on=made.due_on,
        value=newest and newest.value,
        observed_on=newest and newest.observed_on,
        age_days=age_days,
        is_estimate=newest and newest.is_estimate,
        expected=path and path.expected(on),
        score=None,
        is_late=None if age_days is None else age_days > method.commitment_report.validity_days,
    )
    # Nothing can be said before the start, nor by an observation that is not later than it.
    if path is not None and newest is not None and min(on, newest.observed_on) > made.start_on:
        auto_score = path.score(newest.value, on)
        standing = replace(standing, score=auto_score, auto_score=auto_score)
    return _concluded(_as_judged(standing, statements, on), on)


def _baseline(
    made: CommitmentTerms, observed: Sequence[CommitmentProgressReported]
) -> float | None:
    if made.baseline is not None:
        return made.baseline
    first = _last(one for one in observed if one.observed_on <= made.start_on)
    return first and first.value


def _as_judged(standing: Standing, statements: Iterable[Statement], on: date) -> Standing:
    """Give a standing with the score of an assessor, final before interim, if there is one.

    What was said for the time being cannot lift what the last day showed.
    """
    judged: list[tuple[bool, Order, ComplianceAssessed]] = []
    for one in statements:
        data = one.data
        if not isinstance(data, ComplianceAssessed):
            continue
        if (data.commitment_id, data.actor) == (standing.commitment_id, standing.actor):
            judged.append((data.stage is Stage.FINAL, one.order, data))
    if not judged:
        return standing
    is_final, _, best = max(judged, key=lambda entry: entry[:2])
    auto, is_over = standing.auto_score, on > standing.due_on
    if is_over and not is_final and auto is not None and auto <= best.score:
        return standing
    return replace(standing, score=best.score, score_stage=best.stage, assessor=best.assessor)


def _concluded(standing: Standing, on: date) -> Standing:
    """Say, once the day it was promised for has passed, how it ended."""
    if on <= standing.due_on:
        return standing
    if standing.score is None:
        return replace(standing, outcome="not reported")
    return replace(standing, outcome="reached" if standing.score == 1 else "missed")


def progress(
    commitment_id: str, statements: Sequence[Statement], on: date
) -> list[ReportedProgress]:
    """Give every value reported on a commitment, beside the path of its own day."""
    made = next(
        (made for _, made in in_force(statements) if made.commitment_id == commitment_id), None
    )
    reports = [
        one.data.actor
        for one in statements
        if isinstance(one.data, CommitmentProgressReported)
        and one.data.commitment_id == commitment_id
    ]
    found: list[ReportedProgress] = []
    for actor in sorted(set(reports)):
        said = _reported(commitment_id, actor, statements, on)
        seen = [report for is_forecast, _, report in said if not is_forecast]
        path = made and commitments.path_of(made, _baseline(made, seen))
        found += [
            ReportedProgress(
                actor=actor,
                observed_on=report.observed_on,
                value=report.value,
                is_estimate=report.is_estimate,
                reported_at=one.occurred_at,
                ledger_seq=one.seq,
                is_forecast=is_forecast,
                expected=path and path.expected(report.observed_on),
            )
            for is_forecast, one, report in said
        ]
    return found


def _observed(
    commitment_id: str, actor: str, statements: Iterable[Statement], on: date
) -> list[CommitmentProgressReported]:
    """Give what an actor was observed to have reached, by the day; a forecast was not."""
    said = _reported(commitment_id, actor, statements, on)
    return [report for is_forecast, _, report in said if not is_forecast]


def _reported(
    commitment_id: str, actor: str, statements: Iterable[Statement], on: date
) -> list[Reported]:
    """Give an actor's reports by the day they are about: the last word on each.

    A value for a day that its report, or the day asked about, cannot have seen yet is a forecast.
    It gives way to what was seen, whichever was said last.
    """
    last: dict[date, tuple[bool, Order, Reported]] = {}
    for one in statements:
        data = one.data
        if not isinstance(data, CommitmentProgressReported):
            continue
        if (data.commitment_id, data.actor) == (commitment_id, actor):
            is_forecast = data.observed_on > min(one.last_day, on)
            said = (not is_forecast, one.order, (is_forecast, one, data))
            if data.observed_on not in last or said[:2] > last[data.observed_on][:2]:
                last[data.observed_on] = said
    return [last[day][2] for day in sorted(last)]


def _last(reports: Iterable[CommitmentProgressReported]) -> CommitmentProgressReported | None:
    return next(reversed(list(reports)), None)


def _compliance(standings: Sequence[Standing]) -> Compliance:
    counted = [one for one in standings if one.is_counted]
    scores = [one.score for one in counted if one.score is not None]
    return Compliance(
        commitment_id=standings[0].commitment_id,
        title=standings[0].title,
        scored=len(scores),
        actors=len(counted),
        compliance_ratio=commitments.compliance_ratio(scores),
        met=scores.count(1),
        partly=scores.count(0),
        missed=scores.count(-1),
        due_on=standings[0].due_on,
        late=sum(one.is_late is True for one in counted),
        not_reported=len(counted) - len(scores),
    )

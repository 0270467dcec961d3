"""Where does each actor stand on each commitment, and how far is each commitment kept?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
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
from streams.readiness import commitments
from streams.readiness.membership import members
from streams.readiness.registers import latest
from streams.readiness.rows import Compliance, Standing
from streams.readiness.statements import Order, Statement


def of_body(
    body: str, statements: Sequence[Statement], on: date, method: Method
) -> list[Standing]:
    """Give one row for each commitment of a body and each actor that promised it."""
    found = [
        _standing(made, actor, statements, on, method)
        for one, made in in_force(statements)
        if made.body == body
        for actor in _promised_by(made, statements, on)
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


def _promised_by(
    made: CommitmentTerms, statements: Iterable[Statement], on: date
) -> Iterable[str]:
    if made.actors:
        return set(made.actors)
    return {member.actor for member in members(statements, made.body, on)}


def _standing(
    made: CommitmentTerms,
    actor: str,
    statements: Iterable[Statement],
    on: date,
    method: Method,
) -> Standing:
    observed = _observed(made.commitment_id, actor, statements)
    first = _last([one for one in observed if one.observed_on <= made.start_on])
    oldest = on - timedelta(days=method.commitment_report.validity_days)
    newest = _last([one for one in observed if one.observed_on >= oldest])
    baseline = made.baseline if made.baseline is not None else first and first.value
    path = commitments.path_of(made, baseline)
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
        age_days=(on - newest.observed_on).days if newest else None,
        is_estimate=newest and newest.is_estimate,
        expected=path and path.expected(on),
        score=None,
    )
    # Nothing can be said before the start, nor by an observation that is not later than it.
    if path is not None and newest is not None and min(on, newest.observed_on) > made.start_on:
        auto_score = path.score(newest.value, on)
        standing = replace(standing, score=auto_score, auto_score=auto_score)
    return _as_judged(standing, statements)


def _as_judged(standing: Standing, statements: Iterable[Statement]) -> Standing:
    """Give a standing with the score of an assessor, final before interim, if there is one."""
    judged: list[tuple[bool, Order, ComplianceAssessed]] = []
    for one in statements:
        data = one.data
        if not isinstance(data, ComplianceAssessed):
            continue
        if (data.commitment_id, data.actor) == (standing.commitment_id, standing.actor):
            judged.append((data.stage is Stage.FINAL, one.order, data))
    if not judged:
        return standing
    _, _, best = max(judged, key=lambda entry: entry[:2])
    return replace(standing, score=best.score, score_stage=best.stage, assessor=best.assessor)


def _observed(
    commitment_id: str, actor: str, statements: Iterable[Statement]
) -> list[CommitmentProgressReported]:
    """Give an actor's reports by the day observed; of one day the last word stands last."""
    found: list[tuple[date, Order, CommitmentProgressReported]] = []
    for one in statements:
        data = one.data
        if not isinstance(data, CommitmentProgressReported):
            continue
        if (data.commitment_id, data.actor) == (commitment_id, actor):
            found.append((data.observed_on, one.order, data))
    return [report for _, _, report in sorted(found, key=lambda entry: entry[:2])]


def _last(
    reports: Sequence[CommitmentProgressReported],
) -> CommitmentProgressReported | None:
    return reports[-1] if reports else None


def _compliance(standings: Sequence[Standing]) -> Compliance:
    scores = [one.score for one in standings if one.score is not None]
    return Compliance(
        commitment_id=standings[0].commitment_id,
        title=standings[0].title,
        scored=len(scores),
        actors=len(standings),
        compliance_ratio=commitments.compliance_ratio(scores),
        met=scores.count(1),
        partly=scores.count(0),
        missed=scores.count(-1),
        due_on=standings[0].due_on,
    )

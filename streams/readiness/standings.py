"""Where does each actor stand on each commitment, and how far is each commitment kept?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from schemas.events import CommitmentMade, CommitmentProgressReported
from schemas.method import Method
from streams.readiness import commitments
from streams.readiness.membership import members
from streams.readiness.rows import Compliance, Standing
from streams.readiness.statements import Order, Statement


def of_body(
    body: str, statements: Sequence[Statement], on: date, method: Method
) -> list[Standing]:
    """Give one row for each commitment of a body and each actor that promised it."""
    found = [
        _standing(made, actor, statements, on, method)
        for made in _in_force(statements)
        if made.body == body
        for actor in _promised_by(made, statements, on)
    ]
    return sorted(found, key=lambda one: (one.commitment_id, one.actor))


def compliance(standings: Iterable[Standing]) -> list[Compliance]:
    """Give one row for each commitment."""
    groups = groupby(standings, key=lambda one: one.commitment_id)
    found = [_compliance(list(group)) for _, group in groups]
    return sorted(found, key=lambda one: (one.due_on, one.commitment_id))


def _in_force(statements: Iterable[Statement]) -> list[CommitmentMade]:
    latest: dict[str, CommitmentMade] = {}
    for statement in sorted(statements, key=lambda one: one.order):
        if isinstance(statement.data, CommitmentMade):
            latest[statement.data.commitment_id] = statement.data
    return list(latest.values())


def _promised_by(made: CommitmentMade, statements: Iterable[Statement], on: date) -> Iterable[str]:
    if made.actors:
        return set(made.actors)
    return {member.actor for member in members(statements, made.body, on)}


def _standing(
    made: CommitmentMade,
    actor: str,
    statements: Iterable[Statement],
    on: date,
    method: Method,
) -> Standing:
    observed = _observed(made.commitment_id, actor, statements)
    first = _last([one for one in observed if one.observed_on <= made.start_on])
    oldest = on - timedelta(days=method.commitment_report.validity_days)
    latest = _last([one for one in observed if one.observed_on >= oldest])
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
        value=latest and latest.value,
        observed_on=latest and latest.observed_on,
        age_days=(on - latest.observed_on).days if latest else None,
        is_estimate=latest and latest.is_estimate,
        expected=path and path.expected(on),
        score=None,
    )
    # Nothing can be said before the start, nor by an observation that is not later than it.
    if path is None or latest is None or min(on, latest.observed_on) <= made.start_on:
        return standing
    return replace(standing, score=path.score(latest.value, on))


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

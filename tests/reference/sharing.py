"""Who shares insight with whom, who reports, what does each member bring, and who wrote what?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from statistics import fmean

from schemas.events import (
    AlertAcknowledged,
    ExerciseConducted,
    ExerciseResultRecorded,
    InsightShared,
    NoteAdded,
    ResourceLevelReported,
    ReviewNamed,
)
from schemas.method import Method
from tests.reference import commitments
from tests.reference.answers import Contribution, Note, Reported, Sharing
from tests.reference.declared import Capability
from tests.reference.levels import NOT_DEMONSTRATED
from tests.reference.membership import Member
from tests.reference.reports import state_of
from tests.reference.rows import Reading, Standing
from tests.reference.statements import Statement

NOTES = {NoteAdded: "note", AlertAcknowledged: "acknowledgement", ReviewNamed: "review"}


def insight(statements: Iterable[Statement], wanted: Collection[str] | None) -> list[Sharing]:
    """Give how many products went from whom to whom, per topic."""
    found: dict[tuple[str, str, str], list[tuple[str, datetime]]] = defaultdict(list)
    for one in statements:
        data = one.data
        if not isinstance(data, InsightShared):
            continue
        for to_actor in data.to_actors:
            if wanted is None or {data.from_actor, to_actor} <= set(wanted):
                key = (data.from_actor, to_actor, data.topic)
                found[key].append((data.product_ref, one.occurred_at))
    return [
        Sharing(
            from_actor=key[0],
            to_actor=key[1],
            topic=key[2],
            products=len({product for product, _ in shared}),
            newest_at=max(at for _, at in shared),
        )
        for key, shared in sorted(found.items())
    ]


def reporting(
    statements: Iterable[Statement], members: Iterable[Member], on: date, method: Method
) -> list[Reported]:
    """Give who has reported when, the missing first, those who never did before them."""
    newest: dict[tuple[str, str, str], datetime] = {}
    wanted = {member.actor for member in members}
    for one in sorted(statements, key=lambda one: one.occurred_at):
        data = one.data
        if isinstance(data, ResourceLevelReported) and data.actor in wanted:
            newest[data.actor, data.area, data.pillar] = one.occurred_at
    reported = [_reported(key, at, on, method) for key, at in newest.items()]
    heard = {one.actor for one in reported}
    silent = [
        Reported(
            actor=actor,
            area=None,
            pillar=None,
            last_at=None,
            age_days=None,
            is_missing=True,
            state=state_of(None, method),
        )
        for actor in wanted - heard
    ]
    return sorted([*silent, *reported], key=_missing_first)


def _reported(key: tuple[str, str, str], at: datetime, on: date, method: Method) -> Reported:
    age_days = (on - at.date()).days
    return Reported(
        actor=key[0],
        area=key[1],
        pillar=key[2],
        last_at=at,
        age_days=age_days,
        is_missing=age_days > method.reporting.period_days,
        state=state_of(age_days, method),
    )


def _missing_first(one: Reported) -> tuple[bool, bool, int, str, str, str]:
    return (
        not one.is_missing,
        one.age_days is not None,
        -(one.age_days or 0),
        one.actor,
        one.area or "",
        one.pillar or "",
    )


def contributions(
    *,
    statements: Sequence[Statement],
    members: Iterable[Member],
    readings: Sequence[Reading],
    standings: Sequence[Standing],
    offers: Sequence[Capability],
    on: date,
    method: Method,
) -> list[Contribution]:
    """Give what each member brings, beside its means."""
    validity_days = method.decay.exercise.validity_days
    recent = [one for one in statements if (on - one.occurred_at.date()).days <= validity_days]
    return [
        _contribution(
            member=member,
            recent=recent,
            readings=[one for one in readings if one.actor == member.actor],
            scores=[
                one.score
                for one in standings
                if one.actor == member.actor and one.score is not None
            ],
            offers=sum(one.is_available and one.actor == member.actor for one in offers),
            method=method,
        )
        for member in sorted(members, key=lambda one: one.actor)
    ]


def _contribution(
    *,
    member: Member,
    recent: Iterable[Statement],
    readings: Sequence[Reading],
    scores: list[int],
    offers: int,
    method: Method,
) -> Contribution:
    exercises: set[str] = set()
    products: set[str] = set()
    results = 0
    for one in recent:
        data = one.data
        if isinstance(data, ExerciseConducted):
            if any(part.actor == member.actor for part in data.participants):
                exercises.add(data.exercise_id)
        elif isinstance(data, ExerciseResultRecorded):
            results += data.actor == member.actor and data.rating is not None
        elif isinstance(data, InsightShared) and data.from_actor == member.actor:
            products.add(data.product_ref)
    measured = [one for one in readings if one.last_index is not None]
    means = [mean for one in readings if (mean := _mean_of([one.p, one.s, one.r])) is not None]
    ready_level = method.readiness.ready_level
    return Contribution(
        actor=member.actor,
        kind=member.kind,
        exercises=len(exercises),
        results=results,
        areas=len(readings),
        ready=sum(
            one.level != NOT_DEMONSTRATED and int(one.level) <= ready_level for one in readings
        ),
        mean_index=_mean_of(one.last_index for one in measured),
        mean_resources=_mean_of(means),
        scored=len(scores),
        compliance_ratio=commitments.compliance_ratio(scores),
        products_shared=len(products),
        offers=offers,
        indices=len(measured),
        lapsed_indices=sum(one.index is None for one in measured),
    )


def _mean_of(values: Iterable[float | None]) -> float | None:
    present = [value for value in values if value is not None]
    return fmean(present) if present else None


def notes(statements: Iterable[Statement], about: str | None) -> list[Note]:
    """Give what was written, newest first."""
    found: list[Note] = []
    for one in sorted(statements, key=lambda one: one.order, reverse=True):
        data = one.data
        if not isinstance(data, NoteAdded | AlertAcknowledged | ReviewNamed):
            continue
        if about is None or data.about == about:
            found.append(_note(one, data))
    return found


def _note(one: Statement, data: NoteAdded | AlertAcknowledged | ReviewNamed) -> Note:
    return Note(
        kind=NOTES[type(data)],
        about=data.about,
        text=data.text,
        author=data.author,
        occurred_at=one.occurred_at,
        source=one.order[2],
        event_id=one.order[3],
        ledger_seq=one.seq,
    )

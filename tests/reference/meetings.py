"""Which meetings were held and are planned, who came, and is the next one overdue?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from statistics import fmean

from schemas.events import (
    CommitmentMade,
    CommitmentReaffirmed,
    CommitmentRevised,
    CommitmentTerms,
    ExerciseCancelled,
    ExerciseConducted,
    ExerciseScheduled,
    MeetingCancelled,
    MeetingHeld,
    MeetingPostponed,
    MeetingScheduled,
)
from schemas.method import Method
from schemas.vocabulary import ExerciseKind, MeetingLevel
from tests.reference import cadence as rhythm
from tests.reference.answers import AttendanceRecord, Cadence, Dormancy, Planned
from tests.reference.membership import is_dissolved
from tests.reference.registers import latest
from tests.reference.standings import in_force, is_withdrawn
from tests.reference.statements import Statement

PLANS = (MeetingScheduled, MeetingPostponed, MeetingCancelled)


def held(statements: Iterable[Statement], body: str | None, on: date) -> list[MeetingHeld]:
    """Give the meetings a body has held, oldest first, each as it was told last."""
    said = latest(statements, MeetingHeld, lambda data: data.meeting_id)
    found = [data for _, data in said.values() if body is None or data.body == body]
    begun = [data for data in found if data.started_on <= on]
    return sorted(begun, key=lambda data: (data.level, data.started_on, data.meeting_id))


def cadence(
    statements: Sequence[Statement], body: str | None, on: date, method: Method
) -> list[Cadence]:
    """Give how regularly a body meets at each level that it ever planned or held."""
    planned = [one for one in _meeting_plans(statements, body, on) if one.starts_on]
    levels: dict[str, list[MeetingHeld]] = {
        str(one.data.level): []
        for one in statements
        if isinstance(one.data, MeetingScheduled) and body in (None, one.data.body)
    }
    for meeting in held(statements, body, on):
        levels.setdefault(str(meeting.level), []).append(meeting)
    is_over = body is not None and is_dissolved(statements, body, on)
    found = [_cadence(level, levels[level], planned, on, method) for level in sorted(levels)]
    return [_without_end(one) for one in found] if is_over else found


def _without_end(one: Cadence) -> Cadence:
    """Give the rhythm of a body that is no more: nothing of it is overdue."""
    return replace(one, overdue_ratio=None, status="dissolved")


def _cadence(
    level: str,
    meetings: Sequence[MeetingHeld],
    planned: Iterable[Planned],
    on: date,
    method: Method,
) -> Cadence:
    rules = method.cadence
    gaps = rhythm.gaps_days([one.started_on for one in meetings])
    last_on = max((one.started_on for one in meetings), default=None)
    median = rhythm.expected_interval_days(gaps)
    fixed = {"ambassador": rules.ambassador_days, "dm": rules.dm_days, "fm": rules.fm_days}
    expected = float(fixed[level]) if level in fixed else median
    days_since = (on - last_on).days if last_on else None
    ratio = days_since / expected if expected and days_since is not None else None
    ahead = [one.starts_on for one in planned if one.level == level and one.starts_on]
    return Cadence(
        level=level,
        meetings=len(meetings),
        last_on=last_on,
        days_since=days_since,
        median_gap_days=median,
        expected_days=expected,
        overdue_ratio=ratio,
        status=_status(ratio, method) if meetings else "never",
        regularity=rhythm.regularity(gaps) if any(gaps) else None,
        next_planned_on=min((day for day in ahead if day >= on), default=None),
    )


def _status(ratio: float | None, method: Method) -> str | None:
    if ratio is None:
        return None
    if ratio > method.cadence.red_ratio:
        return "red"
    return "amber" if ratio > method.cadence.amber_ratio else "green"


def attendance(
    statements: Iterable[Statement],
    body: str,
    members: Collection[str],
    on: date,
    method: Method,
) -> list[AttendanceRecord]:
    """Give how often each member came to the last meetings of each level."""
    found = held(statements, body, on)
    recent = {
        level: list(group)[-method.cadence.attendance_meetings :]
        for level, group in groupby(found, key=lambda one: str(one.level))
    }
    return [
        _attendance(actor, level, meetings)
        for actor in sorted(members)
        for level, meetings in recent.items()
    ]


def _attendance(actor: str, level: str, meetings: Sequence[MeetingHeld]) -> AttendanceRecord:
    ranks = [one.rank for held in meetings for one in held.attendees if one.actor == actor]
    return AttendanceRecord(
        actor=actor,
        level=level,
        attended=len(ranks),
        meetings=len(meetings),
        attendance_ratio=len(ranks) / len(meetings),
        mean_rank=fmean(ranks) if ranks else None,
    )


def calendar(
    statements: Sequence[Statement], body: str | None, members: Collection[str], on: date
) -> list[Planned]:
    """Give what is planned and has not taken place."""
    exercises = _exercise_plans(statements, members if body is not None else None)
    found = [*_meeting_plans(statements, body, on), *exercises]
    return sorted(
        found, key=lambda one: (one.starts_on is None, one.starts_on or on, one.what, one.id)
    )


def _meeting_plans(statements: Sequence[Statement], body: str | None, on: date) -> list[Planned]:
    now = latest(statements, PLANS, lambda data: data.meeting_id)
    terms = latest(statements, MeetingScheduled, lambda data: data.meeting_id)
    over = {one.meeting_id for one in held(statements, None, on)}
    found: list[Planned] = []
    for meeting_id, (one, plan) in now.items():
        if isinstance(plan, MeetingCancelled) or meeting_id in over:
            continue
        if body is None or plan.body == body:
            scheduled = terms.get(meeting_id, (one, None))[1]
            found.append(_planned_meeting(one, plan, scheduled))
    return found


def _planned_meeting(
    one: Statement,
    plan: MeetingScheduled | MeetingPostponed,
    scheduled: MeetingScheduled | None,
) -> Planned:
    return Planned(
        what="meeting",
        id=plan.meeting_id,
        name=None,
        level=str(scheduled.level) if scheduled else None,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        place=scheduled.place if scheduled else None,
        is_postponed=isinstance(plan, MeetingPostponed),
        actors=list(scheduled.invited) if scheduled else [],
        ledger_seq=one.seq,
    )


def _exercise_plans(
    statements: Sequence[Statement], wanted: Collection[str] | None
) -> list[Planned]:
    plans = (ExerciseScheduled, ExerciseCancelled)
    now = latest(statements, plans, lambda data: data.exercise_id)
    over = {one.data.exercise_id for one in statements if isinstance(one.data, ExerciseConducted)}
    return [
        Planned(
            what="exercise",
            id=exercise_id,
            name=plan.name,
            level=_kind_said(plan.kinds),
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            place=plan.place,
            is_postponed=False,
            actors=list(plan.participants),
            ledger_seq=one.seq,
        )
        for exercise_id, (one, plan) in now.items()
        if isinstance(plan, ExerciseScheduled) and exercise_id not in over
        if wanted is None or set(plan.participants) & set(wanted)
    ]


def dormancy(
    statements: Sequence[Statement], body: str | None, on: date, method: Method
) -> list[Dormancy]:
    """Give when each commitment was spoken of last, and how many summits ago."""
    terms = [
        (one, made)
        for one, made in in_force(statements)
        if (body is None or made.body == body) and not is_withdrawn(one, made, None, statements)
    ]
    found = (_dormancy(made.commitment_id, made, statements, on, method) for _, made in terms)
    return sorted(found, key=lambda one: one.commitment_id)


def _dormancy(
    commitment_id: str,
    made: CommitmentTerms,
    statements: Sequence[Statement],
    on: date,
    method: Method,
) -> Dormancy:
    about: dict[bool, list[Statement]] = defaultdict(list)
    for one in statements:
        said = one.data
        if not isinstance(said, CommitmentMade | CommitmentRevised | CommitmentReaffirmed):
            continue
        if said.commitment_id == commitment_id:
            about[isinstance(said, CommitmentReaffirmed)].append(one)
    last_at = max(one.occurred_at for one in (*about[False], *about[True]))
    since = [
        meeting
        for meeting in held(statements, made.body, on)
        if meeting.level == MeetingLevel.SUMMIT and meeting.started_on > last_at.date()
    ]
    return Dormancy(
        commitment_id=commitment_id,
        title=made.title,
        made_at=min(one.occurred_at for one in about[False]),
        last_affirmed_at=last_at,
        reaffirmations=len(about[True]),
        summits_since=len(since),
        is_dormant=len(since) >= method.commitments.dormant_after_summits,
        silent_days=(on - last_at.date()).days,
    )


def _kind_said(kinds: Sequence[ExerciseKind]) -> str:
    if len(kinds) == 1:
        return str(kinds[0])
    return "mixed" if kinds else "unknown"

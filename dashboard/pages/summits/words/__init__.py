"""Meetings and their rhythm in words: what is late, what is planned, who came, what falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dashboard import constants
from dashboard.pages.summits.queries import Attendance, Cadence, Divergence, MeetingPlan
from dashboard.pages.summits.rows import Decision
from dashboard.queries.commitments import Compliance
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg, listed, on_day, one_decimal, percent, span

NEAR_DAYS, FAR_DAYS = 30, 90
FEW_DECISIONS = 5
# From the top table down; a level nobody has named comes last.
LEVELS = ("summit", "fm", "dm", "mc", "ambassador", "partner", "expert")


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens by itself on a day ahead, and where to look at it."""

    on: date
    words: str
    deadline_at: datetime | None = None
    meeting: str | None = None
    decision: str | None = None
    commitment: str | None = None


def level(code: str | None) -> str:
    """Give the name of a level of meetings."""
    if code is None:
        return say("summits.meeting_words.no_level")
    return texts("summits.level").get(code, _own(code))


def level_inside(code: str) -> str:
    """Give the name of a level as it stands inside a sentence."""
    return texts("summits.level_inside").get(code, _own(code))


def _own(code: str) -> str:
    """Give the words of a level that a body defines itself."""
    return code.removeprefix("own:").replace("_", " ")


def by_level(code: str) -> tuple[int, str]:
    """Give what levels are ordered by."""
    return (LEVELS.index(code) if code in LEVELS else len(LEVELS), code)


def away(on: date, today: date) -> str:
    """Give how far a day is away: in 12 d."""
    days = (on - today).days
    if days == 0:
        return say("summits.today")
    return say("summits.in_days", days=days) if days > 0 else say("summits.days_ago", days=-days)


def cadence_title(rows: Sequence[Cadence], left_on: date | None = None) -> str:
    """Say which levels meet later than usual, the latest first; none does without members."""
    if not rows:
        return say("summits.cadence.none")
    if left_on is not None:
        return say("summits.cadence.ended", day=on_day(left_on))
    late = sorted(
        (row for row in rows if row.status in ("amber", "red")),
        key=lambda row: -(row.overdue_ratio or 0),
    )
    if not late:
        return say("summits.cadence.on_time")
    return say("summits.cadence.late", levels=listed([level_inside(row.level) for row in late]))


def cadence_subtitle(
    plans: Sequence[MeetingPlan], first: date, last: date, as_of: datetime
) -> str:
    """Say what the strip shows, and how many meetings slipped or fell out."""
    return say(
        "summits.cadence.subtitle",
        first=on_day(first),
        last=on_day(last),
        at=dtg(as_of),
        moved=sum(plan.postponements > 0 for plan in plans),
        cancelled=sum(plan.state == "cancelled" for plan in plans),
        n=len(plans),
    )


def status(row: Cadence) -> str:
    """Say whether the next meeting is late, by word and sign."""
    return texts("summits.status").get(row.status or "", "–")


def standing(row: Cadence | None, left_on: date | None) -> str:
    """Say whether a level meets late; of a body without members nothing is due."""
    if row is None:
        return say("summits.none")
    return say("summits.cadence.over") if left_on else f"{status(row)} · {ratio(row)}"


def cadence_steps() -> tuple[float, float]:
    """Give from which ratios on a level meets late, and very late."""
    cadence = constants.method().cadence
    return cadence.amber_ratio, cadence.red_ratio


def ratio(row: Cadence) -> str:
    """Give how many usual intervals have passed since the last meeting: 1.3 ×."""
    if row.overdue_ratio is None:
        return "–"
    return say(
        "summits.cadence.ratio",
        ratio=one_decimal(row.overdue_ratio, cadence_steps(), is_above=True),
    )


def last_met(row: Cadence, left_on: date | None = None) -> str:
    """Say how long ago a level met, and how often it usually does: once is no habit."""
    if left_on is not None:
        return say("summits.cadence.last_ever", day=on_day(row.last_on))
    if not row.meetings:
        return say("summits.cadence.never_held")
    if row.meetings < 2 and row.expected_days is not None:
        return say(
            "summits.cadence.once",
            days=row.days_since,
            expected=one_decimal(round(row.expected_days)),
        )
    if row.expected_days is None:
        return say("summits.cadence.last_only", days=row.days_since)
    return say(
        "summits.cadence.last",
        days=row.days_since,
        expected=one_decimal(round(row.expected_days)),
    )


def next_meeting(row: Cadence) -> str:
    """Say when a level meets next."""
    if row.next_planned_on is None:
        return say("summits.cadence.no_next")
    return say("summits.cadence.next", day=on_day(row.next_planned_on))


def days_of(plan: MeetingPlan) -> str:
    """Give the days of a meeting: 9 Jun 2026, or 30 Jun 2026 to 1 Jul 2026."""
    if plan.starts_on is None or plan.ends_on is None or plan.starts_on == plan.ends_on:
        return on_day(plan.starts_on)
    if (plan.starts_on.year, plan.starts_on.month) == (plan.ends_on.year, plan.ends_on.month):
        return f"{plan.starts_on.day}–{on_day(plan.ends_on)}"
    return f"{on_day(plan.starts_on)} – {on_day(plan.ends_on)}"


def meeting_words(plan: MeetingPlan) -> str:
    """Say what is known about one meeting, in a line."""
    place = plan.place or say("summits.meeting_words.no_place")
    what, days, first = level(plan.level), days_of(plan), on_day(plan.first_on)
    if plan.state == "held":
        if plan.attendees:
            came = plan.attendees
            text = say("summits.meeting_words.held", level=what, days=days, place=place, came=came)
        else:
            text = say("summits.meeting_words.held_unrecorded", level=what, days=days, place=place)
        moved = plan.first_on != plan.starts_on
        return text + (say("summits.meeting_words.moved", first=first) if moved else "")
    because = say("summits.meeting_words.because", reason=plan.reason) if plan.reason else ""
    if plan.starts_on is None:
        return say("summits.meeting_words.undated", level=what, first=first) + because
    if plan.state == "postponed":
        return (
            say("summits.meeting_words.postponed", level=what, days=days, place=place, first=first)
            + because
        )
    if plan.state == "cancelled":
        return say("summits.meeting_words.cancelled", level=what, days=days, place=place) + because
    return say("summits.meeting_words.planned", level=what, days=days, place=place)


def due(
    plans: Sequence[MeetingPlan],
    decisions: Sequence[Decision],
    compliance: Sequence[Compliance],
    as_of: datetime,
) -> list[Due]:
    """Give what falls due within the far horizon, the nearest first."""
    found = [
        *(_due_meeting(plan) for plan in plans if plan.state in ("planned", "postponed")),
        *(_due_silence(one) for one in decisions if one.state == "silence"),
        *(_due_commitment(row) for row in compliance),
    ]
    today = as_of.astimezone(UTC).date()
    ahead = [one for one in found if one and 0 <= (one.on - today).days <= FAR_DAYS]
    return sorted(ahead, key=lambda one: (one.on, one.deadline_at is None, one.words))


def _due_meeting(plan: MeetingPlan) -> Due | None:
    if plan.starts_on is None:
        return None
    place = plan.place or say("summits.meeting_words.no_place")
    words = say("summits.due.meeting", level=level(plan.level), place=place)
    if plan.state == "postponed":
        first = on_day(plan.first_on)
        words = say("summits.due.meeting_moved", level=level(plan.level), place=place, first=first)
    return Due(plan.starts_on, words, meeting=plan.meeting_id)


def _due_silence(decision: Decision) -> Due | None:
    at = decision.silence_deadline_at
    if at is None:
        return None
    words = say("summits.due.silence", topic=decision.topic or decision.decision_id)
    return Due(at.astimezone(UTC).date(), words, deadline_at=at, decision=decision.decision_id)


def _due_commitment(row: Compliance) -> Due:
    words = say(
        "summits.due.commitment",
        title=row.title,
        compliance=percent(row.compliance_ratio),
        scored=row.scored,
        actors=row.actors,
    )
    return Due(row.due_on, words, commitment=row.commitment_id)


def due_title(items: Sequence[Due], today: date) -> str:
    """Say how much falls due soon, and how much a little later."""
    near = sum((one.on - today).days <= NEAR_DAYS for one in items)
    if not items:
        return say("summits.due.title_none", days=FAR_DAYS)
    return say(
        "summits.due.title", soon=near, near=NEAR_DAYS, later=len(items) - near, far=FAR_DAYS
    )


def recorded_levels(rows: Sequence[Attendance]) -> list[str]:
    """Give the levels at which anybody's presence is recorded: else nothing is known, not zero."""
    return sorted({row.level for row in rows if row.attended}, key=by_level)


def attendance_title(rows: Sequence[Attendance]) -> str:
    """Say who came to the smallest share of meetings."""
    recorded = recorded_levels(rows)
    known = [row for row in rows if row.level in recorded]
    if not known:
        return say("summits.attendance.none")
    least = min(known, key=lambda row: (row.attended / row.meetings, by_level(row.level)))
    return say(
        "summits.attendance.least",
        actor=names.actor(least.actor),
        attended=least.attended,
        meetings=least.meetings,
        level=level_inside(least.level),
    )


def attendance_words(row: Attendance) -> str:
    """Say how often one member came to one level, and how senior its people were."""
    rank = (
        say("summits.attendance.no_rank")
        if row.mean_rank is None
        else say("summits.attendance.rank", rank=one_decimal(row.mean_rank))
    )
    return say(
        "summits.attendance.cell",
        actor=names.actor(row.actor),
        level=level_inside(row.level),
        attended=row.attended,
        meetings=row.meetings,
        rank=rank,
    )


def consensus_span() -> str:
    """Give how far consensus is looked back."""
    return span(constants.method().divergence.window_days)


def consensus_title(rows: Sequence[Divergence]) -> str:
    """Say in which policy domain consensus fails most often."""
    if not rows:
        return say("summits.consensus.none")
    # One contested decision of one is no pattern: domains with a few more decide first.
    often = [row for row in rows if row.proposed >= FEW_DECISIONS] or rows
    most = max(often, key=lambda row: (row.divergence_ratio, row.proposed, row.policy_domain))
    if not most.contested:
        return say("summits.consensus.never", span=consensus_span())
    return say(
        "summits.consensus.most",
        domain=most.policy_domain,
        contested=most.contested,
        n=most.proposed,
    )

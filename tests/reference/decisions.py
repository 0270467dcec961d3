"""What was decided, what silence decided, and where does consensus fail?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.events import (
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    EventData,
    ReservationRecorded,
    SilenceBroken,
)
from schemas.method import Method
from tests.reference.answers import Decision, Divergence
from tests.reference.contradictions import (
    TWO_SOURCES,
    Moment,
    moment,
    of_two_sources,
    undisputed,
)
from tests.reference.statements import Statement

UNDECIDED = (None, "proposed", "silence", "broken")
MOVES = (
    DecisionProposed,
    DecisionAdopted,
    SilenceBroken,
    ReservationRecorded,
    DecisionBlocked,
    DecisionRescinded,
)


@dataclass(slots=True)
class _Course:
    """A decision on its way."""

    state: str | None = None
    mode: str | None = None
    said: DecisionProposed | DecisionAdopted | None = None
    meeting_id: str | None = None
    proposed_at: datetime | None = None
    deadline_at: datetime | None = None
    decided_at: datetime | None = None
    breaks: int = 0
    broken_by: list[str] = field(default_factory=list)
    reserved_by: list[str] = field(default_factory=list)
    blocks: int = 0
    blocked_by: list[str] = field(default_factory=list)
    anomalies: list[str] = field(default_factory=list)
    doubted: dict[Moment, set[str]] = field(default_factory=lambda: defaultdict(set))

    def clock(self, now: datetime) -> None:
        """Let silence adopt when its deadline has come."""
        deadline_at = self.deadline_at
        if self.state == "silence" and deadline_at is not None and deadline_at <= now:
            self.state, self.mode, self.decided_at = "adopted", "silence", deadline_at

    def move(self, one: Statement, *, is_disputed: bool) -> None:
        """Go where an event leads, or keep it as an anomaly."""
        data, at = one.data, one.occurred_at
        if is_disputed and self.state in UNDECIDED:
            self._doubt(one)
        elif isinstance(data, DecisionAdopted):
            self._adopt(data, at)
        elif isinstance(data, ReservationRecorded):
            self.reserved_by.append(data.actor)
        elif isinstance(data, DecisionProposed):
            self._propose(data, at)
        elif isinstance(data, SilenceBroken):
            self._break(data, at)
        elif isinstance(data, DecisionBlocked):
            self._block(data, at)
        elif self.state == "adopted":
            self.state, self.decided_at = "rescinded", at
        else:
            self.anomalies.append("rescinded")

    def _doubt(self, one: Statement) -> None:
        """Adopted and blocked in one moment: neither is known, and what was so before stands."""
        data = one.data
        self.doubted[moment(one)].add(one.order[2])
        self.anomalies.append("adopted" if isinstance(data, DecisionAdopted) else "blocked")
        if isinstance(data, DecisionAdopted) and self.said is None:
            self.said, self.meeting_id = data, data.meeting_id

    def _adopt(self, data: DecisionAdopted, at: datetime) -> None:
        if self.state != "adopted":
            self.state, self.mode, self.decided_at = "adopted", str(data.mode), at
            self.said, self.meeting_id = data, data.meeting_id or self.meeting_id

    def _propose(self, data: DecisionProposed, at: datetime) -> None:
        if self.state == "adopted":
            self.anomalies.append("proposed")
            return
        self.said, self.meeting_id, self.mode, self.decided_at = data, data.meeting_id, None, None
        self.deadline_at = data.silence_deadline_at
        self.proposed_at = self.proposed_at or at
        self.state = "proposed" if self.deadline_at is None else "silence"

    def _break(self, data: SilenceBroken, at: datetime) -> None:
        in_time = self.deadline_at is not None and at < self.deadline_at
        if self.state in ("silence", "broken") and in_time:
            self.state = "broken"
            self.breaks += 1
            self.broken_by += [data.actor] if data.actor else []
        else:
            self.anomalies.append("broken")

    def _block(self, data: DecisionBlocked, at: datetime) -> None:
        if self.state in UNDECIDED:
            self.state, self.decided_at = "blocked", at
            self.blocks += 1
            self.blocked_by += [data.actor] if data.actor else []
        else:
            self.anomalies.append("blocked")


def decisions(
    statements: Iterable[Statement], body: str | None, as_of: datetime
) -> list[Decision]:
    """Give the decisions put to a body, or to any."""
    courses: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: one.order):
        if isinstance(one.data, MOVES):
            courses[one.data.decision_id].append(one)
    found = [_decision(name, courses[name], as_of) for name in sorted(courses)]
    return [one for one in found if body is None or one.body == body]


def _decision(decision_id: str, moves: Sequence[Statement], as_of: datetime) -> Decision:
    course = _Course()
    clear = {one.seq for one in undisputed(moves, _decision_of)}
    for one in moves:
        course.clock(one.occurred_at)
        course.move(one, is_disputed=one.seq not in clear)
    course.clock(as_of)
    if _is_of_two_sources(moves, course.doubted):
        course.anomalies.append(TWO_SOURCES)
    said = course.said
    return Decision(
        decision_id=decision_id,
        body=said and said.body,
        topic=said and said.topic,
        policy_domain=said and said.policy_domain,
        meeting_id=course.meeting_id,
        state=course.state,
        mode=course.mode,
        proposed_at=course.proposed_at,
        silence_deadline_at=course.deadline_at,
        decided_at=course.decided_at,
        breaks=course.breaks,
        reservations=len(course.reserved_by),
        blocks=course.blocks,
        objectors=sorted({*course.broken_by, *course.reserved_by, *course.blocked_by}),
        anomalies=course.anomalies,
        newest_seq=moves[-1].seq,
    )


def _decision_of(data: EventData) -> str:
    assert isinstance(data, MOVES)
    return data.decision_id


def _is_of_two_sources(
    moves: Sequence[Statement], doubted: Mapping[Moment, Collection[str]]
) -> bool:
    # Objections of several are no contradiction; a block is one beside the adoption it disputes.
    terms = (DecisionProposed, DecisionAdopted)
    if any(len(sources) > 1 for sources in doubted.values()):
        return True
    return bool(of_two_sources(moves, terms, _decision_of))


def divergence(found: Iterable[Decision], method: Method) -> list[Divergence]:
    """Give how many of the decisions put forward up to the newest were contested, per domain."""
    groups: dict[str, list[tuple[date, bool]]] = defaultdict(list)
    for one in found:
        put_at = one.proposed_at or one.decided_at
        if one.policy_domain is not None and put_at is not None:
            is_contested = one.breaks + one.reservations + one.blocks > 0
            groups[one.policy_domain].append((put_at.date(), is_contested))
    return [_divergence(domain, group, method) for domain, group in sorted(groups.items())]


def _divergence(domain: str, group: Sequence[tuple[date, bool]], method: Method) -> Divergence:
    """Count those of the window that ends with the newest: it moves by events, not in silence."""
    newest_on = max(put_on for put_on, _ in group)
    window_days = method.divergence.window_days
    kept = [contested for put_on, contested in group if (newest_on - put_on).days <= window_days]
    return Divergence(
        policy_domain=domain,
        proposed=len(kept),
        contested=sum(kept),
        divergence_ratio=sum(kept) / len(kept),
        newest_on=newest_on,
    )

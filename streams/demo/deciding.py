"""Decisions under silence: most hold, some are broken, blocked or taken back. All made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from schemas.events import (
    DecisionAdopted,
    DecisionBlocked,
    DecisionProposed,
    DecisionRescinded,
    EventData,
    ReservationRecorded,
    SilenceBroken,
)
from schemas.vocabulary import DecisionMode
from streams.demo.chance import Chance
from streams.demo.meetings import BODY
from streams.demo.members import MEMBERS, takes_part
from streams.demo.telling import Told, months

# Day of the month and days of silence: at every moment something is under silence.
ROUNDS = ((2, 16), (11, 8), (18, 17))
DEADLINE_HOUR = 16
DOMAINS = {
    "capabilities": ("common fuel rules", "a shared bridge park", "spare parts by land and sea"),
    "cyber and hybrid": ("a shared warning cell", "rules for outages", "a test of backups"),
    "force posture": ("rotation of the second brigade", "rules for reinforcement", "air policing"),
    "logistics": ("a rail timetable for heavy loads", "fuel depots", "medical evacuation"),
    "partnerships": ("a plan with partners", "seats for observers", "a joint course"),
    "readiness": ("a snap inspection", "notice to move of the reserve", "a common report"),
}
# How often silence is broken, by domain: consensus fails more often in some.
CONTESTED = {"force posture": 0.4, "cyber and hybrid": 0.3, "readiness": 0.22}
USUALLY_CONTESTED = 0.1
RESERVED, BLOCKED, RESCINDED = 0.12, 0.45, 0.03
REASONS = (
    "the wording on costs",
    "national law needs longer",
    "the reference to earlier plans",
    "who leads is left open",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One decision put under silence."""

    decision_id: str
    domain: str
    topic: str
    proposed_at: datetime
    deadline_at: datetime


def deciding(chance: Chance, first: date, now: datetime) -> Iterator[Told]:
    """Return the life of every decision proposed in a month from the first on."""
    for month in months(first, now.date()):
        for day, silence_days in ROUNDS:
            yield from _life(chance, _proposal(chance, month, day, silence_days))


def _proposal(chance: Chance, month: date, day: int, silence_days: int) -> Proposal:
    on = month.replace(day=day)
    decision_id = f"EXERCISE-decision-{on}"
    domain = chance.pick(tuple(DOMAINS), "domain", decision_id)
    proposed_at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    deadline_at = proposed_at.replace(hour=DEADLINE_HOUR) + timedelta(days=silence_days)
    topic = chance.pick(DOMAINS[domain], "topic", decision_id)
    return Proposal(decision_id, domain, f"EXERCISE: agree on {topic}", proposed_at, deadline_at)


def _life(chance: Chance, proposal: Proposal) -> Iterator[Told]:
    name = proposal.decision_id
    yield _told(proposal, "proposed", proposal.proposed_at, _proposed(proposal))
    if chance.happens(RESERVED, "reserved", name):
        [actor] = _objectors(chance, proposal, 1, "reserves")
        data = ReservationRecorded(decision_id=name, actor=actor, reason=_reason(chance, name))
        yield _told(proposal, "reserved", _before(chance, proposal, "reserved"), data)
    if chance.happens(CONTESTED.get(proposal.domain, USUALLY_CONTESTED), "contested", name):
        yield from _contested(chance, proposal)
    elif chance.happens(RESCINDED, "rescinded", name):
        at = proposal.deadline_at + timedelta(days=40)
        taken_back = DecisionRescinded(decision_id=name, reason="overtaken by a later plan")
        yield _told(proposal, "rescinded", at, taken_back)


def _contested(chance: Chance, proposal: Proposal) -> Iterator[Told]:
    name = proposal.decision_id
    count = chance.pick((1, 1, 1, 2, 3), "objectors", name)
    for actor in _objectors(chance, proposal, count, "objects"):
        data = SilenceBroken(decision_id=name, actor=actor, reason=_reason(chance, name, actor))
        yield _told(proposal, f"broken-{actor}", _before(chance, proposal, actor), data)
    settled_at = proposal.deadline_at + timedelta(days=chance.whole(9, 45, "settled", name))
    if chance.happens(BLOCKED, "blocked", name):
        [actor] = _objectors(chance, proposal, 1, "objects")
        blocked = DecisionBlocked(decision_id=name, actor=actor, reason=_reason(chance, name))
        yield _told(proposal, "blocked", settled_at, blocked)
        return
    adopted = DecisionAdopted(
        decision_id=name,
        body=BODY,
        topic=proposal.topic,
        policy_domain=proposal.domain,
        mode=DecisionMode.MEETING_AFTER_BREAK,
    )
    yield _told(proposal, "adopted", settled_at, adopted)


def _proposed(proposal: Proposal) -> DecisionProposed:
    return DecisionProposed(
        decision_id=proposal.decision_id,
        body=BODY,
        topic=proposal.topic,
        policy_domain=proposal.domain,
        silence_deadline_at=proposal.deadline_at,
    )


def _objectors(chance: Chance, proposal: Proposal, count: int, *name: object) -> list[str]:
    present = [actor for actor in MEMBERS if takes_part(actor, proposal.proposed_at.date())]
    return chance.some(present, count, *name, proposal.decision_id)


def _before(chance: Chance, proposal: Proposal, *name: object) -> datetime:
    """Return a moment within the time of silence."""
    span = proposal.deadline_at - proposal.proposed_at
    return proposal.proposed_at + span * round(
        chance.between(0.3, 0.95, "within silence", proposal.decision_id, *name), 3
    )


def _reason(chance: Chance, *name: object) -> str:
    return chance.pick(REASONS, "objection", *name)


def _told(proposal: Proposal, what: str, at: datetime, data: EventData) -> Told:
    at = at.replace(second=0, microsecond=0)
    name = proposal.decision_id
    return Told(f"{name}:{what}", data, at, at, correlation_id=name)

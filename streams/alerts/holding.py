"""For which subjects a rule holds, from what the read functions answer (pure)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from streams.alerts.rules import LEVELS, Kind, Rule

WORKER_GONE_S = 30


class Level(NamedTuple):
    """The reading of one actor in one area."""

    actor: str
    area: str
    level: str
    last_level: str | None
    newest_seq: int | None


class Report(NamedTuple):
    """How long ago an actor reported on what it ever reported on."""

    actor: str
    area: str | None
    pillar: str | None
    age_days: int | None
    state: str


class Decision(NamedTuple):
    """A decision under silence."""

    decision_id: str
    body: str | None
    topic: str | None
    silence_deadline_at: datetime
    newest_seq: int | None


class Promise(NamedTuple):
    """Where an actor stands on a commitment, against its path."""

    commitment_id: str
    title: str
    actor: str
    score: int | None
    outcome: str | None
    due_on: datetime


class Partition(NamedTuple):
    """How far a partition is stored."""

    topic: str
    partition: int
    unread: int | None
    oldest_unread_s: float | None
    is_paused: bool
    pause_reason: str | None


class Stored(NamedTuple):
    """When something was stored last, and who stores."""

    recorded_at: datetime
    workers: int


class Question(NamedTuple):
    """What is asked for all rules of a kind about a body at once."""

    kind: Kind
    body: str | None


class Found(NamedTuple):
    """A subject for which a rule holds: what is said of it, and what it rests on."""

    subject: str
    said: str
    seqs: tuple[int, ...] = ()
    actor: str | None = None
    area: str | None = None
    item: str | None = None


Row = Level | Report | Decision | Promise | Partition | Stored
Answers = Mapping[Question, Sequence[Row]]
ROWS: Mapping[Kind, type[Row]] = {
    Kind.LEVEL: Level,
    Kind.REPORT: Report,
    Kind.SILENCE: Decision,
    Kind.COMMITMENT: Promise,
    Kind.PARTITION: Partition,
    Kind.FEED: Stored,
}
RANK = {level: rank for rank, level in enumerate(LEVELS)}


def typed(kind: Kind, rows: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Return what a question of a kind was answered, as rows of its own."""
    make = ROWS[kind]._make
    return [make(row) for row in rows]


def question(rule: Rule) -> Question:
    """Return what has to be asked for a rule."""
    return Question(rule.kind, rule.about.body)


def holding(rule: Rule, answers: Answers, now: datetime) -> dict[str, Found]:
    """Return the subjects for which a rule holds, each with what is said of it."""
    rows = answers[question(rule)]
    return {found.subject: found for found in _FINDERS[rule.kind](rule, rows, now)}


def _levels(rule: Rule, rows: Iterable[Level], now: datetime) -> Iterator[Found]:
    del now
    worst = RANK[rule.about.level or "3"]
    for one in rows:
        if RANK[one.level] < worst or not _is_about(rule, one.actor, one.area):
            continue
        # What was never demonstrated has not fallen.
        if one.level == "ND" and one.last_level in (None, "ND"):
            continue
        seqs = () if one.newest_seq is None else (one.newest_seq,)
        said = (
            f"{one.actor} {one.area}: not demonstrated any more, last at level {one.last_level}"
            if one.level == "ND"
            else f"{one.actor} {one.area}: level {one.level}"
        )
        yield Found(f"{one.actor} {one.area}", said, seqs, one.actor, one.area)


def _reports(rule: Rule, rows: Iterable[Report], now: datetime) -> Iterator[Found]:
    del now
    wanted = {"late": {"late", "lapsed", "never"}, "lapsed": {"lapsed", "never"}}
    states = wanted.get(rule.about.state or "late", {"never"})
    by_actor: dict[str, list[Report]] = defaultdict(list)
    for one in rows:
        if one.state in states and _is_about(rule, one.actor, None):
            by_actor[one.actor].append(one)
    for actor, missing in by_actor.items():
        oldest = max(missing, key=lambda one: -1 if one.age_days is None else one.age_days)
        # How many days it is grows every midnight: the words stay those of the day it was raised.
        said = (
            f"{actor} has never reported"
            if oldest.age_days is None
            else f"{actor} has not reported on {len(missing)} of what it reports on; "
            f"the oldest, {oldest.pillar} of {oldest.area}, is {oldest.age_days} days old"
        )
        yield Found(actor, said, (), actor, oldest.area, oldest.pillar)


def _silences(rule: Rule, rows: Iterable[Decision], now: datetime) -> Iterator[Found]:
    within = timedelta(hours=rule.about.hours or 0)
    for one in rows:
        if now < one.silence_deadline_at <= now + within:
            about = f" ({one.topic})" if one.topic else ""
            said = (
                f"{one.decision_id}{about}: silence ends {one.silence_deadline_at:%d %b %Y %H:%MZ}"
            )
            seqs = () if one.newest_seq is None else (one.newest_seq,)
            yield Found(one.decision_id, said, seqs)


def _promises(rule: Rule, rows: Iterable[Promise], now: datetime) -> Iterator[Found]:
    del now
    for one in rows:
        if not _is_about(rule, one.actor, None):
            continue
        if one.outcome in ("missed", "not reported"):
            how = f"{one.outcome}, due {one.due_on}"
        elif one.outcome is None and one.score is not None and one.score < 1:
            how = f"behind its path, due {one.due_on}"
        else:
            continue
        said = f"{one.actor}, {one.title}: {how}"
        subject = f"{one.commitment_id} {one.actor}"
        yield Found(subject, said, (), one.actor, None, one.commitment_id)


def _partitions(rule: Rule, rows: Iterable[Partition], now: datetime) -> Iterator[Found]:
    del now
    for one in rows:
        name = f"{one.topic}/{one.partition}"
        if one.is_paused:
            yield Found(name, f"{name} is paused: {one.pause_reason}")
        elif (one.oldest_unread_s or 0) > (rule.about.seconds or 0):
            yield Found(name, f"{name} stands still, {one.unread} records are unread")


def _feed(rule: Rule, rows: Iterable[Stored], now: datetime) -> Iterator[Found]:
    for one in rows:
        if one.workers == 0:
            yield Found(
                "feed", f"no worker was seen for {WORKER_GONE_S} seconds: nothing is stored"
            )
        elif (now - one.recorded_at).total_seconds() > (rule.about.seconds or 0):
            yield Found("feed", f"nothing was recorded since {one.recorded_at:%d %b %Y %H:%M:%SZ}")


def _is_about(rule: Rule, actor: str, area: str | None) -> bool:
    return rule.about.actor in (None, actor) and rule.about.area in (None, area)


_FINDERS: Mapping[Kind, Callable[[Rule, Any, datetime], Iterator[Found]]] = {
    Kind.LEVEL: _levels,
    Kind.REPORT: _reports,
    Kind.SILENCE: _silences,
    Kind.COMMITMENT: _promises,
    Kind.PARTITION: _partitions,
    Kind.FEED: _feed,
}

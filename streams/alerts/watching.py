"""Evaluate all rules: once for all viewers who read alike, and only what can have changed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from infra.postgres import Connection
from infra.sql import load
from streams.alerts import keeping
from streams.alerts.asking import MOST_CAUSES, Asking, Before, Tokens, asking_as
from streams.alerts.episodes import Episode, due_at, step
from streams.alerts.errors import RightsChanged
from streams.alerts.holding import Answers, Found, Question, holding, question
from streams.alerts.keeping import Raised, Watched, Writes
from streams.alerts.rules import Kind, Rule

MOST_TRIES = 5
# What these ask about moves without an event, and costs little to ask.
BY_THE_CLOCK = (Kind.PARTITION, Kind.FEED)
# For the same rows these hold at one moment and not at another.
MOVED_BY_THE_CLOCK = (Kind.SILENCE, Kind.FEED)


class Rights(NamedTuple):
    """What somebody may read: all who may read the same are answered the same."""

    labels: tuple[int, ...]
    is_administrator: bool


class Remembered(NamedTuple):
    """What was answered to those of some rights, and how long it holds without an event."""

    answers: Answers
    holds_until: datetime


class Evaluated(NamedTuple):
    """What came of one evaluation."""

    raised: int
    cleared: int
    groups_asked: int


class Watch:
    """All rules, and the episodes that are open; one process has one, by its lock."""

    def __init__(self, worker: Connection, reader: Connection) -> None:
        self._worker = worker
        self._reader = reader
        self._tokens = Tokens(worker)
        self._open = keeping.open_episodes(worker)
        self._before = keeping.before(worker)
        self._known: dict[str, Rights] = {}  # with which rights a rule was evaluated last
        self._fingerprint = ""
        self._groups: dict[Rights, list[Watched]] = {}
        self._remembered: dict[Rights, Remembered] = {}

    def evaluate(self) -> Evaluated:
        """Evaluate what can have changed; what is written is written whole or not at all."""
        for _ in range(MOST_TRIES):
            try:
                return self._evaluate_once()
            except RightsChanged:
                self._fingerprint = ""
        # Rights or labels change faster than we can read: the next look does it.
        return Evaluated(0, 0, 0)

    def _evaluate_once(self) -> Evaluated:
        self._look_at_rules()
        seq, now = self._head()
        labels = self._labels_heard(seq)
        writes = Writes([], [], self._orphans(), [])
        asked = 0
        for rights, some in self._groups.items():
            asked += self._evaluate_group(rights, some, now, labels, writes)
        # Known up to what was read by all: between them there may have been more.
        until = Before(seq, now, self._known_at(seq))
        if writes.is_empty and seq == self._before.seq:
            keeping.still_watching(self._worker)
        else:
            self._keep(writes, keeping.write(self._worker, writes, now, until))
        self._before = until
        raised = sum(one.state == "raised" for one in writes.seen)
        return Evaluated(raised, len(writes.cleared), asked)

    def _look_at_rules(self) -> None:
        found = keeping.fingerprint(self._worker)
        watched = keeping.watched(self._worker)
        groups: dict[Rights, list[Watched]] = {}
        for one in watched:
            groups.setdefault(Rights(one.labels, one.is_administrator), []).append(one)
        if found != self._fingerprint:
            self._remembered = {}
        self._fingerprint, self._groups = found, groups
        self._remembered = {
            rights: kept for rights, kept in self._remembered.items() if rights in groups
        }

    def _evaluate_group(
        self,
        rights: Rights,
        some: list[Watched],
        now: datetime,
        heard: set[int] | None,
        writes: Writes,
    ) -> bool:
        rules = [one.rule for one in some]
        kept = self._remembered.get(rights)
        is_news = heard is None or not heard.isdisjoint(rights.labels)
        is_fresh = kept is not None and now < kept.holds_until and not is_news
        wanted = {question(rule) for rule in rules}
        if is_fresh:
            wanted = {one for one in wanted if one.kind in BY_THE_CLOCK}
            if not wanted and not self._is_due(rules, kept, now):
                return False
        viewer = rules[0].viewer
        with asking_as(self._reader, self._tokens, viewer, now) as asking:
            moment = asking.moment
            if (tuple(moment.labels), moment.is_operator) != rights:
                raise RightsChanged(viewer)
            known: Answers = kept.answers if is_fresh and kept else {}
            answers = {**known, **asking.answers(wanted)}
            holds_until = kept.holds_until if is_fresh and kept else moment.next_change_at
            same = _unchanged(kept.answers, answers) if kept else set[Question]()
            for rule in rules:
                if question(rule) not in same or self._is_moving(rule, rights):
                    self._known[rule.rule_id] = rights
                    self._evaluate_rule(rule, answers, asking, writes)
        self._remembered[rights] = Remembered(answers, holds_until)
        return True

    def _is_moving(self, rule: Rule, rights: Rights) -> bool:
        """Tell whether the clock alone may change something of a rule whose answer is the same."""
        if rule.kind in MOVED_BY_THE_CLOCK or self._known.get(rule.rule_id) != rights:
            return True
        return any(
            one.state == "pending" or one.ceasing_at is not None
            for one in self._open.get(rule.rule_id, {}).values()
        )

    def _evaluate_rule(self, rule: Rule, answers: Answers, asking: Asking, writes: Writes) -> None:
        now = asking.moment.now
        found = holding(rule, answers, now)
        done = step(self._open.get(rule.rule_id, {}), found, now, timedelta(seconds=rule.hold_s))
        if done.is_empty:
            return
        writes.seen.extend(
            self._seen(rule, None, one, asking, "pending", with_causes=False) for one in done.begun
        )
        for episode, one in done.raised:
            with_causes = len(writes.seen) < MOST_CAUSES
            writes.seen.append(
                self._seen(rule, episode, one, asking, "raised", with_causes=with_causes)
            )
        writes.wavering.extend(done.wavering)
        writes.cleared.extend((one, rule.channel.value) for one in done.cleared)
        writes.dropped.extend(done.dropped)

    def _seen(
        self,
        rule: Rule,
        episode: Episode | None,
        found: Found,
        asking: Asking,
        state: str,
        *,
        with_causes: bool,
    ) -> Raised:
        seqs = asking.causes(rule, found, self._before) if with_causes else found.seqs
        return Raised(
            rule=rule,
            episode=episode,
            found=found,
            seqs=seqs,
            true_since=asking.true_since(seqs) if with_causes else None,
            labels=asking.moment.labels,
            marking_rank=asking.moment.marking_rank,
            state=state,
        )

    def _is_due(self, rules: Iterable[Rule], kept: Remembered | None, now: datetime) -> bool:
        """Tell whether the clock alone raises or clears something."""
        for rule in rules:
            hold = timedelta(seconds=rule.hold_s)
            for episode in self._open.get(rule.rule_id, {}).values():
                due = due_at(episode, hold)
                if due is not None and due <= now:
                    return True
        if kept is None:
            return True
        for rule in rules:
            if rule.kind is Kind.SILENCE:
                found = holding(rule, kept.answers, now)
                if found.keys() != self._open.get(rule.rule_id, {}).keys():
                    return True
        return False

    def _orphans(self) -> list[tuple[Episode, str]]:
        return keeping.orphans(self._worker) if self._open else []

    def _keep(self, writes: Writes, seen: list[Episode]) -> None:
        """Remember what is open now, as it was written."""
        for one, at in writes.wavering:
            self._open[one.rule_id][one.subject] = one._replace(ceasing_at=at)
        for one in (*(one for one, _ in writes.cleared), *writes.dropped):
            self._open.get(one.rule_id, {}).pop(one.subject, None)
        for one in seen:
            self._open.setdefault(one.rule_id, {})[one.subject] = one
        for rule_id in [rule_id for rule_id, some in self._open.items() if not some]:
            del self._open[rule_id]

    def _head(self) -> tuple[int, datetime]:
        row = self._worker.execute(_query("head")).fetchone()
        assert row is not None
        return row[0], row[1]

    def _known_at(self, seq: int) -> datetime | None:
        row = self._worker.execute(_query("known_at"), {"seq": seq}).fetchone()
        return row[0] if row else None

    def _labels_heard(self, seq: int) -> set[int] | None:
        """Return the labels of events since the last evaluation; None: it may be any."""
        if not self._remembered:
            return None
        rows = self._worker.execute(_query("heard"), {"after": self._before.seq, "until": seq})
        return {label for (label,) in rows.fetchall()}


def _unchanged(before: Answers, after: Answers) -> set[Question]:
    """Return the questions that were answered the same."""
    return {one for one, rows in after.items() if before.get(one) == rows}


def _query(name: str) -> Any:
    return load(__package__ or "", "alerts.sql")[name]

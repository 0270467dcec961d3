"""What is asked of the read functions, as a viewer, for all rules of viewers who read alike."""

import hashlib
import secrets
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from psycopg.errors import InvalidAuthorizationSpecification

from infra.postgres import Connection, transaction
from infra.sql import load
from schemas.vocabulary import Classification
from streams.alerts.errors import RightsChanged
from streams.alerts.holding import Answers, Found, Question, typed
from streams.alerts.rules import Kind, Rule

TOKEN_BYTES = 32
RENEW_AFTER = timedelta(minutes=10)
LADDER = tuple(one.value for one in Classification)
# Causes are looked up one by one: of a flood the first, and of the rest the newest item.
MOST_CAUSES = 20


class Moment(NamedTuple):
    """The moment at which a viewer was asked for, and what that viewer may read."""

    seq: int
    recorded_at: datetime
    now: datetime
    next_change_at: datetime
    labels: list[int]
    is_operator: bool
    marking: str | None

    @property
    def marking_rank(self) -> int:
        """Return the rank of the highest marking that the viewer might meet."""
        return 0 if self.marking is None else LADDER.index(self.marking)


class Before(NamedTuple):
    """The moment of the evaluation before."""

    seq: int
    as_of: datetime | None
    known_at: datetime | None


class Tokens:
    """Sessions by which this process reads as viewers; they end with their rights."""

    def __init__(self, worker: Connection) -> None:
        self._worker = worker
        self._kept: dict[str, tuple[str, datetime]] = {}

    def of(self, viewer: str, now: datetime) -> str:
        """Return a token of an open session of a viewer; RightsChanged if that is nobody."""
        kept = self._kept.get(viewer)
        if kept is not None and now < kept[1]:
            return kept[0]
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = {"viewer": viewer, "token_sha256": hashlib.sha256(token.encode()).digest()}
        begun = self._worker.execute(_kept_sql("begin_session"), row).fetchone()
        if begun != (True,):
            raise RightsChanged(viewer)
        self._kept[viewer] = (token, now + RENEW_AFTER)
        return token

    def forget(self, viewer: str) -> None:
        """Open another session next time."""
        self._kept.pop(viewer, None)


class Asking:
    """The read functions as one viewer at one moment."""

    def __init__(self, reader: Connection, moment: Moment) -> None:
        self._reader = reader
        self.moment = moment

    def answers(self, questions: Iterable[Question]) -> Answers:
        """Return what each question is answered."""
        return {one: typed(one.kind, self._ask(one.kind, body=one.body)) for one in questions}

    def causes(self, rule: Rule, found: Found, before: Before | None) -> tuple[int, ...]:
        """Return the events that raise an alert, the one that did most first; none: time did."""
        how = {"actor": found.actor, "area": found.area, "item": found.item}
        if rule.kind is Kind.LEVEL and before is not None and before.known_at is not None:
            since = {"from_as_of": before.as_of, "from_known_at": before.known_at}
            rows = self._ask("cause_of_level", body=rule.about.body, **how, **since)
            return tuple(seq for (seq,) in rows) or found.seqs
        if rule.kind is Kind.REPORT and found.area is not None:
            return tuple(seq for (seq,) in self._ask("cause_of_report", **how))
        if rule.kind is Kind.COMMITMENT:
            return tuple(seq for (seq,) in self._ask("cause_of_commitment", **how))
        return found.seqs

    def true_since(self, seqs: Sequence[int]) -> datetime | None:
        """Return when the newest of some events was true."""
        return self._ask("true_since", seqs=list(seqs))[0][0] if seqs else None

    def _ask(self, name: str, **how: object) -> list[tuple[Any, ...]]:
        at = {"as_of": self.moment.now, "known_at": self.moment.recorded_at}
        return self._reader.execute(_query(name), {**at, **how}).fetchall()


@contextmanager
def asking_as(reader: Connection, tokens: Tokens, viewer: str, now: datetime) -> Generator[Asking]:
    """Give the read functions as a viewer, with the rights that viewer has now."""
    token = tokens.of(viewer, now)
    try:
        with transaction(reader):
            reader.execute(_query("read_one_moment"))
            reader.execute(_query("read_as"), {"token": token})
            row = reader.execute(_query("moment")).fetchone()
            assert row is not None
            yield Asking(reader, Moment(*row))
    except InvalidAuthorizationSpecification as error:
        tokens.forget(viewer)
        raise RightsChanged(viewer) from error


def _query(name: str) -> Any:
    return load(__package__ or "", "questions.sql")[name]


def _kept_sql(name: str) -> Any:
    return load(__package__ or "", "alerts.sql")[name]

"""Rules and episodes as they are kept: what changes is written with its changes, or not at all."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from psycopg.errors import ConfigurationLimitExceeded, UniqueViolation
from psycopg.rows import class_row

from infra.postgres import Connection, transaction
from infra.sql import load
from streams.alerts.asking import Before
from streams.alerts.episodes import Episode
from streams.alerts.errors import BadRule, BadShelf, NoSuchAlert, NoSuchRule, NoSuchViewer
from streams.alerts.holding import Found
from streams.alerts.rules import MOST_RULES, Kept, Rule

EPISODE_BYTES = 8
ID_BYTES = 6


class Watched(NamedTuple):
    """A rule in force, with the rights of its viewer as they are now."""

    rule: Rule
    labels: tuple[int, ...]
    is_administrator: bool


class Raised(NamedTuple):
    """A subject for which a rule holds, with what it rests on and what its viewer may read."""

    rule: Rule
    episode: Episode | None  # it was seen before
    found: Found
    seqs: Sequence[int]
    true_since: datetime | None
    labels: Sequence[int]
    marking_rank: int
    state: str


class Writes(NamedTuple):
    """What an evaluation changes."""

    seen: list[Raised]
    wavering: list[tuple[Episode, datetime | None]]
    cleared: list[tuple[Episode, str]]  # with the channel of its rule
    dropped: list[Episode]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changes."""
        return not any(self)


class Shelf(NamedTuple):
    """What is not sent for a while."""

    shelf_id: str
    rule: str | None
    subject: str | None
    shelved_at: datetime
    until_at: datetime
    why: str


class Shown(NamedTuple):
    """An alert as its viewer may read it."""

    episode_id: str
    rule: str
    kind: str
    priority: str
    decision: str
    response: str
    subject: str
    said: str
    raised_at: datetime
    cleared_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    cause_seqs: list[int]
    true_since: datetime | None
    shelved_until: datetime | None
    delivery: str | None
    last_error: str | None


class Action(NamedTuple):
    """What somebody did."""

    acted_at: datetime
    acted_by: str
    action: str
    rule: str | None
    episode_id: str | None
    said: str


def watched(worker: Connection) -> list[Watched]:
    """Return every rule in force of viewers who are there."""
    rows = worker.execute(_query("rules")).fetchall()
    return [Watched(Kept._make(row[:-2]).rule, tuple(row[-2]), row[-1]) for row in rows]


def fingerprint(worker: Connection) -> str:
    """Return what differs as soon as a rule or the rights of a viewer do."""
    return _one(worker, "rules_changed")[0]


def open_episodes(worker: Connection) -> dict[str, dict[str, Episode]]:
    """Return the episodes that are not cleared, by rule and subject."""
    found: dict[str, dict[str, Episode]] = {}
    for row in worker.execute(_query("episodes")).fetchall():
        one = Episode._make(row)
        found.setdefault(one.rule_id, {})[one.subject] = one
    return found


def orphans(worker: Connection) -> list[tuple[Episode, str]]:
    """Return open episodes of rules that are in force no more, each with its channel."""
    rows = worker.execute(_query("orphans")).fetchall()
    return [(Episode._make(row[:-1]), row[-1]) for row in rows]


def before(worker: Connection) -> Before:
    """Return up to where all rules are evaluated."""
    return Before._make(_one(worker, "watched"))


def evaluated_s_ago(worker: Connection) -> float | None:
    """Return how long ago all rules were evaluated; None: never."""
    return _one(worker, "evaluated_s_ago")[0]


def write(worker: Connection, writes: Writes, now: datetime, until: Before) -> list[Episode]:
    """Write what an evaluation changes, whole or not at all; return the episodes that are open.

    What a viewer may not read any more by now is left out, and found again or not.
    """
    is_seen: list[Episode] = []
    with transaction(worker):
        allowed = _allowed(worker, writes.seen)
        seen = [one for one in writes.seen if set(one.labels) <= allowed[one.rule.viewer]]
        rows = [_row(one, now) for one in seen]
        _many(
            worker, "begin", [row for row, one in zip(rows, seen, strict=True) if not one.episode]
        )
        _many(worker, "raise", [row for row, one in zip(rows, seen, strict=True) if one.episode])
        _many(
            worker,
            "waver",
            [{"episode_id": one.episode_id, "ceasing_at": at} for one, at in writes.wavering],
        )
        _many(
            worker,
            "clear",
            [{"episode_id": one.episode_id, "now": now} for one, _ in writes.cleared],
        )
        _many(worker, "drop", [{"episode_id": one.episode_id} for one in writes.dropped])
        changes = [
            (row["episode_id"], "raised", row["channel"]) for row in rows if row["raised_at"]
        ]
        changes += [(one.episode_id, "cleared", channel) for one, channel in writes.cleared]
        _many(
            worker,
            "change",
            [
                {"episode_id": id, "change": change, "channel": channel, "now": now}
                for id, change, channel in changes
            ],
        )
        worker.execute(_query("evaluated"), until._asdict())
    for row, one in zip(rows, seen, strict=True):
        since_at = one.episode.since_at if one.episode else now
        state = "raised" if row["raised_at"] else "pending"
        id, rule_id = row["episode_id"], one.rule.rule_id
        is_seen.append(Episode(id, rule_id, one.found.subject, state, since_at))
    return is_seen


def still_watching(worker: Connection) -> None:
    """Say that rules are watched, and nothing has changed."""
    worker.execute(_query("still_watching"))


def _allowed(worker: Connection, seen: Iterable[Raised]) -> dict[str, set[int]]:
    viewers = sorted({one.rule.viewer for one in seen})
    if not viewers:
        return {}
    rows = worker.execute(_query("rights_now"), {"viewers": viewers}).fetchall()
    return {name: set(labels) if is_there else set() for name, is_there, labels in rows}


def _row(one: Raised, now: datetime) -> dict[str, Any]:
    return {
        "episode_id": one.episode.episode_id if one.episode else secrets.token_hex(EPISODE_BYTES),
        "rule_id": one.rule.rule_id,
        "subject": one.found.subject,
        "state": one.state,
        "now": now,
        "raised_at": now if one.state == "raised" else None,
        "said": one.found.said,
        "cause_seqs": list(one.seqs),
        "true_since": one.true_since,
        "labels": list(one.labels),
        "classification_rank": one.marking_rank,
        "channel": one.rule.channel.value,
    }


def _many(worker: Connection, name: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        with worker.cursor() as cursor:
            cursor.executemany(_query(name), rows)


def add_rule(owner: Connection, rule: Rule) -> None:
    """Keep a new rule of a viewer."""
    row = rule._asdict() | {
        "about": msgspec.json.encode(rule.about).decode(),
        "kind": rule.kind.value,
        "priority": rule.priority.value,
        "channel": rule.channel.value,
    }
    try:
        with transaction(owner):
            if owner.execute(_query("add_rule"), row).fetchone() is None:
                raise NoSuchViewer(f"there is no viewer {rule.viewer[:60]!r}")
            note = {"viewer": rule.viewer, "action": "rule added", "rule_id": rule.rule_id}
            owner.execute(_query("note"), note | {"said": rule.name})
    except UniqueViolation as error:
        raise BadRule(
            f"{rule.viewer} has a rule {rule.name!r} already; choose another name, or remove it"
        ) from error
    except ConfigurationLimitExceeded as error:
        raise BadRule(
            f"{rule.viewer} has {MOST_RULES} rules, and more would not be read: remove one first, "
            "muster alerts rules remove NAME"
        ) from error


def remove_rule(owner: Connection, viewer: str, name: str) -> None:
    """Put a rule out of force; its open alerts are cleared by whoever watches."""
    with transaction(owner):
        found = owner.execute(_query("remove_rule"), {"viewer": viewer, "name": name}).fetchone()
        if found is None:
            raise NoSuchRule(
                f"{viewer} has no rule {name[:60]!r}; `muster alerts rules list` does"
            )
        note = {"viewer": viewer, "action": "rule removed", "rule_id": found[0], "said": name}
        owner.execute(_query("note"), note)


def rules_of(owner: Connection, viewer: str) -> list[Rule]:
    """Return the rules of a viewer, the most urgent first."""
    with owner.cursor(row_factory=class_row(Kept)) as cursor:
        return [row.rule for row in cursor.execute(_query("rules_of"), {"viewer": viewer})]


def actions(owner: Connection, viewer: str, most: int) -> list[Action]:
    """Return what was done to rules and alerts of a viewer, the newest first."""
    rows = owner.execute(_query("actions"), {"viewer": viewer, "most": most}).fetchall()
    return [Action._make(row) for row in rows]


def acknowledge(owner: Connection, viewer: str, episode_id: str, why: str) -> None:
    """Say that a viewer takes care of an alert; once is enough."""
    row = {"viewer": viewer, "episode_id": episode_id, "why": why}
    _require_done(_one(owner, "acknowledge", **row)[0], viewer, episode_id)


def shelve(
    owner: Connection,
    viewer: str,
    *,
    rule: str | None,
    episode_id: str | None,
    lasts: timedelta,
    why: str,
) -> None:
    """Send nothing of an alert, a rule or all rules of a viewer for a while."""
    row = {"viewer": viewer, "rule": rule, "episode_id": episode_id, "lasts": lasts, "why": why}
    done = _one(owner, "shelve", **row, shelf_id=secrets.token_hex(ID_BYTES))[0]
    _require_done(done, viewer, episode_id or rule or "")


def unshelve(owner: Connection, viewer: str, shelf_id: str) -> None:
    """End shelving before its time."""
    _require_done(_one(owner, "unshelve", viewer=viewer, shelf_id=shelf_id)[0], viewer, shelf_id)


def _require_done(became: str, viewer: str, what: str) -> None:
    if became == "unknown":
        raise NoSuchAlert(
            f"{viewer} has no {what[:60]!r}; `muster alerts list` and `muster alerts rules list` "
            "show what there is"
        )
    if became == "too long":
        raise BadShelf("shelving lasts from one minute to twelve hours: write 30m or 2h")


def shown(reader: Connection, most: int) -> list[Shown]:
    """Return the alerts of the viewer of this session, the open ones first."""
    with reader.cursor(row_factory=class_row(Shown)) as cursor:
        return cursor.execute(_query("open_as"), {"most": most}).fetchall()


def shelves(reader: Connection) -> list[Shelf]:
    """Return what the viewer of this session has shelved."""
    with reader.cursor(row_factory=class_row(Shelf)) as cursor:
        return cursor.execute(_query("shelves_as")).fetchall()


def _one(connection: Connection, name: str, **how: object) -> tuple[Any, ...]:
    row = connection.execute(_query(name), how).fetchone()
    assert row is not None
    return row


def _query(name: str) -> Any:
    return load(__package__ or "", "alerts.sql")[name]

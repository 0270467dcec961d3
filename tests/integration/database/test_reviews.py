"""Reviews show nobody what they may not see: no name, no finding, no number, no gap."""

import hashlib
import json
from typing import Any

import pytest

from infra.postgres import Connection
from infra.viewers.kept import put_viewer
from schemas.events import ExerciseResultRecorded
from schemas.labels import Label
from schemas.vocabulary import Classification
from streams.store import pipeline
from streams.store.tables import labels
from streams.store.tables.session import open_session
from tests.support.builders import event
from tests.support.postgres import Database

TOKEN = "of the low one"
ID, OTHER = "0123456789ab", "ba9876543210"
LOW = Label("MUSTER", Classification.UNCLASSIFIED)
HIGH = Label("MUSTER", Classification.SECRET)
MOMENTS = [f"2026-05-{day:02}T12:00:00Z" for day in range(1, 20)]


@pytest.fixture(scope="module")
def told(database: Database) -> Database:
    with open_session(database.conninfo("muster_worker")) as worker:
        pipeline.store_events(
            worker,
            [
                event(ExerciseResultRecorded, id="plain"),
                event(ExerciseResultRecorded, id="secret", classification="SECRET"),
            ],
        )
    with database.connect() as owner:
        put_viewer(owner, "low", "UNCLASSIFIED", None)
        owner.execute(
            "insert into muster.session (token_sha256, viewer, expires_at)"
            " values (%s, 'low', now() + interval '1 hour')",
            [hashlib.sha256(TOKEN.encode()).digest()],
        )
        [(now,)] = owner.execute("select now()").fetchall()
        labels.add(owner, [LOW, HIGH], now)
        _tell(owner)
    return database


def _tell(owner: Connection) -> None:
    made = {"name": "R", "scope": "period", "body": "NATO"}
    _act(owner, ID, LOW, "created", made)
    _act(owner, ID, HIGH, "found", _finding("aaaaaaaa", "secret"))
    _act(owner, ID, LOW, "found", _finding("bbbbbbbb", "plain", "secret"))
    _act(owner, ID, LOW, "found", _finding("cccccccc", "plain"))
    _act(owner, ID, HIGH, "withdrawn", {"finding_id": "cccccccc"})
    _act(owner, OTHER, HIGH, "created", made | {"name": "Hidden"})
    # One finding of somebody who did not see that the review is another's secret.
    _act(owner, OTHER, LOW, "found", _finding("dddddddd", "plain"))
    for edition, label in enumerate((HIGH, LOW, HIGH, LOW), 1):
        row = [ID, edition, MOMENTS[10 + edition], label.label_id]
        owner.execute(
            "insert into muster.report_edition"
            " (review_id, edition, final_at, author, label_id, actions, content)"
            " values (%s, %s, %s, 'operator', %s, 4, '{}')",
            row,
        )
        owner.execute(
            "insert into muster.report_file (review_id, edition, format, sha256, bytes)"
            " select %s, %s, 'pdf', sha256(b), b from (select convert_to(%s, 'UTF8') as b) x",
            [ID, edition, f"edition {edition}"],
        )


def _finding(finding_id: str, *evidence: str) -> dict[str, Any]:
    return {
        "finding_id": finding_id,
        "kind": "strength",
        "observation": f"Said of {evidence[0]}.",
        "evidence": [{"source": "test", "id": one} for one in evidence],
    }


def _act(owner: Connection, review: str, label: Label, action: str, content: Any) -> None:
    [(number,)] = owner.execute(
        "select count(*) + 1 from muster.review_action where review_id = %s", [review]
    ).fetchall()
    owner.execute(
        "insert into muster.review_action"
        " (review_id, number, acted_at, author, label_id, action, content)"
        " values (%s, %s, %s, 'operator', %s, %s, %s)",
        [review, number, MOMENTS[number], label.label_id, action, json.dumps(content)],
    )


@pytest.fixture(params=["low", "high"])
def reader(told: Database, request: pytest.FixtureRequest) -> Any:
    with told.connect("muster_reader") as connection:
        if request.param == "low":
            connection.execute("select set_config('muster.session', %s, false)", [TOKEN])
        yield request.param, connection


def test_a_review_is_seen_by_those_who_may(reader: Any):
    who, connection = reader
    found = connection.execute(
        "select name, findings, editions from readiness.reviews('infinity')"
    ).fetchall()

    assert found == ([("R", 2, 2)] if who == "low" else [("R", 2, 4), ("Hidden", 1, 0)])


def test_findings_show_only_evidence_that_may_be_seen(reader: Any, told: Database):
    who, connection = reader
    found = connection.execute(
        "select finding_id, evidence_seqs from readiness.review_findings(%s, 'infinity')", [ID]
    ).fetchall()
    with told.connect() as owner:
        seqs = dict(owner.execute("select event_id, seq from muster.ledger").fetchall())
    plain, secret = seqs["plain"], seqs["secret"]

    if who == "low":
        # That somebody with more clearance withdrew it is not seen either.
        assert found == [("bbbbbbbb", [plain]), ("cccccccc", [plain])]
    else:
        assert found == [("aaaaaaaa", [secret]), ("bbbbbbbb", sorted([plain, secret]))]


def test_what_was_said_in_a_hidden_review_is_hidden_with_it(reader: Any):
    who, connection = reader
    found = connection.execute(
        "select finding_id from readiness.review_findings(%s, 'infinity')", [OTHER]
    ).fetchall()

    assert found == ([] if who == "low" else [("dddddddd",)])


def test_editions_are_counted_without_a_gap(reader: Any):
    who, connection = reader
    numbers = connection.execute(
        "select edition, is_changed_since from readiness.report_editions(%s, 'infinity')", [ID]
    ).fetchall()
    kept = [
        connection.execute(
            "select bytes from readiness.report_bytes(%s, %s, 'pdf', 'infinity')", [ID, number]
        ).fetchone()[0]
        for number, _ in numbers
    ]

    if who == "low":
        # The action that came after them is one that is hidden.
        assert numbers == [(1, False), (2, False)]
        assert kept == [b"edition 2", b"edition 4"]
    else:
        assert numbers == [(1, True), (2, True), (3, True), (4, True)]
        assert kept == [b"edition 1", b"edition 2", b"edition 3", b"edition 4"]


def test_what_was_kept_by_a_moment_is_asked_for_by_it(reader: Any):
    _, connection = reader
    found = connection.execute(
        "select name, findings, editions from readiness.reviews(%s)", [MOMENTS[1]]
    ).fetchall()

    assert ("R", 0, 0) in found

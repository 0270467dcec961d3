"""What a dead letter says is for who is cleared for everything; that there is one is for all."""

from typing import Any

import pytest

from infra.postgres import Connection
from streams.dead_letters import letters
from streams.dead_letters.letters import Decision
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.support.postgres import Database

SECRET = b'{"specversion": "1.0", "source": "secret-source", "id": "secret-id", "secret": true}'
CONTENT = ("detail", "source", "event_id", "key", "received", "header_names", "header_values")


@pytest.fixture(scope="module")
def told(database: Database) -> Database:
    with open_session(database.conninfo("muster_owner")) as connection:
        pipeline.store_events(connection, [SECRET])
        (letter,) = letters.read(connection, letters.open_ones(connection, None))
        letters.note_decided(connection, [letter], Decision.DISCARDED, "eva", "secret reason")
    return database


def rows(reader: Connection, question: str) -> list[dict[str, Any]]:
    found = reader.execute(f"select to_jsonb(a) from readiness.{question} a").fetchall()
    return [row for (row,) in found]


@pytest.mark.parametrize(
    ("clearance_rank", "nation", "covers"),
    [(4, None, True), (3, None, False), (4, "EST", False), (0, None, False)],
)
def test_content_is_for_who_is_cleared_for_everything_of_every_release(
    told: Database, clearance_rank: int, nation: str | None, covers: bool
):
    with told.connect() as owner:
        owner.execute(
            "update muster.viewer set clearance_rank = %s, nation = %s"
            " where db_role = 'muster_reader'",
            [clearance_rank, nation],
        )
    with told.connect("muster_reader") as reader:
        (listed,) = rows(reader, "dead_letters()")
        (one,) = rows(reader, "dead_letter('direct', 1, 0, 0)")
        (group,) = rows(reader, "dead_letter_groups()")
        actions = rows(reader, "dead_letter_actions('direct', 1, 0, 0)")

    assert (listed["reason"], listed["state"]) == ("unknown-attribute", "discarded")
    assert (group["open"], group["discarded"]) == (0, 1)
    assert one["is_covered"] is covers
    shown = {name for row in (listed, one) for name in CONTENT if row.get(name) is not None}
    assert shown == ({*CONTENT} - {"key"} if covers else set())
    assert [one["why"] for one in actions] == (["secret reason"] if covers else [])
    if not covers:
        assert "secret" not in f"{listed}{one}{group}{actions}"


def test_nobody_sees_the_tables_themselves(told: Database):
    with told.connect("muster_reader") as reader:
        for name in (
            "dead_letter",
            "dead_letter_action",
            "dead_letter_state",
            "dead_letter_history",
        ):
            row = reader.execute(
                "select has_table_privilege('muster_reader', %s, 'select')", [f"muster.{name}"]
            ).fetchone()

            assert row == (False,), name

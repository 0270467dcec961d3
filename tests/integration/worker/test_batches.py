"""What one batch does to the database: all of it, or nothing."""

import contextlib
import json
import threading
import time
from collections.abc import Generator

import psycopg
import pytest

from infra.postgres import Connection, transaction
from schemas.events import (
    CommitmentMade,
    ExerciseResultRecorded,
    ResourceLevelReported,
    schema_urn,
)
from streams.decode.batch import Batch, DirectRecord, Span
from streams.errors import UnknownPartition
from streams.store import pipeline
from streams.store.outcome import Outcome
from streams.store.tables import checkpoints, sources
from streams.store.tables.session import open_session
from tests.support.builders import correction_of, event
from tests.support.postgres import Database

TOPIC = "exercise-results"


@pytest.fixture
def session(database: Database) -> Generator[Connection]:
    """Give a worker's session in which nothing lasts."""
    with (
        open_session(database.conninfo("muster_worker")) as connection,
        connection.transaction(force_rollback=True),
    ):
        checkpoints.add_epoch(connection, TOPIC, 1, checkpoints.Identity("c", "t"))
        checkpoints.start(connection, TOPIC, 1, {0: 0, 1: 0})
        yield connection


def batch(*events: bytes | None, start: int = 0, partition: int = 0) -> Batch[DirectRecord]:
    items = [DirectRecord(offset, value) for offset, value in enumerate(events, start)]
    return Batch(TOPIC, 1, (Span(partition, start, start + len(items), items),))


def store(session: Connection, one: Batch[DirectRecord]) -> Outcome:
    return pipeline.store(session, one, for_topic=TOPIC)


def results(count: int, prefix: str = "e") -> list[bytes]:
    return [event(ExerciseResultRecorded, id=f"{prefix}{number}") for number in range(count)]


def ids(session: Connection) -> list[str]:
    rows = session.execute("select event_id from muster.ledger order by seq").fetchall()
    return [row[0] for row in rows]


def dead(session: Connection) -> list[tuple[int, str]]:
    return session.execute(
        'select "offset", reason from muster.dead_letter order by "offset"'
    ).fetchall()


def test_a_batch_is_stored_with_its_rows_and_its_checkpoint(session):
    outcome = store(session, batch(*results(3)))

    assert outcome == Outcome({0: 3}, stored=3, seq=outcome.seq)
    assert ids(session) == ["e0", "e1", "e2"]
    assert session.execute("select count(*) from evidence").fetchone() == (3,)


def test_the_same_batch_again_changes_nothing_and_says_where_to_go_on(session):
    store(session, batch(*results(3)))

    again = store(session, batch(*results(3)))

    assert again == Outcome({0: 3})
    assert len(ids(session)) == 3


def test_of_a_batch_that_was_stored_in_part_only_the_rest_is_stored(session):
    store(session, batch(*results(2)))

    outcome = store(session, batch(*results(5)))

    assert (outcome.stored, outcome.duplicates, outcome.next_offsets) == (3, 0, {0: 5})
    assert ids(session) == ["e0", "e1", "e2", "e3", "e4"]


def test_a_batch_that_comes_too_early_is_not_stored(session):
    outcome = store(session, batch(*results(2), start=7))

    assert outcome == Outcome({0: 0})
    assert ids(session) == []


def test_a_partition_nobody_has_begun_is_not_stored(session):
    with pytest.raises(UnknownPartition):
        store(session, batch(*results(1), partition=3))


def test_the_same_event_is_counted_once_in_one_batch_in_two_and_in_two_partitions(session):
    same = event(ExerciseResultRecorded, id="same")
    respaced = json.dumps(json.loads(same), indent=3).encode()

    first = store(session, batch(same, respaced))
    second = store(session, batch(same, partition=1))

    assert (first.stored, first.duplicates) == (1, 1)
    assert (second.stored, second.duplicates) == (0, 1)


def test_other_content_under_the_same_identity_is_a_dead_letter_and_the_first_stays(session):
    first = event(ExerciseResultRecorded, id="same", rating="S")
    other = event(ExerciseResultRecorded, id="same", rating="U")

    outcome = store(session, batch(first, other))
    later = store(session, batch(other, start=2))

    assert (outcome.stored, outcome.dead, later.dead) == (1, 1, 1)
    assert dead(session) == [(1, "conflicting-duplicate"), (2, "conflicting-duplicate")]
    found = session.execute("select source, event_id from muster.dead_letter").fetchall()
    assert set(found) == {("test", "same")}


def test_offsets_without_a_record_are_counted_as_gaps(session):
    items = [DirectRecord(2, results(1)[0]), DirectRecord(5, None)]
    span = Span(0, 0, 6, items)

    outcome = store(session, Batch(TOPIC, 1, (span,)))

    assert (outcome.stored, outcome.dead, outcome.gaps) == (1, 1, 4)


def test_a_correction_that_comes_before_its_root_takes_effect_when_the_root_comes(session):
    root = event(ExerciseResultRecorded, id="root", rating="S")
    correction = correction_of(root, id="c1", rating="U")

    store(session, batch(correction))
    flagged = session.execute("select flag from amendment_flag").fetchall()
    store(session, batch(root, start=1))

    assert flagged == [("unknown-target",)]
    assert session.execute("select flag from amendment_flag").fetchall() == []
    rows = session.execute("select value_milli, ended_at = 'infinity' from evidence").fetchall()
    assert rows == [(27000, True)]


def newer(count: int) -> list[bytes]:
    """Events of a version this program does not know."""
    urn = schema_urn(ExerciseResultRecorded)
    return [
        one.replace(urn.encode(), urn.replace(":v1", ":v9").encode()) for one in results(count)
    ]


def set_aside(session: Connection) -> list[tuple[str, str]]:
    return session.execute(
        "select source, reason from muster.source_set_aside where topic = %s", [TOPIC]
    ).fetchall()


def test_half_of_a_version_unknown_to_us_pauses_the_partition_at_that_record(session):
    good, bad = results(60), newer(100)

    outcome = store(session, batch(*good, *bad))

    # 60 good, then bad ones: the 60th bad one makes half of 120.
    assert (outcome.stored, outcome.dead, outcome.next_offsets) == (60, 60, {0: 120})
    assert [pause.partition for pause in outcome.pauses] == [0]
    assert outcome.held == {0}

    after = store(session, batch(*results(3, "late"), start=120))

    assert (after.stored, after.next_offsets, after.held) == (0, {0: 120}, {0})
    assert checkpoints.paused(session) == {(TOPIC, 0)}


def test_a_resumed_partition_goes_on_past_all_that_was_looked_at_and_is_then_judged_afresh(
    session,
):
    store(session, batch(*newer(100)))

    assert checkpoints.resume(session, TOPIC, 0, 1310)
    outcome = store(session, batch(*newer(1210), *results(3), start=100))
    assert (outcome.stored, outcome.dead, outcome.held) == (3, 1210, frozenset())
    assert not checkpoints.resume(session, TOPIC, 0, 0)

    again = store(session, batch(*newer(150), start=1313))
    assert (again.dead, again.held) == (100, {0})


def test_one_faulty_source_is_set_aside_and_everybody_else_is_stored(session):
    faulty = [event(ExerciseResultRecorded, id=f"f{n}", source="faulty") for n in range(300)]
    faulty = [one[:-1] for one in faulty]
    others = results(50)

    first = store(session, batch(*faulty[:200]))
    second = store(session, batch(*faulty[200:], *others, start=200))

    assert (first.dead, first.held, first.pauses) == (200, frozenset(), ())
    assert (second.dead, second.stored, second.held) == (100, 50, frozenset())
    assert (first.set_aside, second.set_aside) == (("",), ())
    found = session.execute(
        "select distinct source from muster.dead_letter where topic = %s", [TOPIC]
    ).fetchall()
    assert found == [(None,)]


def test_a_faulty_source_is_named_and_resumed_as_one(session):
    faulty = [
        event(ExerciseResultRecorded, id=f"f{n}", source="faulty").replace(
            b'"subject"', b'"subjekt"'
        )
        for n in range(220)
    ]

    first = store(session, batch(*faulty[:110]))
    other = store(session, batch(*faulty[110:], partition=1))

    assert first.set_aside == ("faulty",)
    assert other.set_aside == ()
    assert set_aside(session) == [("faulty", "unknown-attribute")]
    assert sources.resume(session, "faulty") == (TOPIC,)
    assert set_aside(session) == []
    assert sources.resume(session, "faulty") == ()
    after = store(session, batch(*faulty[:99], start=110))
    assert after.set_aside == ()


def test_records_that_name_no_source_stop_nobody(session):
    outcome = store(session, batch(*[b"nonsense"] * 1200, *results(3)))

    assert (outcome.stored, outcome.dead, outcome.held) == (3, 1200, frozenset())
    assert set_aside(session) == [("", "not-json")]


def test_hardly_a_good_record_of_several_sources_pauses_the_partition(session):
    both = [
        event(ExerciseResultRecorded, id=f"b{n}", source=f"source-{n % 2}").replace(
            b'"subject"', b'"subjekt"'
        )
        for n in range(200)
    ]

    outcome = store(session, batch(*both))

    assert (outcome.dead, outcome.held) == (100, {0})


def test_a_dead_letter_keeps_its_headers_and_the_identity_that_could_be_read(session):
    headers = [("ce_id", b"7"), ("ce_source", b"sender"), ("odd", None), ("trace\0", b"\xff\0")]
    item = DirectRecord(0, b"{}", headers)

    store(session, Batch(TOPIC, 1, (Span(0, 0, 1, [item]),)))

    row = session.execute(
        "select source, event_id, header_names, header_values from muster.dead_letter"
    ).fetchone()
    assert row == (
        "sender",
        "7",
        ["ce_id", "ce_source", "odd", "trace\N{REPLACEMENT CHARACTER}"],
        [b"7", b"sender", None, b"\xff\0"],
    )


def test_duplicates_count_as_good(session):
    good = results(99)
    store(session, batch(*good))

    outcome = store(session, batch(*good, *newer(99), start=99))

    assert (outcome.duplicates, outcome.dead, outcome.held) == (99, 99, frozenset())


def test_other_partitions_go_on_when_one_pauses(session):
    spans = (
        Span(0, 0, 150, [DirectRecord(offset, one) for offset, one in enumerate(newer(150))]),
        Span(1, 0, 5, [DirectRecord(offset, value) for offset, value in enumerate(results(5))]),
    )

    outcome = store(session, Batch(TOPIC, 1, spans))

    assert (outcome.stored, outcome.dead, outcome.next_offsets) == (5, 100, {0: 100, 1: 5})


def test_listeners_hear_of_new_events_and_of_dead_letters(database):
    with (
        open_session(database.conninfo("muster_worker")) as writer,
        database.connect() as listener,
    ):
        listener.execute("listen muster")
        pipeline.store_events(writer, [event(ResourceLevelReported, id="heard"), b"bad"])
        pipeline.store_events(writer, [b"bad"])

        first, second = (json.loads(n.payload) for n in listener.notifies(timeout=5, stop_after=2))

    assert (first["to_seq"] - first["from_seq"], first["dead"]) == (0, 1)
    assert (second["to_seq"] - second["from_seq"], second["dead"]) == (-1, 1)


def test_a_writer_that_stands_still_inside_a_copy_is_ended_by_those_who_wait(database):
    conninfo = database.conninfo("muster_worker")
    began = time.monotonic()
    frozen = psycopg.connect(conninfo)
    with contextlib.suppress(psycopg.OperationalError), frozen:
        frozen.execute("select from muster.head for update")
        with frozen.cursor().copy("copy muster.label (label_id) from stdin"):
            took_s = store_in_spite_of_it(conninfo)

    assert took_s < 8
    assert time.monotonic() - began < 10


def store_in_spite_of_it(conninfo: str) -> float:
    began = time.monotonic()
    with open_session(conninfo) as connection:
        while True:
            with contextlib.suppress(psycopg.errors.LockNotAvailable):
                pipeline.store_events(connection, [event(ResourceLevelReported, id="after")])
                return time.monotonic() - began


def test_two_writers_at_once_number_without_gaps_and_in_order(database):
    def write(name: str) -> None:
        with open_session(database.conninfo("muster_worker")) as connection:
            checkpoints.start(connection, TOPIC, 1, {int(name): 0})
            for number in range(20):
                values = results(10, f"{name}-{number}-")
                store(connection, batch(*values, start=number * 10, partition=int(name)))

    with open_session(database.conninfo("muster_worker")) as connection:
        checkpoints.add_epoch(connection, TOPIC, 1, checkpoints.Identity("c", "t"))
    threads = [threading.Thread(target=write, args=(name,)) for name in ("0", "1")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.connect() as connection:
        rows = connection.execute(
            "select seq, recorded_at from muster.ledger order by seq"
        ).fetchall()
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    assert [at for _, at in rows] == sorted(at for _, at in rows)


def store_and_fail(connection: Connection) -> None:
    with transaction(connection):
        pipeline.store_events(connection, [event(ResourceLevelReported, id="undone")])
        raise ZeroDivisionError


def test_a_transaction_that_fails_leaves_nothing(database):
    with open_session(database.conninfo("muster_worker")) as connection:
        before = connection.execute("select seq from muster.head").fetchone()
        with pytest.raises(ZeroDivisionError):
            store_and_fail(connection)
        after = connection.execute("select seq from muster.head").fetchone()

    assert after == before


def test_an_event_the_database_will_not_have_is_found_among_hundreds(database):
    # What the schemas accept the tables accept too, so this table is made to be choosier.
    items = [
        event(CommitmentMade, id=f"c{n}", target=13.0 if n == 200 else 2.0) for n in range(300)
    ]
    with database.connect() as owner, open_session(database.conninfo("muster_worker")) as session:
        owner.execute(
            "alter table muster_1.commitment add constraint nobody_promises_13"
            " check (target <> 13)"
        )

        outcome = pipeline.store_events(session, items)

        assert (outcome.stored, outcome.dead) == (299, 1)
        rows = session.execute(
            "select detail from muster.dead_letter where reason = 'unstorable'"
        ).fetchall()
        assert len(rows) == 1
        assert "nobody_promises_13" in rows[0][0]

"""Running sums are what their rows add up to, at any moment as known at any other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.migrate import migrate
from infra.postgres import Connection
from streams.run.summing import LEAST_LEDGER, Summing
from streams.store import pipeline
from streams.store.tables import running_sums
from streams.store.tables.session import open_session
from streams.verify import checks
from tests.bench.load import load
from tests.support.builders import correction_of, retraction_of
from tests.support.given import at
from tests.support.postgres import Database

EVENTS = LEAST_LEDGER + 2_000
POINTS = [at("2023-06-30T12:00:00") + n * timedelta(days=61) for n in range(12)]
CLASSES = ("exercise", "external_assessment", "self_report", "interop_test")


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    """Give a ledger heard over a year, with corrections and retractions between."""
    events = [message.value for message in load(5, EVENTS)]
    with open_session(database.conninfo("muster_worker")) as connection:
        pipeline.store_events(connection, events)
        amended = events[::40]
        amendments = [
            retraction_of(event, id=f"r{n}") if n % 3 == 0 else correction_of(event, id=f"c{n}")
            for n, event in enumerate(amended)
        ]
        pipeline.store_events(connection, amendments)
    with database.connect() as owner:
        # As if it had been heard month by month: only what the sums are made of is moved.
        owner.execute(
            "update muster_1.evidence set"
            " recorded_at = recorded_at - interval '1 month' * (2 + root_seq % 12),"
            " ended_at = ended_at - interval '1 month' * (root_seq % 3)"
        )
    return database


MIX = """
select (series_id, i, star_at, mean, w, w_faded, w_left, items_left, external_left, is_fresh,
        instrument_key, versions, stale_on, lapses_on)::text
from muster_1._mix_at_points(%(series)s, %(points)s, %(known_at)s, %(labels)s, %(classes)s, true)
order by 1
"""
REPORTS = """
select r::text from muster_1._reported_at(%(series)s, %(points)s, %(known_at)s, %(labels)s) r
order by 1
"""


def sums(connection: Connection, points: list[datetime], known_at: datetime) -> dict[str, Any]:
    """Give the mix of all classes of readiness, and of pairs, and the reports, for all series."""
    every = "select array_agg({0} order by 1) from {1}"
    [(series, labels)] = connection.execute(
        f"select ({every.format('series_id', 'muster_1.series')}),"
        f" ({every.format('label_id', 'muster.label')})"
    ).fetchall()
    asked = {"series": series, "points": points, "known_at": known_at, "labels": labels}
    found = {
        ", ".join(classes): connection.execute(MIX, asked | {"classes": list(classes)}).fetchall()
        for classes in (CLASSES[:3], CLASSES[3:])
    }
    return found | {"reports": connection.execute(REPORTS, asked).fetchall()}


def asked(database: Database) -> Iterator[tuple[list[datetime], datetime]]:
    """Give points, and moments of recording before, between and after what was heard."""
    with database.connect() as connection:
        row = connection.execute(
            "select min(recorded_at), max(recorded_at) from muster_1.evidence"
        ).fetchone()
    assert row is not None
    first, last = row
    for part in range(-1, 12):
        known_at = first + (last - first) * part / 10
        yield POINTS, known_at
        yield POINTS[part % 12 :][:1], known_at


def test_what_is_read_from_sums_is_what_is_read_from_rows(filled: Database):
    with filled.connect() as owner:
        from_rows = [sums(owner, *one) for one in asked(filled)]
        with open_session(filled.conninfo("muster_worker")) as connection:
            assert running_sums.sum_up(connection)
        from_sums = [sums(owner, *one) for one in asked(filled)]

        assert owner.execute("select count(*) > 1000 from muster_1.running_sum").fetchone() == (
            True,
        )
        for one, before, after in zip(asked(filled), from_rows, from_sums, strict=True):
            assert before == after, one
        assert any(rows for found in from_rows for rows in found.values())


def test_one_point_and_many_give_the_same_mix(filled: Database):
    with filled.connect() as owner:
        for points, known_at in asked(filled):
            [last] = points[-1:]
            alone = sums(owner, [last], known_at)
            twice = sums(owner, [last, last], known_at)

            for what, rows in alone.items():
                first = [row for row in twice[what] if row[0].split(",")[1] == "1"]
                assert rows == first, (what, last, known_at)


def test_sums_that_are_kept_up_to_date_are_those_that_are_made_anew(filled: Database):
    with open_session(filled.conninfo("muster_worker")) as connection:
        for seed, sent in ((6, 300), (7, 40), (8, 1)):
            assert running_sums.sum_up(connection)
            # True at any time of two years: nearly all come late, before what was summed up.
            events = [message.value for message in load(seed, sent)]
            pipeline.store_events(connection, events)
            taken_back = [
                retraction_of(event, id=f"t{seed}-{n}") for n, event in enumerate(events[::7])
            ]
            pipeline.store_events(connection, taken_back)
        assert running_sums.sum_up(connection)
        findings = list(checks.summed_up(connection))

        assert [finding.of for finding in findings] == ["running_sum", "report_run"]
        assert all(finding.is_ok for finding in findings), findings
        assert all(int(finding.found.split()[0]) > LEAST_LEDGER / 4 for finding in findings)


def test_a_worker_sums_up_when_enough_events_have_come_and_writing_is_calm(filled: Database):
    with filled.connect() as owner:
        owner.execute("delete from muster_1.summed_up")
        summing = Summing(lambda: open_session(filled.conninfo("muster_worker")))

        summing.run_if_due()
        first = owner.execute("select count(*) from muster_1.summed_up").fetchone()
        summing.run_if_due()
        second = owner.execute("select seq from muster_1.summed_up").fetchone()

        assert first == (0,)  # how fast events come was not known yet
        assert second == owner.execute("select seq from muster.head").fetchone()
        summing.close()


def test_sums_that_fade_otherwise_than_the_method_says_are_forgotten(filled: Database):
    with filled.connect() as owner:
        with open_session(filled.conninfo("muster_worker")) as connection:
            assert running_sums.sum_up(connection)
        migrate(filled.conninfo())
        kept = owner.execute("select count(*) from muster_1.summed_up").fetchone()
        owner.execute("update muster_1.summed_up set half_lives = '{}'")
        migrate(filled.conninfo())

        assert kept == (1,)
        assert owner.execute("select count(*) from muster_1.summed_up").fetchone() == (0,)

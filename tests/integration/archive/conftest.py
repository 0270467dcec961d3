"""A history worth archiving, and empty databases to bring it back into."""

import json
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from infra.postgres import transaction
from infra.settings import Settings
from infra.viewers.kept import put_viewer, revoke
from schemas.events import ExerciseResultRecorded, InteropTestRecorded, ResourceLevelReported
from streams.archive import writing
from streams.dead_letters import letters
from streams.dead_letters.letters import Copy, Decision
from streams.decode.batch import Batch, DirectRecord, Span
from streams.store import pipeline
from streams.store.tables import checkpoints, recording_clock
from streams.store.tables.session import open_session
from tests.support.archives import unseen
from tests.support.builders import correction_of, event, retraction_of
from tests.support.postgres import Database, copy_of

TOPIC = "exercise-results"
JANUARY = datetime(2024, 1, 31, 18, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, 6, tzinfo=UTC)
ODD = 'a "quoted" text, with \\backslash, \u00e9 and \u6f22; \\N and ,,'
NewDatabase = Callable[[], Settings]


def results(first: int, count: int, **more: object) -> list[bytes]:
    return [
        event(ExerciseResultRecorded, id=f"result-{number}", time="2023-06-01T12:00:00Z", **more)
        for number in range(first, first + count)
    ]


def spread(value: bytes) -> bytes:
    """Give an event as somebody's program prints it: over many lines, with tabs."""
    return (
        json.dumps(json.loads(value), indent="\t", ensure_ascii=False)
        .replace("\n", "\r\n")
        .encode()
    )


def store(settings: Settings, *values: bytes | None) -> None:
    """Store what came on a topic, and what of it is no event as dead letters."""
    with open_session(settings.database("muster_owner")) as connection:
        found = checkpoints.read(connection, TOPIC, 1, [0])
        first = found[0].next_offset
        items = [
            DirectRecord(offset, value, [("trace", None)], b"key")
            for offset, value in enumerate(values, first)
        ]
        batch = Batch(TOPIC, 1, (Span(0, first, first + len(items), items),))
        pipeline.store(connection, batch, for_topic=None)


def store_at(settings: Settings, moment: datetime, *values: bytes) -> None:
    """Store events as if it were that moment."""
    with (
        open_session(settings.database("muster_owner")) as connection,
        recording_clock.simulated(connection, moment),
    ):
        pipeline.store_events(connection, values)


def begin(settings: Settings) -> None:
    """Begin to read a topic."""
    with open_session(settings.database("muster_owner")) as connection:
        checkpoints.add_epoch(connection, TOPIC, 1, checkpoints.Identity("cluster", "topic"))
        checkpoints.start(connection, TOPIC, 1, {0: 7})


def look_after(settings: Settings) -> None:
    """Do with dead letters all that can be done: send one again, put one away, take one up."""
    with open_session(settings.database("muster_worker")) as connection:
        places = letters.open_ones(connection, None)
        sent, away, back = letters.read(connection, places)
        copy = Copy(TOPIC, 1, 0, 40, sent.sha256, "test", "sent-again", is_corrected=True)
        letters.begin_redrives(connection, {sent: copy}, "somebody")
        letters.note_redriven(connection, {sent: 41}, "somebody", since_read=1)
        letters.note_decided(connection, [away, back], Decision.DISCARDED, "somebody", ODD)
        (back,) = letters.read(connection, [back.place])
        letters.note_decided(connection, [back], Decision.RESTORED, "somebody else")


def fill(settings: Settings) -> None:
    """Tell a history with all that an archive must not lose."""
    roots = results(0, 40)
    store_at(settings, JANUARY, *roots[:20], spread(results(100, 1, comment=ODD)[0]))
    store_at(
        settings,
        FEBRUARY,
        *roots[20:],
        event(ResourceLevelReported, id="level", time="2024-01-05T12:00:00Z"),
        event(
            InteropTestRecorded,
            id="restricted",
            time="2024-01-06T12:00:00Z",
            classification="RESTRICTED",
            releasableto="EST,FIN",
        ),
    )
    with open_session(settings.database("muster_owner")) as connection:
        recording_clock.end(connection)
        put_viewer(connection, "estonia", "RESTRICTED", "EST", ["recorder"])
        put_viewer(connection, "gone", "SECRET", None)
        revoke(connection, "gone")
    _review(settings)
    begin(settings)
    store(
        settings,
        correction_of(roots[1], id="corrected", rating="M"),
        correction_of(roots[2], id="corrected-2", rating="U"),
        retraction_of(roots[3], id="retracted"),
        correction_of(results(900, 1)[0], id="early", rating="M"),  # its root never came
        b"no event at all",
        b"\x00\xff\xfe",
        None,
    )
    look_after(settings)


def _review(settings: Settings) -> None:
    """Keep a review with a finding, and a final report of it, larger than a page of Parquet."""
    pdf = b"%PDF" + bytes(range(256)) * 8000
    with open_session(settings.database("muster_owner")) as connection, transaction(connection):
        [(label,)] = connection.execute(
            "select label_id from muster.label where classification = 'RESTRICTED'"
        ).fetchall()
        for number, action in enumerate(("created", "found"), 1):
            connection.execute(
                "insert into muster.review_action"
                " (review_id, number, acted_at, author, label_id, action, content)"
                " values ('0123456789ab', %s, %s, 'estonia', %s, %s, %s)",
                [number, FEBRUARY, label, action, json.dumps({"observation": ODD})],
            )
        connection.execute(
            "insert into muster.report_edition"
            " (review_id, edition, final_at, author, label_id, actions, content)"
            " values ('0123456789ab', 1, %s, 'estonia', %s, 2, %s)",
            [FEBRUARY, label, json.dumps({"known_at": str(JANUARY)})],
        )
        for form in ("html", "pdf", "docx"):
            connection.execute(
                "insert into muster.report_file (review_id, edition, format, sha256, bytes)"
                " values ('0123456789ab', 1, %(form)s, sha256(%(pdf)s), %(pdf)s)",
                {"form": form, "pdf": pdf},
            )


@pytest.fixture(scope="module")
def new_database(stack: Settings, template_database: Database) -> Generator[NewDatabase]:
    """Give as many empty databases as are asked for; they are dropped after the module."""
    with ExitStack() as databases:

        def make() -> Settings:
            made = databases.enter_context(copy_of(template_database))
            return replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=made.name))

        yield make


@pytest.fixture(scope="module")
def filled(new_database: NewDatabase) -> Settings:
    """Give a database with the history; nobody adds to it."""
    settings = new_database()
    fill(settings)
    return settings


@pytest.fixture(scope="module")
def archive(filled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the archive of the history; nobody changes it."""
    folder = tmp_path_factory.mktemp("archive") / "muster"
    writing.write(filled, folder, unseen)
    return folder

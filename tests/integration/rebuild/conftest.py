"""A history with amendments, late and early ones, and databases that hold it."""

import hashlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

import pytest
from psycopg.conninfo import make_conninfo

from infra.settings import Settings
from infra.viewers.kept import put_viewer
from schemas.events import (
    CapabilityAssessed,
    CommitmentMade,
    CommitmentProgressReported,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MemberJoined,
    ResourceLevelReported,
)
from streams.rebuild import filling, switching, world
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.support.builders import correction_of, event, retraction_of
from tests.support.postgres import Database, copy_of

TOKEN = "of estonia"
HISTORY = 240


def store(settings: Settings, *values: bytes) -> None:
    with open_session(settings.database("muster_worker")) as connection:
        pipeline.store_events(connection, values)


def results(prefix: str, first: int, count: int, **more: object) -> list[bytes]:
    return [
        event(
            ExerciseResultRecorded,
            id=f"{prefix}-{number}",
            time=f"{2020 + number % 6}-06-{1 + number % 28:02}T12:00:00Z",
            **more,
        )
        for number in range(first, first + count)
    ]


def history() -> Iterator[list[bytes]]:
    """Give what is told before a rebuild, batch by batch."""
    roots = results("r", 0, HISTORY)
    yield [
        event(MemberJoined, id="joined"),
        event(CommitmentMade, id="made"),
        event(CommitmentProgressReported, id="progress"),
        event(ResourceLevelReported, id="level"),
        event(CapabilityAssessed, id="assessed"),
        event(InteropTestRecorded, id="tested", classification="RESTRICTED", releasableto="EST"),
    ]
    # An amendment before its root, and one whose root never comes.
    yield [correction_of(roots[200], id="early", rating="M"), retraction_of(roots[-1], id="first")]
    yield [correction_of(results("none", 0, 1)[0], id="of-none", rating="M")]
    for first in range(0, HISTORY, 60):
        yield roots[first : first + 60]
        yield [
            correction_of(roots[first + 1], id=f"c-{first}", rating="M"),
            retraction_of(roots[first + 2], id=f"r-{first}"),
        ]
    yield [correction_of(roots[1], id="again", rating="U")]


@pytest.fixture
def told(stack: Settings, template_database: Database) -> Generator[Settings]:
    """Give a database that was told the history, and a viewer who may read less."""
    with copy_of(template_database) as made:
        settings = replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=made.name))
        for batch in history():
            store(settings, *batch)
        _let_estonia_in(made)
        yield settings


def _let_estonia_in(database: Database) -> None:
    with database.connect() as owner:
        put_viewer(owner, "estonia", "UNCLASSIFIED", "EST")
        owner.execute(
            "insert into muster.session (token_sha256, viewer, expires_at)"
            " values (%s, 'estonia', now() + interval '1 hour')",
            [hashlib.sha256(TOKEN.encode()).digest()],
        )


@pytest.fixture
def small_slices(monkeypatch) -> None:
    """Let several processes have something to do."""
    monkeypatch.setattr(world, "SLICE_EVENTS", 25)
    monkeypatch.setattr(filling, "SLICE_EVENTS", 25)
    monkeypatch.setattr(filling, "CATCH_UP_EVENTS", 50)
    monkeypatch.setattr(switching, "NEAR_EVENTS", 20)


def quietly(_title: str, _what: str, _total: int) -> Callable[[int], None]:
    """Take what a part of a rebuild tells, and show nothing."""
    return lambda _: None

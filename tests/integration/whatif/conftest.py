"""Two exercises under two labels, in a database of their own, and Muster's commands run on it."""

import io
import os
from collections.abc import Generator, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from psycopg.conninfo import make_conninfo

from infra import cli
from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.viewers.kept import put_viewer
from schemas.events import (
    ExerciseConducted,
    ExerciseResultRecorded,
    InteropTestRecorded,
    MemberJoined,
    ObservationSubmitted,
    ResourceLevelReported,
)
from streams.store import pipeline
from streams.store.tables.running_sums import sum_up
from streams.store.tables.session import open_session
from tests.support.builders import correction_of, event, retraction_of
from tests.support.postgres import Database, copy_of
from tests.support.stack import environment

LOW = "low"  # a viewer who may read what is unclassified, and nothing else
OPEN, CLOSED = "amber-26", "quiet-26"
SECRET = {"classification": "SECRET"}


@dataclass(frozen=True)
class Muster:
    """A Muster with a short history, and how to use it."""

    settings: Settings

    def run(self, *arguments: str | Path) -> tuple[int, str]:
        """Run a command to its end, here; give its exit code and all it said."""
        said = io.StringIO()
        with (
            patch.dict(os.environ, environment(self.settings), clear=True),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            code = cli.run([str(argument) for argument in arguments])
        return code, said.getvalue()

    def owner(self) -> Connection:
        """Give a connection that may see everything."""
        return connect(self.settings.database("muster_owner"))

    def store(self, *events: bytes) -> None:
        """Let a worker store some more."""
        with open_session(self.settings.database("muster_worker")) as connection:
            pipeline.store_events(connection, events)

    def schemas(self) -> list[str]:
        """Give every schema of a what-if."""
        with self.owner() as owner:
            rows = owner.execute(
                "select nspname from pg_namespace where nspname ~ 'whatif|versus' order by 1"
            ).fetchall()
        return [name for (name,) in rows]

    def id_of(self, name: str) -> str:
        """Give the id of the what-if of a name."""
        with self.owner() as owner:
            row = owner.execute("select whatif_id from muster.whatif where name = %s", [name])
            found = row.fetchone()
        assert found is not None
        return found[0]


def history() -> Iterator[bytes]:
    """Give two exercises, one of them secret, with amendments, and what is beside them."""
    for actor in ("EST", "FIN"):
        yield event(MemberJoined, id=f"joined-{actor}", actor=actor)
        yield event(ResourceLevelReported, id=f"level-{actor}", actor=actor)
    for exercise, label in ((OPEN, {}), (CLOSED, SECRET)):
        named: dict[str, Any] = {"exercise_id": exercise, **label}
        results = [
            event(ExerciseResultRecorded, id=f"{exercise}-{n}", rating="SMUP"[n], **named)
            for n in range(4)
        ]
        yield event(ExerciseConducted, id=f"{exercise}-held", **named)
        yield event(ObservationSubmitted, id=f"{exercise}-seen", **named)
        yield event(InteropTestRecorded, id=f"{exercise}-tested", **named)
        yield from results
        yield correction_of(results[0], id=f"{exercise}-corrected", rating="U")
        yield retraction_of(results[1], id=f"{exercise}-retracted")
    yield event(ExerciseResultRecorded, id="other", exercise_id="other-26", rating="P")


@pytest.fixture(scope="module")
def muster(stack: Settings, template_database: Database) -> Generator[Muster]:
    """Give a Muster that was told the history, and a viewer who may read less of it."""
    with copy_of(template_database) as made:
        settings = replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=made.name))
        told = Muster(settings)
        told.store(*history())
        with made.connect() as owner:
            put_viewer(owner, LOW, "UNCLASSIFIED", None)
        with open_session(settings.database("muster_worker")) as worker:
            assert sum_up(worker)
        yield told

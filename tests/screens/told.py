"""A year of the demo in a database, recorded by a clock that stands for ever."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from psycopg.conninfo import make_conninfo

from infra.settings import Settings
from streams.demo.chance import Chance
from streams.demo.recording import days, heard
from streams.store import pipeline
from streams.store.tables import recording_clock
from streams.store.tables.session import open_session
from tests.support.postgres import Database, copy_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEED = 20260302
YEARS = 1
TOLD = "MUSTER_TEST_TOLD"  # the name of a database that was told all this already


@contextmanager
def told(stack: Settings, template: Database) -> Iterator[Settings]:
    """Give settings of a Muster that was told the same at the same moments every time."""
    if TOLD in os.environ:
        yield replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=os.environ[TOLD]))
        return
    with copy_of(template) as made:
        settings = replace(stack, conninfo=make_conninfo(stack.conninfo, dbname=made.name))
        with open_session(settings.database("muster_owner")) as connection:
            for at, texts in days(heard(Chance(SEED), NOW, YEARS)):
                with recording_clock.simulated(connection, at):
                    pipeline.store_events(connection, texts)
            recording_clock.end(connection)
        yield settings

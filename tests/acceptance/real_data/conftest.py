"""Where the public data files are; they are not part of Muster.

These tests need them: MUSTER_DATA names their folder, else `../shared/data` beside the checkout is
used. Where neither is there they are not collected; the traps of the files are also covered by
rows made up for them in `tests/unit/imports`. A MUSTER_DATA that leads nowhere is an error.
"""

import os
import uuid
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from infra.settings import Settings
from tests.support.instance import TOPIC_NAMES, Instance
from tests.support.kafka import delete_topic
from tests.support.postgres import Database

BESIDE_THE_CHECKOUT = Path(__file__).parents[4] / "shared/data"
FOLDER = Path(os.environ.get("MUSTER_DATA") or BESIDE_THE_CHECKOUT)

if "MUSTER_DATA" in os.environ and not FOLDER.is_dir():
    raise pytest.UsageError(f"MUSTER_DATA is {FOLDER}, which is no folder")

collect_ignore_glob = [] if FOLDER.is_dir() else ["test_*.py"]


@pytest.fixture(scope="session")
def data() -> Path:
    """Give the folder of the public data files."""
    return FOLDER


@pytest.fixture(scope="module")
def system(
    stack: Settings, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    """Give a system with a worker, to which the tests of a module add file after file."""
    prefix = f"real-{os.getpid()}-{uuid.uuid4().hex[:8]}-"
    conninfo = make_conninfo(stack.conninfo, dbname=database.name)
    settings = replace(stack, conninfo=conninfo, topic_prefix=prefix)
    own = Instance(settings, tmp_path_factory.mktemp("system"))
    own.start_worker().wait_until_it_reads()
    try:
        yield own
    finally:
        own.end_workers()
        for name in TOPIC_NAMES:
            delete_topic(own.settings.kafka, own.topic(name))

"""What becomes of the events when a reader of the topics is killed while it stores them: tried."""

from collections.abc import Mapping
from typing import NamedTuple

from psycopg.sql import SQL, Identifier

from infra import sql
from infra.settings import Settings
from streams.projections import PROJECTIONS
from streams.store.tables.session import open_session
from tests.bench.peers.programs import Program
from tests.bench.services import fresh_database, kill, running
from tests.bench.stored import wait_until_stored

START_S = 60


class Survival(NamedTuple):
    """What kills did to the rows of one program, beside those of one that nobody killed."""

    lost_rows: int
    doubled_rows: int


def survival(
    settings: Settings, program: Program, unharmed: Settings, events: int, kills: int
) -> Survival:
    """Kill a program on its way through the topics, let it finish, and count its rows."""
    own = fresh_database(settings, f"kills_{program.name}")
    for number in range(1, kills + 1):
        _run(own, program, number * events // (kills + 1), is_killed=True)
    _run(own, program, events, is_killed=False)
    return _compared(rows(unharmed), rows(own))


def _run(settings: Settings, program: Program, until: int, *, is_killed: bool) -> None:
    with running(settings, *program.command, before=program.import_path) as process:
        wait_until_stored(settings, until, process, START_S + until / program.slowest_per_s)
        if is_killed:
            kill(process)


def rows(settings: Settings) -> dict[str, int]:
    """Give how many rows the ledger, the dead letters and each projection hold."""
    count = SQL(sql.load("tests.bench", "stored.sql")["rows"])
    found: dict[str, int] = {}
    with open_session(settings.database("muster_worker")) as connection:
        for table in ("ledger", "dead_letter", *(projection.table for projection in PROJECTIONS)):
            (found[table],) = connection.execute(count.format(table=Identifier(table))).fetchall()[
                0
            ]
    return found


def _compared(unharmed: Mapping[str, int], killed: Mapping[str, int]) -> Survival:
    less = [unharmed[table] - killed[table] for table in unharmed]
    return Survival(
        lost_rows=sum(max(0, many) for many in less),
        doubled_rows=sum(max(0, -many) for many in less),
    )

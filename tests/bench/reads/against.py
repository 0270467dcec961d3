"""The same questions to the same ledger: of an earlier commit, and of now, in turns."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from infra import sql
from infra.local.host import Report
from infra.migrate import migrate
from infra.postgres import Connection, connect
from infra.settings import Settings
from tests.bench.figures import Figure, Goal
from tests.bench.plan import ReadPlan
from tests.bench.reads import filling
from tests.bench.reads.earlier import fill, tree_of
from tests.bench.reads.history import YEARS
from tests.bench.reads.measure import FIVE_YEARS_BACK, NOW
from tests.bench.reads.timing import WARM_UP, Clocks, ask, questions
from tests.bench.services import fresh_database

BEFORE, AFTER = "before", "now"
SLOWEST, MIDDLE = Goal("≤", 1.1), Goal("≤", 1.0, aim=0.8)
LONG_ENOUGH_MS = 1500.0  # of one question, on both sides together
NS_PER_MS = 1_000_000


class Pair(NamedTuple):
    """What a question took before and takes now: processor time in milliseconds."""

    before_ms: float
    now_ms: float

    @property
    def ratio(self) -> float:
        """Give how many times what it took it takes now."""
        return self.now_ms / self.before_ms


def against(settings: Settings, plan: ReadPlan, commit: str, report: Report) -> list[Figure]:
    """Give what each question takes now, to what it took at a commit: on one ledger.

    The earlier code fills it; a copy of it is migrated to the tables of now.
    """
    with tree_of(commit) as tree:
        report(f"a ledger, filled by {commit}")
        fresh_database(
            settings, "roles"
        )  # an earlier commit may not know that they have passwords
        first_year = fill(settings, tree, BEFORE, plan)
    report("the same ledger, in the tables of now")
    now = _copied(settings, first_year)
    report("the same questions, in turns")
    before = replace(now, conninfo=make_conninfo(now.conninfo, dbname=BEFORE))
    return list(_figures({BEFORE: before, AFTER: now}, plan.rounds))


def _copied(settings: Settings, first_year: int) -> Settings:
    own = replace(settings, conninfo=make_conninfo(settings.conninfo, dbname=AFTER))
    statements = sql.load("tests.bench.reads", "filling.sql")
    names = {"copy": Identifier(AFTER), "original": Identifier(BEFORE)}
    enter = SQL(statements["enter"])
    with connect(settings.database("muster_owner")) as owner:
        owner.execute(enter.format(**names, allowed=SQL("false")))
        owner.execute(statements["end_sessions"], {"name": BEFORE})
        owner.execute(SQL(statements["copy_database"]).format(**names))
        owner.execute(enter.format(**names, allowed=SQL("true")))
    migrate(own.database("muster_owner"), viewer=own.viewer)
    filling.finish(own, filling.total(YEARS, first_year), YEARS)
    return own


def _figures(sides: Mapping[str, Settings], rounds: int) -> Iterator[Figure]:
    ratios: list[float] = []
    for name in questions():
        for when, clocks in (("now", NOW), ("5y", FIVE_YEARS_BACK)):
            found = _compared(sides, name, clocks, rounds)
            ratios.append(found.ratio)
            text = f"{name}, {when}: now ÷ before"
            yield Figure(f"{name}_{when}_ratio", text, found.ratio, "", SLOWEST)
            yield Figure(f"{name}_{when}", f"{name}, {when}, processor", found.now_ms, "ms")
    yield Figure("ratio_median", "the middle of all ratios", median(ratios), "", MIDDLE)


def _compared(sides: Mapping[str, Settings], name: str, clocks: Clocks, rounds: int) -> Pair:
    """Ask both sides in turns, in sessions that have warmed up; the least of each counts.

    Whoever else is busy can only make processor time longer: by what it leaves of the caches.
    """
    alone = sql.load("tests.bench.reads", "filling.sql")["alone"]
    least = dict.fromkeys(sides, float("inf"))
    with ExitStack() as stack:
        readers = {
            side: stack.enter_context(connect(its.database("muster_reader")))
            for side, its in sides.items()
        }
        for reader in readers.values():
            reader.execute(alone)
            for _ in range(WARM_UP):
                ask(reader, [name], clocks)
        turns, took_ms = 0, 0.0
        while turns < rounds or took_ms < LONG_ENOUGH_MS:
            for side, reader in readers.items():
                one_ms = _processor_ms(reader, name, clocks)
                least[side] = min(least[side], one_ms)
                took_ms += one_ms
            turns += 1
    return Pair(least[BEFORE], least[AFTER])


def _processor_ms(reader: Connection, name: str, clocks: Clocks) -> float:
    began_ns = _used_ns(reader)
    ask(reader, [name], clocks)
    return (_used_ns(reader) - began_ns) / NS_PER_MS


def _used_ns(reader: Connection) -> int:
    """Give the processor time of the process behind a session, finer than psutil has it."""
    used, *_ = Path(f"/proc/{reader.info.backend_pid}/schedstat").read_text("ascii").split()
    return int(used)

"""The same number wherever it stands: on screen, in table and file, from the read function.

All pages are walked on the demo's history of a year, recorded over time (`muster demo --fast`), at
five moments: live, and four of the past whose two clocks are apart. Numbers are compared by what
they mean: each with what the read function says that answers for it.
"""

import subprocess
import uuid
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pandas
import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext
from psycopg.conninfo import make_conninfo

from dashboard.app import PAGES
from infra.functions import shipped
from infra.local.host import free_port
from infra.settings import Settings
from tests import read_reference
from tests.dashboard import same_pages, same_words
from tests.dashboard.running import PATIENCE_S, Dashboard, look, until
from tests.dashboard.same_grids import (
    TABLES,
    compare_csv,
    compare_table,
    compare_words,
    screen_rows,
)
from tests.dashboard.walking import Asked, Moment, Shown, Tally, read, taken, taken_as_csv
from tests.queries.signatures import Signature, signatures
from tests.support.instance import MUSTER, Instance
from tests.support.postgres import Database
from tests.support.stack import environment

FEWEST = 500  # numbers that mean something of their own, at each moment
MOST_S = 400
LIVE, REVIEW = "live", "/review"
# How many days before its end the history is looked at, and what was known so much later.
PAST = {
    "long ago, a month later": (200, 30),
    "in spring, as known soon after": (120, 7),
    "lately, as known before": (60, -20),
    "lately, corrected since": (30, 25),
}
# Without a rule there is no alert, and a form asks: their own tests read them.
WITHOUT_NUMBERS = ("/alerts", "/record", "/import")
WORDS: dict[str, Callable[[Tally, Shown, Asked], None]] = {
    "overview": same_words.overview,
    "interoperability": same_pages.interoperability,
    "trends": same_words.trends,
    "exercises": same_pages.exercises,
    "lessons": same_pages.lessons,
    "summits": same_pages.summits,
    "partners": same_words.partners,
    "review": same_pages.review,
    "events": same_pages.events,
    "audit": same_pages.audit,
    "system": same_pages.system,
}


@pytest.fixture(scope="module")
def muster(
    stack: Settings, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    """Give a Muster with the demo's year of history and a worker that waits for more."""
    settings = replace(
        stack,
        conninfo=make_conninfo(stack.conninfo, dbname=database.name),
        topic_prefix=f"w{uuid.uuid4().hex[:8]}-",
    )
    own = Instance(settings, Path(tmp_path_factory.mktemp("muster")))
    subprocess.run(
        [MUSTER, "demo", "--fast", "--once"],
        env=dict(environment(replace(settings, dashboard_port=free_port()))),
        check=True,
        capture_output=True,
        timeout=300,
    )
    try:
        own.start_worker().wait_until_it_reads(PATIENCE_S)
        yield own
    finally:
        own.end_workers()


@pytest.fixture(scope="module")
def reader(muster: Instance) -> Generator[psycopg.Connection]:
    """Give a connection that asks the read functions as the dashboard's role does."""
    conninfo = make_conninfo(muster.settings.conninfo, user="muster_reader")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        yield connection


@pytest.mark.timeout(MOST_S)
@pytest.mark.parametrize("name", [LIVE, *PAST])
def test_each_number_is_the_same_on_screen_in_table_in_files_and_from_its_read_function(
    chromium: Browser,
    dashboard: Dashboard,
    muster: Instance,
    reader: psycopg.Connection,
    name: str,
):
    moment = moment_of(name, muster.one("select recorded_at from head"))
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    tally = Tally()
    for page in PAGES:
        if page.path in WITHOUT_NUMBERS:
            continue
        found = Walk(context, dashboard, reader, moment).compared(page.path)
        assert found.compared > 0, page.path
        tally.add(found)
    context.close()

    print(f"{name}: {tally.compared:,} numbers of {len(tally.meanings):,} meanings compared")
    assert list(tally.wrong.values()) == []
    assert len(tally.meanings) >= FEWEST


# Which numbers a unit allows; all other units allow every number that is not below none.
BOUNDS = {
    "percent": (0, 100),
    "percent, whole": (0, 100),
    "share, 0 to 1": (0, 1),
    "0 to 1": (0, 1),
    "-1 missed, 0 partly, 1 kept": (-1, 1),
    "1 to 4, 4 is the gravest": (1, 4),
    "band, 1 is the fastest, 4 the slowest": (1, 4),
    "the scale's own": (-1000, 1000),
    "the commitment's own unit": (-1e9, 1e9),
    "degrees": (-180, 180),
    "seconds": (-3600, 1e9),
    "points of percent": (-100, 100),
    "part of the change, in points of percent; all of a measure add up to it": (-100, 100),
    "part of the change, counted as it is; all of a measure add up to it": (-9, 9),
    "of a mean, its difference; of a level, levels": (-9, 9),
    "points of percent; of a level, levels": (-100, 100),
    "level": (-2, 9),
}
ANY = (0, 1e15)


@pytest.mark.parametrize("function", signatures(shipped()).values(), ids=lambda one: one.name)
def test_every_example_of_the_reference_runs_and_its_numbers_are_in_their_units(
    reader: psycopg.Connection, function: Signature
):
    cursor = reader.cursor(row_factory=psycopg.rows.dict_row)
    rows = cursor.execute(read_reference.example(function).encode()).fetchall()

    assert [column.name for column in cursor.description or ()] == [
        column.name for column in function.columns
    ]
    units = read_reference.units()
    for column in function.columns:
        unit = units.of(function.name, column)
        least, most = BOUNDS.get(unit, ANY) if unit else (None, None)
        found = [row[column.name] for row in rows if row[column.name] is not None]
        wrong = [
            one for value in found for one in _numbers(value, unit) if not least <= one <= most
        ]
        assert (column.name, unit, wrong[:3]) == (column.name, unit, [])


def _numbers(value: object, unit: str | None) -> list[float]:
    if unit is None:
        return []
    numbers = value if isinstance(value, list) else [value]
    return [number for number in numbers if number is not None]


def test_the_line_for_pandas_gives_a_frame_of_the_readings(muster: Instance):
    conninfo = muster.settings.conninfo
    query = read_reference.example(signatures(shipped())["readiness"])

    with psycopg.connect(
        f"{conninfo} user=muster_reader", row_factory=psycopg.rows.dict_row
    ) as it:
        frame = pandas.DataFrame(it.execute(query.encode()).fetchall())

    assert {"actor", "area", "level", "index"} <= set(frame.columns)
    assert len(frame) > 200


def test_a_number_that_differs_is_badly_rounded_or_across_a_threshold_is_found():
    tally = Tally()
    tally.same("title", ("ready",), 27, 27)
    tally.same("title", ("members",), 31, 32)
    tally.same("file", ("mean",), 61.2, 61.3)
    tally.same("table", ("level",), None, 0.0)
    tally.words("cell", ("training",), "85", 84.96, (85.0,))
    tally.words("cell", ("training", "fine"), "84.96", 84.96, (85.0,))
    tally.words("cell", ("share",), "61.4", 61.32)
    tally.words("cell", ("share", "fine"), "61.3", 61.32)

    found = {(place, *meaning) for place, *meaning in tally.wrong}
    assert found == {
        ("title", "members"),
        ("file", "mean"),
        ("table", "level"),
        ("cell", "training"),
        ("cell", "share"),
    }
    assert tally.compared == 8


def moment_of(name: str, last: datetime) -> Moment:
    """Give one of the five moments; the past ones count back from the last that was recorded."""
    if name == LIVE:
        return Moment(last, last, is_live=True)
    before, after = PAST[name]
    as_of = last - timedelta(days=before)
    return Moment(as_of, as_of + timedelta(days=after))


@dataclass(frozen=True)
class Walk:
    """One moment, walked page by page."""

    context: BrowserContext
    dashboard: Dashboard
    reader: psycopg.Connection
    moment: Moment

    def compared(self, path: str) -> Tally:
        """Compare every number of one page.

        A live page is of a moment between two: what is not as at the first must be as at the
        second.
        """
        before = self._asked()
        browser = self.context.browser
        assert browser is not None
        seen = look(browser, self.dashboard.url, path + self.moment.query, context=self.context)
        if path == REVIEW:
            # What changed comes by a question of its own, after the page.
            until(lambda: seen.text("#difference-subtitle"), "what changed to be there")
        shown = read(seen)
        seen.is_clean()
        seen.page.close()
        found = compare(shown, before)
        if self.moment.is_live and found.wrong:
            after = compare(shown, self._asked())
            found.wrong = {key: said for key, said in after.wrong.items() if key in found.wrong}
        found.add(self._files(shown))
        return found

    def _files(self, shown: Shown) -> Tally:
        """Compare the files of a page's cards; each says of which moment it is."""
        tally = Tally()
        for id, grid in shown.grids.items():
            if id in TABLES:
                facts, rows = taken(self.dashboard, shown, grid["card"], self.moment.query)
                clocks = [datetime.fromisoformat(facts[name]) for name in ("as_of", "known_at")]
                asked = Asked(self.reader, *clocks)
                compare_table(tally, "file", id, rows, asked)
                pinned = f"?as_of={facts['as_of']}&known_at={facts['known_at']}"
                lines = taken_as_csv(self.dashboard, shown, grid["card"], pinned)
                compare_csv(tally, id, rows, lines)
        return tally

    def _asked(self) -> Asked:
        if not self.moment.is_live:
            return Asked(self.reader, self.moment.as_of, self.moment.known_at)
        row = self.reader.execute("select clock_timestamp()").fetchone()
        assert row is not None
        return Asked(self.reader, row[0], self.moment.known_at)


def compare(shown: Shown, asked: Asked) -> Tally:
    """Compare what is on the screen: sentences, matrices, lists and tables."""
    tally = Tally()
    WORDS[shown.name](tally, shown, asked)
    for id in shown.grids:
        if id in TABLES:
            compare_table(tally, "table", id, screen_rows(shown, id), asked)
            compare_words(tally, shown, id)
    return tally

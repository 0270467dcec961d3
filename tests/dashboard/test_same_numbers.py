"""The same number wherever it stands: on screen, in the table, in the files, from the read function.

All pages are walked on the demo's history of a year, recorded over time (`muster demo --fast`), at
five moments: live, and four of the past whose two clocks are apart. Numbers are compared by what
they mean: each with what the read function says that answers for it.
"""

import subprocess
import uuid
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext
from psycopg.conninfo import make_conninfo

from dashboard.app import PAGES
from infra.local.host import free_port
from infra.settings import Settings
from tests.dashboard import same_grids, same_words
from tests.dashboard.running import PATIENCE_S, Dashboard, look
from tests.dashboard.walking import Asked, Moment, Shown, Tally, read, taken
from tests.support.instance import MUSTER, Instance
from tests.support.postgres import Database
from tests.support.stack import environment

FEWEST = 500
# How many days before its end the history is looked at, and what was known so much later.
PAST = {
    "long ago, a month later": (200, 30),
    "in spring, as known soon after": (120, 7),
    "lately, as known before": (60, -20),
    "lately, corrected since": (30, 25),
}
WORDS: dict[str, Callable[[Tally, Shown, Asked], None]] = {
    "overview": same_words.overview,
    "trends": same_words.trends,
    "partners": same_words.partners,
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


@pytest.fixture(scope="module")
def moments(muster: Instance) -> list[Moment]:
    """Give the moments at which the pages are walked."""
    last: datetime = muster.one("select recorded_at from head")
    found = [Moment("live", datetime.now(UTC), last, is_live=True)]
    for name, (before, after) in PAST.items():
        as_of = last - timedelta(days=before)
        found.append(Moment(name, as_of, as_of + timedelta(days=after)))
    return found


def test_each_number_is_the_same_on_screen_in_table_in_files_and_from_its_read_function(
    chromium: Browser, dashboard: Dashboard, reader: psycopg.Connection, moments: list[Moment]
):
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    tally = Tally()
    for moment in moments:
        for page in PAGES:
            walk(tally, context, dashboard, reader, moment, page.PATH)
    context.close()

    print(f"{tally.compared:,} numbers of {len(tally.meanings):,} meanings compared")  # noqa: T201
    assert list(tally.wrong.values()) == []
    assert tally.compared >= FEWEST
    assert len(tally.meanings) >= FEWEST


def walk(
    tally: Tally,
    context: BrowserContext,
    dashboard: Dashboard,
    reader: psycopg.Connection,
    moment: Moment,
    path: str,
) -> None:
    """Compare every number of one page at one moment.

    A live page is of a moment between two: what is not as at the first must be as at the second.
    """
    before = Asked(reader, _now(reader, moment), moment.known_at)
    seen = look(context.browser, dashboard.url, path + moment.query, context=context)
    shown = read(seen)
    seen.is_clean()
    seen.page.close()
    found = compare(shown, before)
    if moment.is_live and found.wrong:
        after = compare(shown, Asked(reader, _now(reader, moment), moment.known_at))
        found.wrong = {key: said for key, said in after.wrong.items() if key in found.wrong}
    found.add(compare_files(dashboard, reader, shown, moment))
    tally.add(named(found, moment))


def compare(shown: Shown, asked: Asked) -> Tally:
    """Compare what is on the screen: sentences, matrices, lists and tables."""
    tally = Tally()
    if shown.name in WORDS:
        WORDS[shown.name](tally, shown, asked)
    for id in shown.grids:
        if id in same_grids.TABLES:
            rows = same_grids.screen_rows(shown, id)
            same_grids.compare_table(tally, f"table {id}", id, same_grids.TABLES[id], rows, asked)
    return tally


def compare_files(
    dashboard: Dashboard, reader: psycopg.Connection, shown: Shown, moment: Moment
) -> Tally:
    """Compare the files of a page's cards."""
    tally = Tally()
    for id, grid in shown.grids.items():
        if id not in same_grids.TABLES:
            continue
        facts, rows = taken(dashboard, shown, grid["card"], moment.query)
        asked = Asked(
            reader,
            datetime.fromisoformat(facts["as_of"]),
            datetime.fromisoformat(facts["known_at"]),
        )
        same_grids.compare_table(tally, f"file {id}", id, same_grids.TABLES[id], rows, asked)
    return tally


def named(tally: Tally, moment: Moment) -> Tally:
    """Give a tally whose meanings are of one moment."""
    wrong = {(moment.name, *key): f"{moment.name}: {said}" for key, said in tally.wrong.items()}
    return Tally(tally.compared, {(moment.name, *one) for one in tally.meanings}, wrong)


def _now(reader: psycopg.Connection, moment: Moment) -> datetime:
    if not moment.is_live:
        return moment.as_of
    row = reader.execute("select clock_timestamp()").fetchone()
    assert row is not None
    return row[0]

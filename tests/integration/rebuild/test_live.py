"""A rebuild while events come in and people read: nobody notices, and all rows are the same."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg import Error

from infra.postgres import connect
from infra.settings import Settings
from streams.rebuild import rebuilding
from streams.rebuild.rebuilding import Wanted
from streams.store.tables import running_sums
from streams.store.tables.session import open_session
from streams.verify import checks
from tests.integration.rebuild.conftest import HISTORY, TOKEN, quietly, results, store
from tests.support.builders import correction_of, retraction_of

QUESTIONS = (
    "select r::text from readiness.readiness('NATO', %(as_of)s, %(known_at)s) r",
    "select r::text from readiness.rollup('NATO', %(as_of)s, %(known_at)s) r",
    "select r::text from readiness.exercise_results('amber-26', %(as_of)s, %(known_at)s) r",
    "select r::text from readiness.commitments('NATO', %(as_of)s, %(known_at)s) r",
    "select r::text from readiness.pair_levels('NATO', %(as_of)s, %(known_at)s) r",
    "select r::text from readiness.anomalies(%(as_of)s, %(known_at)s) r",
    "select r::text from readiness.counts(%(as_of)s, %(known_at)s) r",
)
# How many results of the exercise that goes on are there, at the end of the ledger as it is seen?
AT_THE_END = """
select h.seq, (select count(*) from readiness.exercise_results('live', 'infinity', h.recorded_at))
from readiness.head() h
"""
COUNTED = """
select count(*) from muster.ledger
where seq <= %s and type = 'org.muster.exercise.result_recorded'
  and event::jsonb #>> '{data,exercise_id}' = 'live'
"""


def answers(settings: Settings, known_at: object, token: str = "") -> list[list[str]]:
    values = {"as_of": "2026-06-01T00:00:00Z", "known_at": known_at}
    with connect(settings.database("muster_reader")) as reader:
        reader.execute("select set_config('muster.session', %s, false)", [token])
        return [[row[0] for row in reader.execute(ask, values)] for ask in QUESTIONS]


def go_on(settings: Settings, number: int) -> None:
    """Tell of an exercise that goes on, and amend what was told long before."""
    roots = results("r", 0, HISTORY)
    store(settings, *results("live", number * 4, 4, exercise_id="live"))
    old = roots[(number * 7) % HISTORY]
    if number % 3 == 0:
        store(settings, correction_of(old, id=f"late-{number}", rating="U"))
    if number % 5 == 0:
        store(settings, retraction_of(old, id=f"gone-{number}"))


@contextmanager
def repeated(action: Callable[[int], None]) -> Iterator[list[BaseException]]:
    """Do something some ten times a second until the block is left; give what went wrong."""
    end, wrong = threading.Event(), list[BaseException]()

    def run() -> None:
        number = 0
        while not end.wait(0.1):
            try:
                action(number)
            except (Error, AssertionError) as error:
                wrong.append(error)
            number += 1

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield wrong
    finally:
        end.set()
        thread.join()


def test_nobody_notices_a_rebuild_and_going_back(told: Settings, small_slices: None):
    with open_session(told.database("muster_worker")) as worker:
        assert running_sums.sum_up(worker)
    with connect(told.database("muster_owner")) as owner:
        [(known_at,)] = owner.execute("select recorded_at from muster.head")
    before = [answers(told, known_at, token) for token in ("", TOKEN)]
    seen: list[tuple[int, int]] = []
    with connect(told.database("muster_reader")) as reader:

        def look(_: int) -> None:
            seen.extend(reader.execute(AT_THE_END).fetchall())

        def ask(_: int) -> None:
            assert [answers(told, known_at, token) for token in ("", TOKEN)] == before

        with (
            repeated(lambda number: go_on(told, number)) as writing,
            repeated(look) as looking,
            repeated(ask) as asking,
        ):
            done = rebuilding.rebuild(told, Wanted(processes=2), quietly, print)
            back = rebuilding.go_back(told, quietly, print)

    assert (writing, looking, asking) == ([], [], [])
    assert (done.world.number, back.world.number) == (2, 1)
    assert done.differing == ()
    assert [answers(told, known_at, token) for token in ("", TOKEN)] == before
    with connect(told.database("muster_owner")) as owner:
        assert len(seen) > 10
        assert owner.execute("select count(*) from muster_2.summed_up").fetchone() == (1,)
        for seq, count in set(seen):
            assert owner.execute(COUNTED, [seq]).fetchone() == (count,)
    assert [one for one in checks.verify(told) if not one.is_ok] == []
    again = rebuilding.go_back(told, quietly, print)
    assert again.world.number == 2
    assert [one for one in checks.verify(told) if not one.is_ok] == []

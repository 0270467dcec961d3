"""Fills a world with slices of the ledger, in several processes, each slice whole or not at all.

Which slice is next, and which are done, stands in the database. So it does not matter who is
killed when: whoever comes next finds what is missing.
"""

import gc
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from infra.postgres import Connection, transaction
from infra.settings import Settings
from streams.projections import PROJECTIONS, Series
from streams.rebuild import folding
from streams.rebuild.errors import SliceFailed
from streams.rebuild.folding import Folded
from streams.rebuild.source import FromArchive
from streams.rebuild.world import (
    SLICE_EVENTS,
    World,
    end_of_moment,
    events_done,
    note,
    query,
    session,
)
from streams.store.tables import flags, projections
from streams.store.tables.copying import copy_rows
from streams.verify import comparison

TRIES = 5
POLL_S = 0.3
CATCH_UP_EVENTS = 5_000

OnProgress = Callable[[int], None]  # is told how many events are done

Pipe = Any  # one end of what a process says; its class differs from system to system


def fill(
    settings: Settings,
    world: World,
    processes: int,
    on_progress: OnProgress,
    folder: Path | None = None,
) -> None:
    """Return once every slice of a world is in it, read from an archive as far as that goes.

    For one slice no process is started.
    """
    assert world.until_seq is not None  # its slices are cut
    with session(settings, world.number) as connection:
        if world.until_seq <= SLICE_EVENTS:
            while _fill_one(connection, world, set(), _opened(folder)):
                pass
            processes = 0
        _wait_for_all(settings, connection, world, (processes, folder), on_progress)


def _wait_for_all(
    settings: Settings,
    connection: Connection,
    world: World,
    how: tuple[int, Path | None],
    on_progress: OnProgress,
) -> None:
    assert world.until_seq is not None  # its slices are cut
    done = events_done(connection, world.number)
    processes, folder = how
    if done >= world.until_seq:
        processes = 0
    with _at_work(settings, world, processes, folder) as pipes:
        while done < world.until_seq:
            wait(pipes, POLL_S)
            _raise_what_failed(pipes)
            note(connection, "seen", world.number)
            done = events_done(connection, world.number)
            on_progress(done)
            if not pipes and done < world.until_seq:
                time.sleep(POLL_S)  # a process of a rebuild that was killed is still at one


@contextmanager
def _at_work(
    settings: Settings, world: World, processes: int, folder: Path | None
) -> Generator[list[Pipe]]:
    """Give what the processes say, which end with the block whatever happens in it."""
    context = get_context("spawn")
    running: list[SpawnProcess] = []
    pipes: list[Pipe] = []
    try:
        for _ in range(processes):
            ours, theirs = context.Pipe(duplex=False)
            given = (settings, world, theirs, folder)
            process = context.Process(target=_work, args=given, daemon=True)
            process.start()
            theirs.close()
            running.append(process)
            pipes.append(ours)
        yield pipes
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.join()


def _raise_what_failed(pipes: list[Pipe]) -> None:
    """Drop the pipes of processes that have ended, and raise what ended one too early."""
    for pipe in [one for one in pipes if one.poll()]:
        try:
            said = pipe.recv()
        except EOFError:
            said = "it was killed"
        pipes.remove(pipe)
        if said is not None:
            raise SliceFailed(f"a process that fills the new world failed: {said}")


def _work(settings: Settings, world: World, tell: Pipe, folder: Path | None) -> None:
    """Fill in slice after slice, until none is left; say None then, else what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # rows hold no circles, and there are many of them
    try:
        with session(settings, world.number) as connection:
            known: set[Series] = set()
            archive = _opened(folder)
            while _fill_one(connection, world, known, archive):
                pass
        tell.send(None)
    except Exception as error:
        tell.send(" ".join(f"{type(error).__name__}: {error}".split()))


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None  # we are a child
    wait([parent.sentinel])
    os._exit(1)


def _opened(folder: Path | None) -> FromArchive | None:
    return None if folder is None else FromArchive(folder)


def _fill_one(
    connection: Connection, world: World, known: set[Series], archive: FromArchive | None
) -> bool:
    """Fill in one slice; return whether there was one."""
    for left in reversed(range(TRIES)):
        try:
            return _try_one(connection, world, known, archive)
        except psycopg.errors.DeadlockDetected:
            if not left:
                raise
    return False


def _try_one(
    connection: Connection, world: World, known: set[Series], archive: FromArchive | None
) -> bool:
    assert world.until_seq is not None  # its slices are cut
    named: set[Series] = set()
    with transaction(connection):
        row = connection.execute(query("claim_slice"), {"number": world.number}).fetchone()
        if row is None:
            return False
        first_seq, last_seq = row
        span = (first_seq, last_seq, world.until_seq)
        if archive is None or last_seq > archive.last_seq:
            parts = iter([folding.of_slice(connection, *span)])
        else:
            parts = archive.folded(connection, *span)
        for found in parts:
            named |= _insert(connection, found, known | named)
        note(connection, "slice_done", world.number, first_seq=first_seq)
    known |= named
    return True


def catch_up(connection: Connection, world: World, from_seq: int, to_seq: int) -> int:
    """Bring a world that holds all up to one event further on; return up to where it went.

    Never into the middle of a moment: what was known at one is compared with the other world.
    """
    last_seq = min(to_seq, from_seq + CATCH_UP_EVENTS)
    if last_seq <= from_seq:
        return from_seq
    last_seq = end_of_moment(connection, last_seq)
    with transaction(connection):
        found = folding.of_news(connection, from_seq + 1, last_seq)
        _forget(connection, found)
        _insert(connection, found, set())
        note(connection, "caught_up", world.number, seq=last_seq)
    return last_seq


def _forget(connection: Connection, found: Folded) -> None:
    """Take out the rows that are made anew; nobody reads this world yet."""
    if found.earlier_roots:
        for projection in PROJECTIONS:
            statement = sql.SQL("delete from {} where root_seq = any(%s)")
            table = sql.Identifier(projection.table)
            connection.execute(statement.format(table), [found.earlier_roots])
    connection.execute(query("forget_flags"), {"seqs": found.amendments})


def _insert(connection: Connection, found: Folded, known: set[Series]) -> set[Series]:
    """Write rows, and what they name: series that are not known yet, which are returned.

    All in one order, so that none of two processes waits for the other in a circle, and what two
    might write at once comes last.
    """
    by_table: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for row in found.rows:
        by_table[row.table].append(row.values)
    for table, rows in sorted(by_table.items()):
        copy_rows(connection, table, comparison.COLUMNS[table], rows)
    flags.replace(connection, found.flags, found.flags)
    named = {row.series for row in found.rows if row.series is not None} - known
    projections.add_series(connection, named)
    return named

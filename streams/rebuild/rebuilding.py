"""A rebuild from its beginning to the change-over; begun and broken off, it goes on."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from infra import worlds
from infra.migrate import lacking
from infra.postgres import Connection
from infra.settings import Settings
from streams.errors import TablesMissing
from streams.projections import versions
from streams.rebuild import comparing, filling, indexes, source, switching, world
from streams.rebuild.errors import RebuildRefused, RowsDiffer
from streams.rebuild.source import FromArchive
from streams.rebuild.world import Progress, State, World
from streams.store.tables import running_sums
from streams.store.tables.session import enter

Part = Callable[
    [str, str, int], Callable[[int], None]
]  # title, what, total; then told what is done


TURN_S = 1.0  # until it is asked again whether no worker sums up just now


class Wanted(NamedTuple):
    """How a rebuild is to go about it."""

    processes: int
    only_resume: bool = False  # begin none
    is_repair: bool = False  # change over although rows differ
    stays_beside: bool = False  # do not change over
    folder: Path | None = None  # of an archive to read from, as far as that goes


class Done(NamedTuple):
    """What a rebuild has come to."""

    world: World
    seq: int
    differing: tuple[str, ...]


def rebuild(settings: Settings, wanted: Wanted, part: Part, report: Callable[[str], None]) -> Done:
    """Fill another world from the ledger, compare it with the one in force, and change over."""
    with world.session(settings) as turn:
        _require_whole(turn)
        world.take_turn(turn)
        archive = _archive(turn, wanted.folder, part)
        made = _begun(turn, wanted, report)
        if made.until_seq is None:
            world.make(turn, made, archive.slices() if archive else None)
            made = world.by_number(turn, made.number)
        in_use = _in_force(turn)
        run = _Rebuild(settings, wanted, turn, made, in_use, part)
        run.fill()
        differing = run.compare()
        if wanted.stays_beside:
            return Done(made, world.by_number(turn, made.number).caught_up_seq or 0, differing)
        seq = switching.switch(settings, made, run.check, report)
        return Done(made, seq, differing)


def go_back(settings: Settings, part: Part, report: Callable[[str], None]) -> Done:
    """Put the former world in force again, with all that has been recorded since."""
    with world.session(settings) as turn:
        _require_whole(turn)
        world.take_turn(turn)
        former = world.of_state(turn, State.FORMER)
        if former is None:
            raise RebuildRefused("there is no former world to go back to")
        if not worlds.is_made_by_this_version(turn, former.number):
            raise RebuildRefused(
                "the former world has the tables of another version of Muster; go back with that "
                "version, or remove it: muster rebuild drop"
            )
        with world.session(settings, former.number) as filler:
            if world.versions_of(turn, former) != versions():
                filler.execute(world.query("forget_sums"))
            _catch_up(filler, former, part)
        return Done(former, switching.switch(settings, former, lambda _: None, report), ())


def drop(settings: Settings) -> list[World]:
    """Remove every world that is not in force; return them."""
    with world.session(settings) as turn:
        _require_whole(turn)
        world.take_turn(turn)
        others = [one for one in world.all_of(turn) if one.state is not State.IN_FORCE]
        for one in others:
            world.drop(turn, one)
        return others


def there_are(settings: Settings) -> list[World]:
    """Return every world there is."""
    with world.session(settings) as connection:
        return world.all_of(connection)


def progress(settings: Settings) -> list[Progress]:
    """Return how far each world is that is not in use."""
    with world.session(settings) as connection:
        _require_whole(connection)
        return world.progress(connection)


def _require_whole(connection: Connection) -> None:
    if lacking(connection):
        raise TablesMissing


def _archive(turn: Connection, folder: Path | None, part: Part) -> FromArchive | None:
    """Return the archive that is read from, once every byte of it is known to be right."""
    if folder is None:
        return None

    def begin(total: int) -> Callable[[int], None]:
        tell, seen = part("verifying", "bytes", total), 0

        def add(amount: int) -> None:
            nonlocal seen
            seen += amount
            tell(seen)

        return add

    return source.checked(folder.absolute(), turn, begin)


def _in_force(connection: Connection) -> World:
    found = world.of_state(connection, State.IN_FORCE)
    assert found is not None  # there always is one
    return found


def _begun(turn: Connection, wanted: Wanted, report: Callable[[str], None]) -> World:
    """Return the world that is being filled, or a new one."""
    begun = world.of_state(turn, State.FILLING)
    if begun is not None and not _fits(turn, begun):
        report("removes what was begun by another version, or only just begun")
        world.drop(turn, begun)
        begun = None
    if begun is not None:
        report(f"goes on with what was begun at {begun.began_at:%Y-%m-%d %H:%M:%S}Z")
        return begun
    if wanted.only_resume:
        raise RebuildRefused("no rebuild was begun that this version could go on with")
    former = world.of_state(turn, State.FORMER)
    if former is not None:
        raise RebuildRefused(
            f"world {former.number} is kept from before the last rebuild; go back to it (muster "
            "rebuild back) or remove it (muster rebuild drop), then begin another"
        )
    return world.begin(turn)


def _fits(turn: Connection, begun: World) -> bool:
    """Tell whether this version would have made what was begun."""
    if begun.until_seq is None:  # its tables were not all made: that is quick, and begins anew
        return False
    return (
        worlds.is_made_by_this_version(turn, begun.number)
        and world.versions_of(turn, begun) == versions()
    )


def _catch_up(filler: Connection, made: World, part: Part) -> int:
    first = world.by_number(filler, made.number).caught_up_seq or 0
    tell = part("catching up", "events", max(0, world.ledger_end(filler) - first))
    return switching.catch_up(filler, made, lambda done, _: tell(done - first))


@dataclass(frozen=True, slots=True)
class _Rebuild:
    """One rebuild: what is asked for, the world that is made, and the one in force."""

    settings: Settings
    wanted: Wanted
    turn: Connection
    made: World
    in_use: World
    part: Part

    def fill(self) -> None:
        """Let the world hold all but the newest events, with indexes and sums as the other."""
        if not self.made.is_indexed:
            self._fold()
        with world.session(self.settings, self.made.number) as filler:
            done = _catch_up(filler, self.made, self.part)
            enter(self.turn, self.in_use.schema)
            if running_sums.progress(self.turn).summed_seq:
                self.part("summing up", "run", 1)
                while not running_sums.sum_up(filler, world.end_of(filler, done)):
                    time.sleep(TURN_S)
                _catch_up(filler, self.made, self.part)

    def compare(self) -> tuple[str, ...]:
        """Return which projections of the same version have other rows; raise unless wanted."""
        now = world.by_number(self.turn, self.made.number)
        if now.is_compared:
            return ()
        theirs = world.versions_of(self.turn, self.in_use)
        tables = [name for name, version in versions().items() if theirs.get(name) == version]
        found = self._differences(tables, now.caught_up_seq or 0)
        if found and not self.wanted.is_repair:
            raise RowsDiffer(_said(found[0]))
        world.note(self.turn, "compared", self.made.number)
        return tuple(one.table for one in found)

    def check(self, connection: Connection) -> None:
        """Raise when, while nobody writes, the tables that have no moments are not the same."""
        if self.wanted.is_repair:
            return
        others = comparing.differences_now(connection, self.made, self.in_use)
        if others:
            raise RowsDiffer(
                f"{others[0]} made anew has other rows than the one in use; nothing was changed "
                "over. Where the rows in use are wrong: muster rebuild --repair"
            )

    def _fold(self) -> None:
        indexes.take_away(self.turn, self.made)
        events = self.part("folding", "events", self.made.until_seq or 0)
        wanted = self.wanted
        filling.fill(self.settings, self.made, wanted.processes, events, wanted.folder)
        tell = _counted(self.part("indexing", "tables", len(indexes.TABLES)))
        indexes.make(self.settings, self.made, self.in_use, self.wanted.processes, tell)

    def _differences(self, tables: Sequence[str], seq: int) -> list[comparing.Difference]:
        tell = _counted(self.part("comparing", "tables", len(tables)))
        both = (self.made, self.in_use)
        moment = world.end_of(self.turn, seq).recorded_at
        return list(comparing.differences(self.settings, both, tables, moment, tell))


def _counted(tell: Callable[[int], None]) -> Callable[[object], None]:
    """Return what takes the things that are done, one by one, and tells how many there are."""
    count = iter(range(1, sys.maxsize))
    return lambda _: tell(next(count))


def _said(one: comparing.Difference) -> str:
    return (
        f"{one.table} made anew has {one.made.rows:,} rows and not those in use, which are "
        f"{one.in_use.rows:,} of the same version; nothing was changed over. Where "
        "`muster verify` says that those in use are wrong: muster rebuild --repair; else: "
        "muster rebuild drop"
    )

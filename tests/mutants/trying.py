"""Try one fault after the other on the tests that go through it, those first that found others."""

import inspect
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from infra.postgres import connect, transaction
from tests.mutants.loaded import Loaded
from tests.mutants.mutant import Mutant, Verdict
from tests.mutants.recording import ROOT, Recording
from tests.mutants.sql_functions import Calls, is_refused, made_in, put
from tests.mutants.trial import (
    CAUGHT,
    NOT_JUDGED,
    OUT_OF_TIME,
    SURVIVED,
    OutOfTime,
    Trial,
    split_off,
)
from tests.support import postgres
from tests.support.postgres import Database

HANGS_S = 120  # beyond the time for its tests, before what was split off is taken to hang
READ = Path("streams/read")
UNKNOWN = {NOT_JUDGED: Verdict.NOT_JUDGED, OUT_OF_TIME: Verdict.UNDECIDED}
PROPERTIES = "tests/property/"
WORD = re.compile(r"\w+")


@dataclass
class Order:
    """In which order tests are asked: what found faults nearby, then files about the place."""

    items: Mapping[str, pytest.Item]
    longest_s: float
    clean_up: Callable[[int], object]  # after a process of this number
    found: dict[Path, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def of(self, mutant: Mutant, tests: Iterable[str]) -> list[str]:
        """Return these tests in the order in which they are asked."""
        wanted = {one for one in tests if one in self.items}
        first = [one for one, _ in self.found[mutant.path].most_common(3) if one in wanted]
        all_of_file = Counter(map(_file, self.items))
        of_file = Counter(map(_file, wanted))

        def focus(test: str) -> tuple[bool, float]:
            # Properties take long, and go everywhere.
            return test.startswith(PROPERTIES), -of_file[_file(test)] / all_of_file[_file(test)]

        # Tests of a file stay together: they share what was set up for them.
        rest = sorted((one for one in self.items if one in wanted), key=focus)
        return list(dict.fromkeys([*first, *rest]))


def _file(test: str) -> str:
    return test.partition("::")[0]


Judge = Callable[[Mutant], tuple[Verdict, str]]


def _tried(
    trial: Trial, order: Order, mutant: Mutant, tests: list[str], put_in: Callable[[], object]
) -> tuple[Verdict, str]:
    """Return whether one of the tests fails once the fault was put in, and which."""

    def work(tell: Callable[[str], object]) -> int:
        put_in()
        try:
            failed = trial.run(tests, order.longest_s)
        except OutOfTime:
            return OUT_OF_TIME
        if failed is None:
            return SURVIVED
        tell(failed)
        return CAUGHT

    if not tests:
        return Verdict.SURVIVED, "no test goes there"
    code, said = split_off(work, order.longest_s + HANGS_S, order.clean_up)
    if code == SURVIVED:
        return Verdict.SURVIVED, f"{len(tests)} tests"
    if code in UNKNOWN:
        return UNKNOWN[code], said
    if said in trial.items:
        order.found[mutant.path][said] += 1
    return Verdict.CAUGHT, said


def in_python(trial: Trial, order: Order, recording: Recording) -> Judge:
    """Return what judges faults in Python."""
    loaded = Loaded()
    new = trial.items.keys() - recording.seconds.keys()

    def judge(mutant: Mutant) -> tuple[Verdict, str]:
        text = mutant.text
        tests = recording.of_lines(mutant.path, mutant.first_line, mutant.last_line)
        put_in = partial(loaded.put, mutant.path, text, mutant.mutation.applied(text))
        return _tried(trial, order, mutant, order.of(mutant, tests | new), put_in)

    return judge


def in_sql(trial: Trial, order: Order, scratch: Database) -> Judge:
    """Return what judges faults in read functions."""
    words = {name: _words_of(item) for name, item in trial.items.items() if _asks_sql(item)}
    calls = Calls(tuple(path.read_text() for path in sorted((ROOT / READ).rglob("*.sql"))))

    def judge(mutant: Mutant) -> tuple[Verdict, str]:
        text = mutant.text
        made = next(one for one in made_in(text) if one.start < mutant.mutation.at < one.end)
        grown = len(mutant.mutation.becomes) - len(mutant.mutation.was)
        statement = mutant.mutation.applied(text)[made.start : made.end + grown]
        with connect(scratch.conninfo(), application_name="muster tests") as connection:
            if is_refused(connection, statement):
                return Verdict.REFUSED, ""
        reach = calls.who_reach(made.name)
        tests = [
            name
            for name, said in words.items()
            if name.startswith(PROPERTIES) or not reach.isdisjoint(said)
        ]
        put_in = partial(_in_every_database, statement)
        return _tried(trial, order, mutant, order.of(mutant, tests), put_in)

    return judge


def _asks_sql(item: pytest.Item) -> bool:
    """Tell whether a test is given a database; of those that may be given one, if it is."""
    given = getattr(item, "callspec", None)
    engine = given.params.get("engine") if given is not None else None
    return engine == "database" or "database" in getattr(item, "fixturenames", ())


def _words_of(item: pytest.Item) -> set[str]:
    """Return every word of a test, of what it is given, and of the helpers beside it."""
    given = getattr(item, "callspec", None)
    words = {*WORD.findall(repr(given.params))} if given is not None else set()
    test = getattr(item, "function", None)
    new, module = [test], getattr(item, "module", None)
    seen: set[object] = set()
    while new:
        function = new.pop()
        if function in seen or not inspect.isfunction(function):
            continue
        seen.add(function)
        found = {*WORD.findall(inspect.getsource(inspect.unwrap(function)))}
        words |= found
        beside = (getattr(module, name, None) for name in found)
        new += [one for one in beside if getattr(one, "__module__", None) == test.__module__]
    return words


def _in_every_database(statement: str) -> None:
    """Let each database that a test is given have this function."""
    migrate = postgres.migrate

    def migrate_and_put(conninfo: str) -> None:
        migrate(conninfo)
        connecting = connect(conninfo, application_name="muster tests")
        with connecting as connection, transaction(connection):
            put(connection, statement)

    postgres.migrate = migrate_and_put  # type: ignore[assignment]

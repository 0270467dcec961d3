"""`python -m tests.mutants`: make small faults, one at a time, and see which tests miss."""

import os
import shutil
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

import click

from infra.settings import Settings
from tests.mutants import python_mutations, sql_mutations
from tests.mutants.mutant import Mutant, Mutation, Verdict, chosen
from tests.mutants.recording import ROOT, Recording, record
from tests.mutants.survivors import reason_for
from tests.mutants.trial import CAUGHT, SURVIVED, Trial, collected, split_off
from tests.mutants.trying import READ, Judge, Order, in_python, in_sql
from tests.screens.told import TOLD, told
from tests.support.postgres import READY, Database, copy_of, drop_those_of, migrated_template
from tests.support.stack import SHARED, environment, own_stack

SEED = 20261129
LONGEST_RECORDING_S = 3600
RECORDINGS = ROOT / ".cache" / "mutants"
FAST = (
    "tests/unit",
    "tests/contract",
    "tests/spec",
    "tests/screens",
    "tests/integration/database",
)
WITH_SQL = (
    "tests/spec",
    "tests/integration/database",
    "tests/property/test_frames.py",
    "tests/property/test_difference.py",
    "tests/property/test_any_order.py",
    "tests/property/test_visibility.py",
    "tests/property/test_same_bytes.py",
)
# What says something: contracts and what stores them, folds, sentences and cards.
SOURCES = (
    "schemas",
    "streams/decode",
    "streams/store",
    "streams/events",
    "streams/projections",
    "dashboard/wording",
    "dashboard/pages",
)


def _files(folders: tuple[str, ...], ending: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*.{ending}")):
            yield path.relative_to(ROOT)


def _mutants(
    files: Iterator[Path], only: str, find: Callable[[str], list[Mutation]]
) -> Iterator[Mutant]:
    """Give every small fault of the files that have these words in their names."""
    for path in files:
        if only in str(path):
            yield from (Mutant(path, one) for one in find((ROOT / path).read_text()))


@click.group("mutants")
def command() -> None:
    """Make small faults on purpose, one at a time, and see which tests miss."""


def _options(count: int, least_percent: float):
    def add(function):
        for option in (
            click.option("--count", default=count, show_default=True, type=click.IntRange(min=1)),
            click.option("--seed", default=SEED, show_default=True),
            click.option("--only", default="", help="Only files with this in their name."),
            click.option("--longest-s", default=120.0, show_default=True, help="Tests for each."),
            click.option("--least-percent", default=least_percent, show_default=True),
        ):
            function = option(function)
        return function

    return add


@command.command("python")
@_options(400, 95.0)
def in_functions(count: int, seed: int, only: str, longest_s: float, least_percent: float) -> None:
    """Try faults in functions of contracts, stores, projections, sentences and cards.

    Example: `python -m tests.mutants python --count 20 --only wording`
    """
    picked = chosen(_mutants(_files(SOURCES, "py"), only, python_mutations.mutations), count, seed)
    _try(FAST, picked, longest_s, least_percent, _in_python_as_recorded)


@command.command("sql")
@_options(300, 98.0)
def in_read_functions(
    count: int, seed: int, only: str, longest_s: float, least_percent: float
) -> None:
    """Try faults in read functions.

    Example: `python -m tests.mutants sql --count 20 --only lessons`
    """
    picked = chosen(
        _mutants(_files((str(READ),), "sql"), only, sql_mutations.mutations), count, seed
    )
    _try(WITH_SQL, picked, longest_s, least_percent, in_sql)


def _try(
    folders: tuple[str, ...],
    picked: list[Mutant],
    longest_s: float,
    least_percent: float,
    judging: Callable[[Trial, Order, Database], Judge],
) -> None:
    verdicts: Counter[Verdict] = Counter()
    survivors: list[Mutant] = []

    def work(trial: Trial) -> None:
        order = Order(trial.items, longest_s, partial(drop_those_of, scratch.server))
        judge = judging(trial, order, scratch)
        for number, mutant in enumerate(picked, 1):
            verdict, why = judge(mutant)
            if verdict is Verdict.SURVIVED and reason_for(mutant) is not None:
                verdict = Verdict.EQUIVALENT
            verdicts[verdict] += 1
            survivors.extend([mutant] if verdict is Verdict.SURVIVED else [])
            click.echo(f"{number}/{len(picked)} {verdict}: {mutant} | {why}", err=True)

    with _services() as settings, migrated_template(settings) as template:
        os.environ[READY] = template.name
        with copy_of(template) as scratch, _told(settings, template, folders):
            collected(folders, work)
    tried = verdicts[Verdict.CAUGHT] + verdicts[Verdict.SURVIVED]
    percent = 100 * verdicts[Verdict.CAUGHT] / tried if tried else 100.0
    click.echo(f"{verdicts[Verdict.CAUGHT]} of {tried} caught ({percent:.1f} %), {dict(verdicts)}")
    for mutant in survivors:
        click.echo(f"survived: {mutant}")
    sys.exit(percent < least_percent)


@contextmanager
def _told(settings: Settings, template: Database, folders: tuple[str, ...]) -> Iterator[None]:
    """Tell the year that screens are read of once, and not again for every fault."""
    if "tests/screens" not in folders:
        yield
        return
    with told(settings, template) as year:
        os.environ[TOLD] = year.database_name
        yield


@contextmanager
def _services() -> Iterator[Settings]:
    """Give services of our own, or those that MUSTER_TEST_STACK names."""
    if os.environ.get("MUSTER_TEST_STACK") == SHARED:
        yield Settings.from_environment(os.environ)
        return
    with own_stack() as stack:
        os.environ.update(environment(stack.settings), MUSTER_TEST_STACK=SHARED)
        yield stack.settings


def _in_python_as_recorded(trial: Trial, order: Order, _: Database) -> Judge:
    return in_python(trial, order, _recorded(trial, FAST))


def _recorded(trial: Trial, folders: tuple[str, ...]) -> Recording:
    """Return which test goes where; run them all once where that is not known for these texts."""
    texts = sha256(" ".join(folders).encode())
    for folder in ("schemas", "infra", "streams", "dashboard"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".py" and "node_modules" not in path.parts:
                texts.update(path.read_bytes())
    folder = RECORDINGS / texts.hexdigest()[:16]
    recording = Recording(folder)
    if not recording.is_there():
        click.echo(f"running {len(trial.items)} tests once, to see where each goes", err=True)

        def work(tell: Callable[[str], object]) -> int:
            record(trial.session, [*trial.items.values()], folder)
            tell(", ".join(trial.failed))
            return CAUGHT if trial.failed else SURVIVED

        code, said = split_off(work, LONGEST_RECORDING_S)
        if code != SURVIVED:
            # Nothing is wrong yet: a test that fails now says nothing of any fault.
            shutil.rmtree(folder, ignore_errors=True)
            raise click.ClickException(f"mend these first, they fail without any fault: {said}")
    return recording


if __name__ == "__main__":
    # Whoever ends it wants its services ended as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    warnings.simplefilter("ignore")
    command()

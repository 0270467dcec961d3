"""`python -m tests.mutants`: make small faults in the read functions, and see which tests miss."""

import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tests.mutants.sql_mutations import mutations
from tests.mutants.workplace import ROOT, Mutant, Verdict, workplace
from tests.support.stack import own_stack

READ = Path("streams/read")
SEED = 20261129


def mutants(only: str) -> Iterator[Mutant]:
    """Give every small fault of the read functions whose file has these words in its name."""
    for path in sorted((ROOT / READ).rglob("*.sql")):
        own = path.relative_to(ROOT)
        if only in str(own):
            yield from (Mutant(own, one) for one in mutations(path.read_text()))


def chosen(every: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """Give so many of them, by chance but the same for the same seed."""
    return random.Random(seed).sample(every, min(count, len(every)))


@click.command("mutants")
@click.option("--count", default=300, show_default=True, type=click.IntRange(min=1))
@click.option("--seed", default=SEED, show_default=True)
@click.option("--only", default="", help="Only files with this in their name, as lessons/board.")
@click.option("--least-percent", default=98.0, show_default=True, help="Fail below this.")
def command(count: int, seed: int, only: str, least_percent: float) -> None:
    """Make small faults in the read functions, one at a time, and run the tests of each.

    Filters fall away, bounds and numbers move by one, signs and orders turn, rounding changes. A
    fault takes between some seconds and some minutes: those that no test sees take longest.

    Example: `python -m tests.mutants --count 20 --only lessons`
    """
    verdicts: Counter[Verdict] = Counter()
    survivors: list[Mutant] = []
    picked = chosen(list(mutants(only)), count, seed)
    with own_stack() as stack, workplace(stack.settings) as place:
        for number, mutant in enumerate(picked, 1):
            verdict = place.judge(mutant)
            verdicts[verdict] += 1
            survivors += [mutant] if verdict is Verdict.SURVIVED else []
            click.echo(f"{number}/{len(picked)} {verdict}: {mutant}", err=True)
    tried = verdicts[Verdict.CAUGHT] + verdicts[Verdict.SURVIVED]
    percent = 100 * verdicts[Verdict.CAUGHT] / tried if tried else 100.0
    click.echo(
        f"{verdicts[Verdict.CAUGHT]} of {tried} caught ({percent:.1f} %), "
        f"{verdicts[Verdict.REFUSED]} refused by PostgreSQL"
    )
    for mutant in survivors:
        click.echo(f"survived: {mutant}")
    sys.exit(percent < least_percent)


if __name__ == "__main__":
    # Whoever ends it wants its services ended as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command()

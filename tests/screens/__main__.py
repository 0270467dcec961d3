"""`python -m tests.screens`: write what every page says to the addresses of the tests."""

import sys

import click
from rich.console import Console

from tests.bench.command import run
from tests.bench.services import own_stack
from tests.screens.abridged import abridged, text_of, what_is_other
from tests.screens.addresses import ADDRESSES, EXPECTED, file_of, usual
from tests.screens.asking import answers
from tests.screens.told import told
from tests.support.postgres import migrated_template


@click.command("screens")
def screens() -> int:
    """Write what every page says now; read the change before it is committed."""
    progress = Console(stderr=True, highlight=False)
    with (
        own_stack(progress.print) as stack,
        migrated_template(stack) as template,
        told(stack, template) as settings,
    ):
        found = {one: abridged(said) for one, said in answers(settings, ADDRESSES).items()}
    for old in EXPECTED.glob("*.json"):
        old.unlink()
    for address, answer in found.items():
        alone = usual(address)
        other = answer if alone is None else what_is_other(answer, found[alone])
        file_of(address).write_text(text_of(other), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(screens, "screens"))

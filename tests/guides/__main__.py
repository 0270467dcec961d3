"""`python -m tests.guides`: follow each guide, then once without each of its steps.

A guide that was followed leaves nothing to complain about; one that was not is told what is
missing. It takes some ten seconds for each of the steps, and starts services of its own.
"""

import re
import signal
import sys

import click

from infra.settings import Settings
from tests.guides.guides import GUIDES, Guide, Step
from tests.guides.place import place
from tests.support.stack import own_stack


def followed(settings: Settings, guides: tuple[Guide, ...]) -> str:
    """Give what the checks say after guides were followed to the letter: nothing."""
    with place(settings) as copy:
        for guide in guides:
            for step in guide.steps:
                step.do(copy)
        checks = dict.fromkeys(one for guide in guides for one in guide.checks)
        return copy.complaints([*checks])


def left_out(settings: Settings, guide: Guide, missing: Step) -> str:
    """Give what the checks say after a guide was followed but for one step."""
    with place(settings) as copy:
        for step in guide.steps:
            if step is not missing:
                step.do(copy)
        return copy.complaints(guide.checks)


def is_named(missing: Step, complaints: str) -> bool:
    """Tell whether the checks say what is missing."""
    return re.search(missing.told, complaints, re.DOTALL) is not None


@click.command("guides")
def command() -> None:
    """Follow each guide of CONTRIBUTING, then once without each of its steps.

    Example: `python -m tests.guides`
    """
    wrong = 0
    with own_stack() as stack:
        complaints = followed(stack.settings, GUIDES)
        click.echo(complaints or "every guide: nothing to complain about")
        wrong += bool(complaints)
        for guide in GUIDES:
            for step in guide.steps:
                complaints = left_out(stack.settings, guide, step)
                is_right = is_named(step, complaints)
                wrong += not is_right
                said = "named" if is_right else f"NOT NAMED\n{complaints[-3000:]}"
                click.echo(f"{guide.name}, without {step.row}: {said}")
    sys.exit(min(wrong, 1))


if __name__ == "__main__":
    # Whoever ends it wants its services ended as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command()

"""`muster schemas`: what producers may rely on."""

import json
from pathlib import Path
from typing import Any

import click
import msgspec

from infra.errors import BrokenContract, UsageError
from schemas.releases import Schemas, broken, released, today


@click.group("schemas")
def command() -> None:
    """Compare what events may say with what earlier releases accepted.

    Example: `muster schemas check --help`
    """


@command.command()
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The schemas of one release, as schemas/releases/0.1.0.json; else of every release.",
)
@click.option("--json", "as_json", is_flag=True, help="Write what breaks as JSON.")
def check(against: Path | None, as_json: bool) -> None:
    """Fail when a message that a release accepted may be refused now.

    A producer that was right once stays right: a new field is optional, a list of words grows, a
    bound widens; what cannot be told counts as a break. Anything else needs a new version of the
    type, beside the old one. The exit code is 65 when something breaks.

    Example: `muster schemas check`

    Example: `muster schemas check --against schemas/releases/0.1.0.json`
    """
    releases = released() if against is None else {against.stem: _read(against)}
    schemas = today()
    found = broken(schemas, releases)
    if as_json:
        click.echo(json.dumps([one._asdict() for one in found], indent=1))
    else:
        for one in found:
            click.echo(str(one))
    names = ", ".join(releases)
    if found:
        raise BrokenContract(
            f"{len(found)} of what {names} accepted may be refused; keep it, or make a new version"
        )
    if not as_json:
        click.echo(f"{len(schemas)} schemas accept all that {names} accepted")


def _read(path: Path) -> Schemas:
    wanted = f"{path}: expected schemas by name, as `python -m schemas.releases` writes them"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Any]])
    except msgspec.DecodeError as error:
        raise UsageError(wanted) from error

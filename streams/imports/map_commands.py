"""`muster map`: what a table holds, and a mapping of it to begin with."""

import sys
from pathlib import Path

import click
import msgspec

from infra.errors import UsageError
from schemas.typed import RECORDED
from schemas.vocabulary import Classification
from streams.imports import columns, mapping, toml_text
from streams.imports.errors import ImportFailed, MappingError
from streams.imports.guessing import Guess, guess
from streams.imports.language import Mapping
from streams.imports.samples import Column, Sample, sample_of


class Fitting(msgspec.Struct, frozen=True):
    """A mapping that comes with Muster and finds its columns in the table."""

    name: str
    title: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a table to a program."""

    sample: Sample
    fitting: list[Fitting]
    guess: Guess | None


@click.command("map")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--type", "kind_name", help="Write a mapping to events of this type.")
@click.option(
    "--classification",
    type=click.Choice([one.value for one in Classification]),
    help="The classification its events shall carry; needed with --type.",
)
@click.option("--sheet", help="Which sheet of a workbook.")
@click.option("--json", "as_json", is_flag=True, help="Say all of it as one JSON object.")
def map_table(
    *,
    file: Path,
    kind_name: str | None,
    classification: str | None,
    sheet: str | None,
    as_json: bool,
) -> None:
    """Show the columns of a table; with --type, begin a mapping of it.

    The mapping is a guess, by names and values of the first 5,000 rows: read it, then try it
    with `muster import --check`.

    Example: `muster map visits.csv`

    Example: `muster map visits.csv --type capability.assessed --classification UNCLASSIFIED > visits.toml`
    """  # noqa: E501 - an example is one line
    kind = RECORDED.get((kind_name or "").removeprefix("org.muster."))
    if kind_name is not None and kind is None:
        raise UsageError(f"there is no event type {kind_name!r}; `schemas/FIELDS.md` lists them")
    if kind is not None and classification is None and not as_json:
        raise UsageError("say with --classification what its events shall be marked as")
    sample, rows = sample_of(file, sheet=sheet)
    found = guess(kind, sample, rows, file) if kind else None
    if as_json:
        told = Told(sample=sample, fitting=_fitting(file), guess=found)
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    elif found is not None:
        said = found.mapping
        said["label"]["classification"] = classification
        said["events"] = [_without_gaps(one) for one in said["events"]]
        click.echo(toml_text.written(said), nl=False)
    else:
        _say(sample)
        for one in _fitting(file):
            click.echo(f"fits: muster import {one.name} {file}  ({one.title})")


def _without_gaps(event: dict[str, object]) -> dict[str, object]:
    """Leave out what was not found: the mapping is refused with what it needs."""
    return {name: value for name, value in event.items() if value is not None}


def _fitting(file: Path) -> list[Fitting]:
    shipped = [(name, mapping.load(name)) for name in mapping.shipped_names()]
    return [Fitting(name, one.title) for name, one in shipped if _fits(file, one)]


def _fits(file: Path, one: Mapping) -> bool:
    """Tell whether a mapping finds its columns; one with a query would have to be asked."""
    if one.query is not None:
        return False
    try:
        columns.opened(file, one)
    except (MappingError, ImportFailed):
        return False
    return True


def _say(sample: Sample) -> None:
    for column in sample.columns:
        click.echo(f"{column.name:24} {_looks(column):24} {', '.join(column.examples)}")
    more = "" if sample.is_whole else " (of more)"
    click.echo(f"{sample.rows:,} rows{more}, {len(sample.columns)} columns", err=True)


def _looks(column: Column) -> str:
    said = str(column.looks)
    return f"{said} {' '.join(column.formats)}" if column.formats else said

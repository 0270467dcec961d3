"""`muster import`: a table of another system becomes events."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import click

from infra.clock import utc_now
from infra.errors import Cancelled, UsageError
from infra.settings import Settings
from streams.client.message import Message
from streams.client.progress import ProgressBar
from streams.client.publisher import Delivery, Publisher
from streams.imports import facts, mapping
from streams.imports.findings import Findings
from streams.imports.rows import RowReader
from streams.imports.table import TableFile

LISTED = 20
SHOWN_EVENTS = 3
EXIT_REFUSED = 65
EXIT_UNAVAILABLE = 69


@click.command("import")
@click.argument("mapping_name", metavar="MAPPING", required=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False), required=False)
@click.option("--list", "list_only", is_flag=True, help="List the mappings that come with Muster.")
@click.option(
    "--dry-run", is_flag=True, help="Send nothing; show the first events and the counts."
)
@click.pass_obj
def import_table(
    settings: Settings, mapping_name: str | None, file: str | None, list_only: bool, dry_run: bool
) -> int:
    """Turn a table into events: MAPPING is a shipped name or a .toml file of your own.

    The same row gives the same event, so that a second import adds nothing. Rows that cannot
    become an event are listed and the others are sent; it then leaves with 65.

    Example: `muster import who-ihr who_ihr_average_2010_2020.csv`
    """
    if list_only:
        return _list_mappings()
    if mapping_name is None or file is None:
        raise UsageError("give MAPPING and FILE; `muster import --list` shows the mappings")
    chosen = mapping.load(mapping_name)
    reader = RowReader(chosen, TableFile(Path(file), chosen), utc_now())
    if dry_run:
        return _dry_run(reader)
    return _send(settings, chosen, reader)


def _list_mappings() -> int:
    for name in mapping.shipped_names():
        click.echo(f"{name:20} {mapping.load(name).title}")
    return 0


def _dry_run(reader: RowReader) -> int:
    events = reader.messages()
    for message in islice(events, SHOWN_EVENTS):
        click.echo(message.text.decode())
    for _ in events:
        pass
    _report(reader.findings)
    click.echo(f"{_counts(reader.findings)}; nothing was sent")
    return EXIT_REFUSED if reader.findings.refused else 0


def _send(settings: Settings, chosen: mapping.Mapping, reader: RowReader) -> int:
    with Publisher(settings) as publisher:
        try:
            _send_all(publisher, chain(_facts(chosen), reader.messages()), reader)
        except KeyboardInterrupt:
            click.echo(_outcome(reader.findings, publisher.delivery))
            raise Cancelled("stopped; run the same command again to go on") from None
    _report(reader.findings)
    if chosen.facts:
        count, names = len(list(_facts(chosen))), ", ".join(chosen.facts)
        click.echo(f"sent first: {count} events the mapping needs ({names})", err=True)
    delivery = publisher.delivery
    if delivery.first_failure:
        click.echo(f"first failure: {delivery.first_failure}", err=True)
    click.echo(_outcome(reader.findings, delivery))
    if delivery.failed:
        return EXIT_UNAVAILABLE
    return EXIT_REFUSED if reader.findings.refused else 0


def _send_all(publisher: Publisher, messages: Iterator[Message], reader: RowReader) -> None:
    with ProgressBar("importing", reader.total_rows()) as bar:
        for message in messages:
            publisher.send(message)
            bar.show(reader.findings.rows, _outcome(reader.findings, publisher.delivery))
            if publisher.delivery.failed:
                return
        publisher.flush()


def _facts(chosen: mapping.Mapping) -> Iterator[Message]:
    for name in chosen.facts:
        yield from facts.messages(name, utc_now())


def _report(findings: Findings) -> None:
    """Say on stderr what was refused, skipped or decided, each with its rows."""
    for row in findings.refused[:LISTED]:
        click.echo(f"row {row.number}: {row.reason}", err=True)
    if len(findings.refused) > LISTED:
        click.echo(f"... and {len(findings.refused) - LISTED:,} more refused", err=True)
    for reason, count in findings.skipped.items():
        click.echo(f"skipped {count:,}: {reason}", err=True)
    for note, rows in sorted(findings.notes.items(), key=lambda item: -len(item[1])):
        first = ", ".join(str(row) for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
        click.echo(f"note: {note} ({len(rows):,} times: row {first})", err=True)


def _counts(findings: Findings) -> str:
    skipped = findings.skipped.total()
    return (
        f"{findings.rows:,} rows, {findings.events:,} events, "
        f"{skipped:,} skipped, {len(findings.refused):,} refused"
    )


def _outcome(findings: Findings, delivery: Delivery) -> str:
    return (
        f"{_counts(findings)}; {delivery.acknowledged:,} acknowledged, {delivery.failed:,} failed"
    )

"""`muster import`: a table becomes events, or corrects those it became before."""

from pathlib import Path

import click

from infra.errors import Cancelled, ServiceUnavailable, UsageError
from infra.settings import Settings
from streams.client import resolution
from streams.client.progress import ProgressBar
from streams.client.publisher import Publisher
from streams.imports import by_viewer, checked, mapping, report
from streams.imports.comparing import WholeLedger
from streams.imports.errors import ImportRunning, LedgerBehind
from streams.imports.importing import SHOWN_EVERY, Import, Options, Prepared
from streams.store.tables import sent


@click.command("import")
@click.argument("mapping_name", metavar="MAPPING", required=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False), required=False)
@click.option("--list", "list_only", is_flag=True, help="List the mappings that come with Muster.")
@click.option(
    "--check",
    "--dry-run",
    "check_only",
    is_flag=True,
    help="Read all of it and send nothing: show the first events, each refused row and the plan.",
)
@click.option("--json", "as_json", is_flag=True, help="With --check: say it as one JSON object.")
@click.option(
    "--as-viewer",
    is_flag=True,
    help="As the viewer whose session is read from standard input, for a page: told as JSON.",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False),
    help="Write every row that was refused, skipped, corrected or is gone to this CSV file.",
)
@click.option("--retract-gone", is_flag=True, help="Retract events whose row is no longer there.")
@click.option("--restore", is_flag=True, help="Send rows anew whose event was retracted before.")
@click.option("--table", help="Of which table FILE is a later issue; default: the file's name.")
@resolution.wait_options
@click.pass_obj
def import_table(
    settings: Settings,
    *,
    mapping_name: str | None,
    file: str | None,
    list_only: bool,
    check_only: bool,
    as_json: bool,
    as_viewer: bool,
    report_file: str | None,
    retract_gone: bool,
    restore: bool,
    table: str | None,
    wait: float | None,
) -> int:
    """Turn a table into events: MAPPING is a shipped name or a .toml file of your own.

    A second import adds only what is new and corrects what says something else; --check shows
    that plan. Rows that cannot become an event are listed, and the others are sent. Leaves with 0
    when the whole table is in the ledger, 65 when rows were refused or became dead letters, 69
    when broker, database or worker are not there, 75 when it is not stored yet.

    Example: `muster import who-ihr who_ihr_average_2010_2020.csv`
    """
    if list_only:
        return _list_mappings()
    if mapping_name is None or file is None:
        raise UsageError("give MAPPING and FILE; `muster import --list` shows the mappings")
    if as_json and not check_only:
        raise UsageError("--json goes with --check")
    if as_viewer and report_file is not None:
        raise UsageError("--report does not go with --as-viewer")
    options = Options(retract_gone=retract_gone, restore=restore, table=table)
    rules = mapping.load(mapping_name)
    if as_viewer:
        return by_viewer.run(settings, rules, Path(file), options, check_only=check_only)
    one = Import(rules, Path(file), options, resolution.now(settings))
    if check_only:
        return _check(settings, one, report_file, as_json=as_json)
    return _send(settings, one, report_file, wait)


def _list_mappings() -> int:
    for name in mapping.shipped_names():
        click.echo(f"{name:20} {mapping.load(name).title}")
    return 0


def _check(settings: Settings, one: Import, report_file: str | None, *, as_json: bool) -> int:
    found = resolution.opened(settings, "muster import")
    if isinstance(found, str):
        with one.prepared(None) as prepared:
            return _told(one, prepared, report_file, found, as_json=as_json)
    with found, one.prepared(WholeLedger(found.connection)) as prepared:
        _warn_if_behind(found, one)
        return _told(one, prepared, report_file, None, as_json=as_json)


def _told(
    one: Import, prepared: Prepared, report_file: str | None, unknown: str | None, *, as_json: bool
) -> int:
    _write_report(report_file, prepared)
    if as_json:
        click.echo(checked.as_json(checked.checked(one, prepared, unknown)))
    else:
        checked.say(one, prepared, unknown)
    return prepared.exit_code


def _say(one: Import, prepared: Prepared) -> None:
    report.say_findings(prepared.findings)
    report.say_plan(prepared.plan, one.table, prepared.withheld)


def _write_report(report_file: str | None, prepared: Prepared) -> None:
    if report_file is not None:
        report.write(report_file, prepared.findings, prepared.plan)


def _warn_if_behind(ledger: resolution.Ledger, one: Import) -> None:
    try:
        waiting = ledger.waiting(ledger.log_ends(one.topics))
    except ServiceUnavailable as error:
        click.echo(f"note: {error}; whether all that was sent is stored is not known", err=True)
        return
    if waiting:
        click.echo(
            f"note: {waiting:,} records are not stored yet; the plan is that of the ledger so far",
            err=True,
        )


def _send(settings: Settings, one: Import, report_file: str | None, wait: float | None) -> int:
    patience_s = resolution.PATIENCE_S if wait is None else wait
    with (
        Publisher(settings) as publisher,
        resolution.Ledger.open(settings, "muster import") as ledger,
    ):
        if not sent.acquire_turn(ledger.connection, one.source):
            raise ImportRunning
        _catch_up(ledger, one, patience_s)
        with one.prepared(WholeLedger(ledger.connection)) as prepared:
            _say(one, prepared)
            _write_report(report_file, prepared)
            click.echo(f"plan: {report.plan_phrase(prepared.plan)}", err=True)
            try:
                _publish(publisher, prepared)
                resolved = None
                if wait is not None and not publisher.delivery.failed:
                    resolved = resolution.resolve(ledger, publisher.delivery, wait)
            except KeyboardInterrupt:
                click.echo(_outcome(prepared, publisher, None))
                raise Cancelled("stopped; run the same command again to go on") from None
            if prepared.facts:
                names = ", ".join(one.mapping.facts)
                click.echo(
                    f"sent first: {prepared.facts} events the mapping needs ({names})", err=True
                )
            if publisher.delivery.first_failure:
                click.echo(f"first failure: {publisher.delivery.first_failure}", err=True)
            for line in resolved.lines() if resolved else ():
                click.echo(line, err=True)
            click.echo(_outcome(prepared, publisher, resolved))
            if publisher.delivery.failed:
                return resolution.EXIT_UNAVAILABLE
            return (resolved.exit_code if resolved else 0) or prepared.exit_code


def _catch_up(ledger: resolution.Ledger, one: Import, patience_s: float) -> None:
    """Wait for what was sent before: a plan from half a ledger would send it again."""
    ends = ledger.log_ends(one.topics)
    if not ledger.waiting(ends):
        return
    with ProgressBar("waiting for the ledger", None) as bar:
        stop = ledger.wait_for(
            ends, patience_s, lambda done, total: bar.show(done, f"{done:,} of {total:,} read")
        )
    if stop is not None:
        raise LedgerBehind(
            f"{stop.waiting:,} records sent earlier are not stored yet, so nobody can tell what "
            f"this import changes; nothing was sent: {stop.why}"
        )


def _publish(publisher: Publisher, prepared: Prepared) -> None:
    with ProgressBar("importing", prepared.outbox.count) as bar:
        for sent, message in enumerate(prepared.outbox.messages(), start=1):
            publisher.send(message)
            done = publisher.delivery.acknowledged
            if sent % SHOWN_EVERY == 0:
                bar.show(sent, f"{done:,} of {prepared.outbox.count:,} acknowledged")
            if publisher.delivery.failed:
                return
        publisher.flush()


def _outcome(
    prepared: Prepared, publisher: Publisher, resolved: resolution.Resolution | None
) -> str:
    delivery = publisher.delivery
    said = f"; {resolved}, {prepared.unchanged:,} unchanged" if resolved else ""
    return (
        f"{report.counts(prepared.findings)}; {delivery.acknowledged:,} acknowledged, "
        f"{delivery.failed:,} failed{said}"
    )

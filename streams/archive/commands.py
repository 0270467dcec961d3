"""`muster archive`: the ledger as plain Parquet in a folder, checked, listed, and brought back."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.settings import Settings
from streams.client.progress import ProgressBar

if TYPE_CHECKING:
    from streams.archive.manifest import Manifest
    from streams.archive.progress import Report

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group("archive")
def archive() -> None:
    """Keep the ledger as plain Parquet in any folder, and bring it back from there.

    An archive holds events of every classification: keep it where the highest may be kept.

    Example: `muster archive write /mnt/archive/muster`

    Example: `muster archive restore /mnt/archive/muster`
    """


@archive.command()
@click.argument("folder", type=FOLDER)
@click.pass_obj
def write(settings: Settings, folder: Path) -> None:
    """Bring an archive to where the database is now; only what is new is written.

    Stopped or killed, it goes on with the same command.

    Example: `muster archive write /mnt/archive/muster`
    """
    from streams.archive import writing  # noqa: PLC0415 - Parquet takes a third of a second

    with _bars() as part:
        done = writing.write(settings, folder.absolute(), part("archiving", "events"))
    if not done.is_new:
        click.echo(f"nothing new since {_when(done.manifest)} (manifest {done.manifest.number})")
        return
    rows = sum(file.rows for file in done.manifest.files if file.events is not None)
    click.echo(f"manifest {done.manifest.number}: {rows:,} events, up to {_end(done.manifest)}")
    click.echo(f"highest classification: {done.manifest.highest_classification}")
    click.echo(f"sha256 {done.sha256} (kept elsewhere, it tells this archive from any other)")


@archive.command()
@click.argument("folder", type=FOLDER)
def verify(folder: Path) -> int:
    """Read every byte of an archive and say what is not as it was written, and where; exit 1 then.

    Example: `muster archive verify /mnt/archive/muster`
    """
    from streams.archive import chain, checking  # noqa: PLC0415

    found, damages = chain.look(folder.absolute())
    with _bars() as part:
        damages += checking.damages(found, part("verifying", "bytes"))
    damages += checking.others(found)
    for damage in damages:
        click.echo(f"DAMAGED  {damage.path}: {damage.said}")
    size = sum(file.size_bytes for file in found.files)
    click.echo(f"{len(found.manifests)} manifests, {len(found.files)} files, {size:,} bytes")
    if chain.is_unfinished(found.folder):
        click.echo("a write has not ended; `muster archive write` goes on with it")
    if damages:
        click.echo(f"{len(damages)} damages; bring the files named back from another copy")
        return 1
    if found.newest is not None:
        click.echo(f"whole up to {_end(found.newest)}; sha256 {found.newest_sha256}")
    return 0


@archive.command("list")
@click.argument("folder", type=FOLDER)
def list_manifests(folder: Path) -> None:
    """Show what each write added, oldest first.

    Example: `muster archive list /mnt/archive/muster`
    """
    from streams.archive import chain  # noqa: PLC0415

    found = chain.read(folder.absolute())
    for one, sha256 in zip(found.manifests, found.sha256s, strict=True):
        events = sum(file.rows for file in one.files if file.events is not None)
        letters = sum(file.rows for file in one.files if file.table == "dead_letter")
        size = sum(file.size_bytes for file in one.files)
        click.echo(
            f"{one.number:>6}  {_when(one)}  {events:>12,} events  {letters:>7,} dead letters  "
            f"{size:>15,} bytes  to {_end(one)}  {sha256[:16]}"
        )
    if found.newest is None:
        click.echo("nothing yet: the first write has not ended; `muster archive write` ends it")
    else:
        click.echo(f"highest classification: {found.newest.highest_classification}")


@archive.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--up-to", type=click.IntRange(min=1), metavar="NUMBER", help="As of this manifest, no newer."
)
@click.pass_obj
def restore(settings: Settings, folder: Path, up_to: int | None) -> None:
    """Bring an archive back into an empty database that `muster migrate` has made.

    All of it or nothing: killed, the same command begins again. Numbers and moments of recording
    stay; workers go on reading Kafka where the archive ended. Everybody signs in anew.

    Example: `muster archive restore /mnt/archive/muster`
    """
    from streams.archive import restoring  # noqa: PLC0415

    with _bars() as part:
        begin = restoring.Begin(part("checking", "bytes"), part("restoring", "events"))
        done = restoring.restore(settings, folder.absolute(), begin, up_to)
    said = "restored" if done.is_new else "this database holds it already:"
    click.echo(f"{said} {done.manifest.ledger_end.seq:,} events, up to {_end(done.manifest)}")


Begin = Callable[[str, str], "Callable[[int], Report]"]


@contextmanager
def _bars() -> Generator[Begin]:
    """Give what makes a bar for each part of a command, once it is known how long the part is."""
    from streams.archive.progress import Remaining  # noqa: PLC0415

    with ExitStack() as stack:

        def part(title: str, what: str) -> "Callable[[int], Report]":
            def begin(total: int) -> "Report":
                stack.close()  # the bar of the part before
                return Remaining(stack.enter_context(ProgressBar(title, total)), total, what)

            return begin

        yield part


def _when(one: "Manifest") -> str:
    return f"{one.written_at:%Y-%m-%d %H:%M:%S}Z"


def _end(one: "Manifest") -> str:
    end = one.ledger_end
    return f"event {end.seq:,} of {end.recorded_at:%Y-%m-%d %H:%M:%S}Z" if end.seq else "no event"

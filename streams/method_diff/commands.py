"""`muster method`: what another version of the method's constants would change."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.settings import Settings
from schemas.vocabulary import Area
from streams.client.progress import ProgressBar
from streams.report.review_commands import viewer_option

if TYPE_CHECKING:
    from datetime import datetime

    from schemas.method import Method
    from streams.method_diff.comparing import Change
    from streams.method_diff.world import Asked

LARGEST_FILE_BYTES = 1024**2
BODY = "NATO"


@click.group("method")
def method() -> None:
    """Ask what other constants of the method would change, before anybody decides on them.

    Example: `muster method diff stricter.toml`
    """


@method.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--body", default=BODY, show_default=True, help="Whose members are compared.")
@click.option(
    "--area",
    type=click.Choice([one.value for one in Area]),
    help="Only this capability area; no pairs.",
)
@click.option("--as-of", "as_of", metavar="MOMENT", help="What was true then; default: now.")
@click.option("--known-at", "known_at", metavar="MOMENT", help="With what was known then.")
@click.option("--json", "is_json", is_flag=True, help="As one JSON object.")
@viewer_option
@click.pass_obj
def diff(
    settings: Settings,
    *,
    file: Path,
    body: str,
    area: str | None,
    as_of: str | None,
    known_at: str | None,
    is_json: bool,
    viewer: str | None,
) -> None:
    """Compute the readings by other constants, and say which would be others.

    FILE is TOML like schemas/method.toml; what it does not name stays as it is:

    \b
    [readiness]
    stale_level = 3
    [decay.exercise]
    half_life_days = { value = 200, source = "our own courses" }

    The other readings are computed beside those in use, as one viewer sees them; nobody else
    sees them, and nothing of them stays.

    Example: `muster method diff stricter.toml --area air`

    Example: `muster method diff stricter.toml --as-of 2026-06-01 --json > diff.json`
    """  # noqa: D301 - click keeps lines after this character
    from streams.method_diff import told  # noqa: PLC0415 - what shows help needs less
    from streams.method_diff.world import Asked  # noqa: PLC0415

    asked = Asked(
        viewer or settings.viewer, _moment("--as-of", as_of), _moment("--known-at", known_at)
    )
    change = _compared(settings, _of_file(file), (body, area), asked)
    if is_json:
        click.echo(told.as_json(change))
        return
    for line in told.lines(change):
        click.echo(line)


def _compared(
    settings: Settings, other: "Method", scope: tuple[str, str | None], asked: "Asked"
) -> "Change":
    from streams.method_diff import comparing  # noqa: PLC0415
    from streams.rebuild.progress import Remaining  # noqa: PLC0415

    with ExitStack() as stack:
        shown: list[Remaining] = []

        def show(done: int, total: int) -> None:
            if not shown:
                bar = stack.enter_context(ProgressBar("weighing evidence anew", total))
                shown.append(Remaining(bar, total, "events"))
            shown[0](done)

        return comparing.compare(settings, other, scope, asked, show)


def _of_file(file: Path) -> "Method":
    from schemas.errors import InvalidMethod  # noqa: PLC0415
    from schemas.method import laid_over  # noqa: PLC0415
    from streams.method_diff.errors import BadMethodFile, BadQuestion  # noqa: PLC0415

    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise BadMethodFile(f"{file} is larger than {LARGEST_FILE_BYTES // 1024**2} MiB")
        return laid_over(file.read_text("utf-8"), file.name)
    except UnicodeDecodeError as error:
        raise BadMethodFile(f"{file} is no TOML: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise BadQuestion(f"{file} cannot be read: {error.strerror}") from error
    except InvalidMethod as error:
        raise BadMethodFile(str(error)) from error


def _moment(option: str, text: str | None) -> "datetime | None":
    from streams.report.review import instant  # noqa: PLC0415

    return None if text is None else instant(option, text)

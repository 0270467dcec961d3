"""`muster report`: the after-action report and improvement plan of a review, as a file."""

from pathlib import Path

import click

from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.postgres import Connection
from infra.settings import Settings
from streams.report import keeping, making, output
from streams.report.errors import BadRequest
from streams.report.keeping import Kept
from streams.report.making import Format, Made
from streams.report.reading import owner_of, reading_as
from streams.report.review_commands import viewer_option


@click.command("report")
@click.argument("review")
@click.option(
    "-o",
    "--output",
    "file",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write; its ending says the format, unless --format does.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([one.value for one in Format]),
    help="XLSX has the open actions and the improvement plan, the others all of it.",
)
@click.option("--final", "is_final", is_flag=True, help="Keep it for ever, as the next edition.")
@click.option("--draft", "is_draft", is_flag=True, help="What the next edition would say now.")
@click.option("--edition", type=click.IntRange(min=1), help="A final edition, as it was kept.")
@viewer_option
@click.pass_obj
def report(
    settings: Settings,
    *,
    review: str,
    file: Path,
    form: str | None,
    is_final: bool,
    is_draft: bool,
    edition: int | None,
    viewer: str | None,
) -> None:
    """Write the after-action report and improvement plan of a review.

    DRAFT stands on every page until it is made final: then its clocks, marking, version of the
    method and bytes are kept. While nothing is said in the review since, the final edition is
    what this command gives; afterwards the draft of the next one, which begins with what changed.
    A rating without explanation or evidence keeps it from being final.

    Example: `muster report "Amber 27" -o amber.pdf`

    Example: `muster report "Amber 27" --final -o amber.pdf`

    Example: `muster report "Amber 27" --edition 1 --format xlsx -o plan.xlsx`
    """
    if is_final + is_draft + (edition is not None) > 1:
        raise BadRequest("say one of --final, --draft and --edition")
    asked = _format(form, file)
    reader = viewer or settings.viewer
    if is_final:
        made = _final(settings, reader, review, asked)
    else:
        with reading_as(settings, reader) as model:
            kept = keeping.named(model, review)
            with owner_of(settings) as owner:
                _write_down(owner, kept, reader, asked, "draft" if is_draft else edition)
            made = None if is_draft else making.final_edition(model, kept, edition, asked)
            made = made or making.draft(model, kept, asked)
    output.write(file, made.content)
    click.echo(f"{file}: {made.said}")


def _final(settings: Settings, viewer: str, review: str, form: Format) -> Made:
    with owner_of(settings) as owner:
        with reading_as(settings, viewer) as model:
            kept = keeping.named(model, review)
        _write_down(owner, kept, viewer, form, "final")
        # What is said from here on is noticed: the report is read after it.
        turn = making.turn_of(owner, kept.review_id)
        with reading_as(settings, viewer) as model:
            return making.make_final(owner, model, keeping.named(model, review), form, turn)


def _write_down(
    owner: Connection, kept: Kept, viewer: str, form: Format, edition: str | int | None
) -> None:
    """Say who takes which report away; before there is one, so that none goes unsaid."""
    said = {"viewer": viewer, "format": form.value, "edition": edition or "newest"}
    trail.write(owner, Act.REPORT, Outcome.BEGUN, kept.review_id, said)


def _format(form: str | None, file: Path) -> Format:
    text = form or file.suffix.removeprefix(".").lower()
    if text not in list(Format):
        raise BadRequest(
            f"{file} does not say in which format; add --format, one of {', '.join(Format)}"
        )
    return Format(text)

"""`muster report`: the after-action report and improvement plan of a review, as a file."""

import re
from pathlib import Path

import click

from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.postgres import Connection
from infra.settings import Settings
from infra.whole_file import whole_file
from streams.report import keeping, making
from streams.report.errors import BadRequest
from streams.report.making import Format, Made
from streams.report.reading import owner_of, reading_as
from streams.report.review import Review, require_possible
from streams.report.review_commands import checked_review, viewer_option

LONGEST_NAME = 60


@click.command("report")
@click.argument("review", required=False)
@click.option("--from", "from_text", metavar="MOMENT", help="Instead of REVIEW: a draft from …")
@click.option("--to", "to_text", metavar="MOMENT", help="… to …")
@click.option("--body", default="NATO", show_default=True, help="… for this body …")
@click.option("--known-at", "known_at", metavar="MOMENT", help="… with what was known then.")
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path),
    help="The file to write; its ending says the format, unless --format does.",
)
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path),
    help="Instead of -o: a folder; the name says which report it is, and DRAFT or FINAL.",
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
    review: str | None,
    from_text: str | None,
    to_text: str | None,
    body: str,
    known_at: str | None,
    file: Path | None,
    folder: Path | None,
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

    Example: `muster report --from 2026-05-01 --to 2026-06-01 --format docx --into reports`
    """
    if is_final + is_draft + (edition is not None) > 1:
        raise BadRequest("say one of --final, --draft and --edition")
    asked = _format(form, _place(file, folder))
    reader = viewer or settings.viewer
    if review is None:
        if is_final or edition is not None:
            raise BadRequest("only a review that is kept has finals; say its name")
        name = _period_name(body, from_text, to_text)
        wanted = checked_review(name, (from_text, to_text, known_at), body)
        made = _of_period(settings, reader, wanted, asked)
    elif from_text or to_text or known_at:
        raise BadRequest("say the name of a review, or --from and --to")
    elif is_final:
        name, made = _final(settings, reader, review, asked)
    else:
        with reading_as(settings, reader) as model:
            kept = keeping.named(model, review)
            with owner_of(settings) as owner:
                _write_down(owner, kept.review_id, reader, asked, "draft" if is_draft else edition)
            found = None if is_draft else making.final_edition(model, kept, edition, asked)
            name, made = kept.name, found or making.draft(model, kept, asked)
    path = file or _in_folder(folder or Path(), name, made, asked)
    with whole_file(path) as output:
        output.write(made.content)
    click.echo(f"{path}: {made.said}")


def _of_period(settings: Settings, viewer: str, review: Review, form: Format) -> Made:
    """Return the draft of a review that nobody keeps."""
    with owner_of(settings) as owner:
        at = keeping.now(owner)
        require_possible(review, at)
        _write_down(owner, review.name, viewer, form, "draft")
    with reading_as(settings, viewer) as model:
        return making.draft(model, keeping.unkept(review, viewer, at), form)


def _final(settings: Settings, viewer: str, review: str, form: Format) -> tuple[str, Made]:
    with owner_of(settings) as owner:
        with reading_as(settings, viewer) as model:
            kept = keeping.named(model, review)
        _write_down(owner, kept.review_id, viewer, form, "final")
        # What is said from here on is noticed: the report is read after it.
        turn = making.turn_of(owner, kept.review_id)
        with reading_as(settings, viewer) as model:
            kept = keeping.named(model, review)
            return kept.name, making.make_final(owner, model, kept, form, turn)


def _place(file: Path | None, folder: Path | None) -> Path:
    if (file is None) == (folder is None):
        raise BadRequest("say where to write: -o FILE, or --into FOLDER")
    if folder is not None and not folder.is_dir():
        raise BadRequest(f"{folder} is no folder; make it first")
    return file or folder or Path()


def _in_folder(folder: Path, name: str, made: Made, form: Format) -> Path:
    """Return a file whose name says what is in it; letters and digits go through every system."""
    what = "plan" if form is Format.XLSX else "report"
    words = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()[:LONGEST_NAME] or "review"
    return folder / f"muster-{what}-{words}-{made.state}.{form}"


def _period_name(body: str, from_text: str | None, to_text: str | None) -> str:
    if from_text is None or to_text is None:
        raise BadRequest("say the name of a review, or --from and --to")
    return f"{body} {from_text[:10]} to {to_text[:10]}"


def _write_down(
    owner: Connection, review: str, viewer: str, form: Format, edition: str | int | None
) -> None:
    """Say who takes which report away; before there is one, so that none goes unsaid."""
    said = {"viewer": viewer, "format": form.value, "edition": edition or "newest"}
    trail.write(owner, Act.REPORT, Outcome.BEGUN, review, said)


def _format(form: str | None, file: Path) -> Format:
    text = form or file.suffix.removeprefix(".").lower()
    if text not in list(Format):
        raise BadRequest(
            f"{file} does not say in which format; add --format, one of {', '.join(Format)}"
        )
    return Format(text)

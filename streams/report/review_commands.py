"""`muster review`: what is to be looked at again, and what was found in it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import click
import msgspec

from infra.settings import Settings
from schemas.vocabulary import Area, Element
from streams.report import keeping
from streams.report.errors import BadFinding, NothingToReview
from streams.report.keeping import Kept, KeptFinding
from streams.report.reading import owner_of, reading_as
from streams.report.review import (
    Review,
    Scope,
    WrittenFinding,
    as_written,
    instant,
    require_possible,
    require_readable,
)

LARGEST_FILE_BYTES = 4 * 1024**2
BODY = "NATO"
viewer_option = click.option(
    "--viewer", help="As whom to read; default: MUSTER_VIEWER.", metavar="NAME"
)


@click.group("review")
def review() -> None:
    """Keep what is to be looked at again, and what was found in it.

    Reports are made of it by `muster report`. Everybody sees the reviews that their clearance
    covers: one is marked as what its author was shown.

    Example: `muster review create "Amber 27" --exercise amber-27`

    Example: `muster review finding "Amber 27" --improvement "Fuel came late." --evidence 1204`

    Example: `muster review show "Amber 27"`
    """


@review.command()
@click.argument("name")
@click.option("--exercise", metavar="ID", help="About this exercise.")
@click.option("--meeting", metavar="ID", help="About this meeting.")
@click.option("--from", "from_text", metavar="A", help="From this moment; with --to.")
@click.option("--to", "to_text", metavar="B", help="To this moment; with --from.")
@click.option("--known-at", metavar="K", help="As known then; else whenever a report is made.")
@click.option("--body", default=BODY, show_default=True, help="Whose readiness is compared.")
@viewer_option
@click.pass_obj
def create(
    settings: Settings,
    *,
    name: str,
    exercise: str | None,
    meeting: str | None,
    from_text: str | None,
    to_text: str | None,
    known_at: str | None,
    body: str,
    viewer: str | None,
) -> None:
    """Keep a review of an exercise, a meeting or a period.

    Example: `muster review create "Amber 27" --exercise amber-27`

    Example: `muster review create "First half" --from 2026-01-01 --to 2026-07-01`
    """
    scope, scope_id = _scope_of(exercise, meeting, from_text, to_text)
    made = _review(name, scope, scope_id, body, (from_text, to_text, known_at))
    with owner_of(settings) as owner, reading_as(settings, viewer or settings.viewer) as model:
        act = keeping.act_of(model, owner)
        require_possible(made, act.at)
        review_id, is_new = keeping.create(owner, model, act, made)
    click.echo(f"review {made.name!r} ({review_id}) {'is kept' if is_new else 'is kept already'}")


@review.command("list")
@viewer_option
@click.pass_obj
def list_reviews(settings: Settings, *, viewer: str | None) -> None:
    """Show every review, the oldest first.

    Example: `muster review list`
    """
    with reading_as(settings, viewer or settings.viewer) as model:
        found = keeping.reviews(model)
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("no reviews; to keep one: muster review create NAME --exercise ID")


@review.command()
@click.argument("name")
@viewer_option
@click.pass_obj
def show(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Show one review with its findings.

    Example: `muster review show "Amber 27"`
    """
    with reading_as(settings, viewer or settings.viewer) as model:
        kept = keeping.named(model, name)
        found = keeping.findings(model, kept.review_id)
    click.echo(_line(kept))
    for one in found:
        click.echo("\n".join(_of_finding(one)))


@review.command()
@click.argument("name")
@click.option("--strength", metavar="TEXT", help="What went well.")
@click.option("--improvement", metavar="TEXT", help="What must become better.")
@click.option(
    "--evidence", multiple=True, metavar="EVENT", help="A number of the ledger, or SOURCE#ID."
)
@click.option("--reference", metavar="TEXT", help="The plan or standard it is measured by.")
@click.option("--area", type=click.Choice([one.value for one in Area]), help="Capability area.")
@click.option("--objective", metavar="ID", help="The objective of the exercise it is about.")
@click.option("--explanation", metavar="TEXT", help="Why that objective is rated as it is.")
@click.option("--root-cause", metavar="TEXT", help="Why it happened.")
@click.option(
    "--element",
    "elements",
    multiple=True,
    type=click.Choice([one.value for one in Element]),
    help="What a remedy works on; more than one may be said.",
)
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with many: [[finding]] with kind, observation and what is named above.",
)
@viewer_option
@click.pass_obj
def finding(
    settings: Settings,
    *,
    name: str,
    strength: str | None,
    improvement: str | None,
    evidence: tuple[str, ...],
    reference: str | None,
    area: str | None,
    objective: str | None,
    explanation: str | None,
    root_cause: str | None,
    elements: tuple[str, ...],
    file: Path | None,
    viewer: str | None,
) -> None:
    """Add what was found: a strength or an area for improvement, or a file of them.

    The same finding again adds nothing.

    Example: `muster review finding "Amber 27" --strength "Convoys on time." --evidence 1204`

    Example: `muster review finding "Amber 27" --file findings.toml`
    """
    said = {
        "evidence": evidence,
        "reference": reference,
        "area": area,
        "objective": objective,
        "explanation": explanation,
        "root_cause": root_cause,
        "elements": elements,
    }
    written = _written(file, strength, improvement, said)
    with owner_of(settings) as owner, reading_as(settings, viewer or settings.viewer) as model:
        kept = keeping.named(model, name)
        new = keeping.add_findings(owner, model, keeping.act_of(model, owner), kept, written)
    there = len(written) - new
    click.echo(f"{new} added to {kept.name!r}" + (f", {there} there already" if there else ""))


@review.command()
@click.argument("name")
@click.argument("finding_id")
@viewer_option
@click.pass_obj
def withdraw(settings: Settings, *, name: str, finding_id: str, viewer: str | None) -> None:
    """Take a finding back; what was said stays in the history.

    Example: `muster review withdraw "Amber 27" 3f9a0c12`
    """
    with owner_of(settings) as owner, reading_as(settings, viewer or settings.viewer) as model:
        kept = keeping.named(model, name)
        keeping.withdraw(owner, model, keeping.act_of(model, owner), kept, finding_id)
    click.echo(f"finding {finding_id} of {kept.name!r} is withdrawn")


@review.command()
@click.argument("name")
@viewer_option
@click.pass_obj
def delete(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Put a review away, unless a report of it was made final.

    Example: `muster review delete "Amber 27"`
    """
    with owner_of(settings) as owner, reading_as(settings, viewer or settings.viewer) as model:
        kept = keeping.named(model, name)
        keeping.put_away(owner, keeping.act_of(model, owner), kept)
    click.echo(f"review {kept.name!r} is deleted")


def _scope_of(
    exercise: str | None, meeting: str | None, from_text: str | None, to_text: str | None
) -> tuple[Scope, str | None]:

    is_period = from_text is not None or to_text is not None
    if (exercise is not None) + (meeting is not None) + is_period != 1:
        raise NothingToReview("say one of --exercise ID, --meeting ID, or --from A with --to B")
    if is_period and (from_text is None or to_text is None):
        raise NothingToReview("a period needs both --from and --to")
    if is_period:
        return Scope.PERIOD, None
    return (Scope.EXERCISE, exercise) if exercise is not None else (Scope.MEETING, meeting)


def _review(
    name: str,
    scope: Scope,
    scope_id: str | None,
    body: str,
    moments: tuple[str | None, str | None, str | None],
) -> Review:

    options = zip(("--from", "--to", "--known-at"), moments, strict=True)
    from_at, to_at, known_at = (None if text is None else instant(o, text) for o, text in options)
    require_readable({"name": name}, "a review")
    said = {"name": name, "scope": scope, "scope_id": scope_id, "body": body}
    try:
        checked = msgspec.convert(said, Review)
    except msgspec.ValidationError as error:
        raise NothingToReview(f"this cannot be a review: {error}") from error
    return msgspec.structs.replace(checked, from_at=from_at, to_at=to_at, known_at=known_at)


def checked_review(
    name: str, moments: tuple[str | None, str | None, str | None], body: str
) -> Review:
    """Return the review of a period, from, to and as known at moments that somebody wrote."""
    return _review(name, Scope.PERIOD, None, body, moments)


def _written(
    file: Path | None, strength: str | None, improvement: str | None, said: Mapping[str, object]
) -> tuple[WrittenFinding, ...]:

    if (file is not None) + (strength is not None) + (improvement is not None) != 1:
        raise BadFinding("say one of --strength TEXT, --improvement TEXT or --file FILE")
    if file is not None:
        if any(said.values()):
            raise BadFinding("--file says everything itself; leave the other options out")
        return as_written(_document(file), str(file)).finding
    one = {name: value for name, value in said.items() if value}
    one["kind"] = "strength" if strength is not None else "improvement"
    one["observation"] = strength if strength is not None else improvement
    return as_written({"finding": [one]}, "the finding").finding


def _document(file: Path) -> object:

    try:
        if file.stat().st_size > LARGEST_FILE_BYTES:
            raise BadFinding(f"{file} is larger than {LARGEST_FILE_BYTES // 1024**2} MiB")
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFinding(f"{file} is no TOML: {error}") from error
    except OSError as error:
        raise BadFinding(f"{file} cannot be read: {error.strerror}") from error


def _line(one: Kept) -> str:
    over = (
        f"{one.scope} {one.scope_id}"
        if one.scope_id is not None
        else f"{one.from_at:%Y-%m-%d %H:%MZ} to {one.to_at:%Y-%m-%d %H:%MZ}"
    )
    known = f", as known at {one.review_known_at:%Y-%m-%d %H:%MZ}" if one.review_known_at else ""
    return (
        f"{one.name}  ({one.review_id})  {over} of {one.body}{known}; findings {one.findings}, "
        f"final reports {one.editions}; by {one.author}, {one.created_at:%Y-%m-%d}"
    )


def _of_finding(one: KeptFinding) -> list[str]:
    about = ", ".join(filter(None, (one.area, one.objective_id, *one.elements)))
    lines = [f"{one.finding_id}  {one.kind}{f' ({about})' if about else ''}: {one.observation}"]
    more = {
        "reference": one.reference,
        "why": one.root_cause,
        "rating": one.explanation,
        "evidence": ", ".join(f"event {seq}" for seq in one.evidence),
    }
    return lines + [f"    {name}: {said}" for name, said in more.items() if said]

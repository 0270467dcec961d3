"""A report is made as a draft as often as one likes, and final once: then its bytes are kept."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from infra.postgres import Connection, transaction
from infra.sql import load
from schemas.labels import Label
from streams.report import gathering, keeping
from streams.report.assembling import assemble, missing
from streams.report.document import Document
from streams.report.errors import NoSuchEdition, NotSupported, ReviewExists
from streams.report.facts import Facts, KeptEdition
from streams.report.formats import docx, html, pdf, xlsx
from streams.report.keeping import ALWAYS, Kept
from streams.report.reading import ReadModel
from streams.store.tables import labels

SHOWN = 3  # of what is not supported, in one line


class Format(StrEnum):
    """As what a report can be had."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


class Made(NamedTuple):
    """A report as a file, and what it is."""

    content: bytes
    said: str
    state: str  # as it stands in the name of a file


class _File(NamedTuple):
    sha256: bytes
    bytes: bytes


_WRITERS: Mapping[Format, Callable[[Document], bytes]] = {
    Format.HTML: html.write,
    Format.PDF: pdf.write,
    Format.DOCX: docx.write,
    Format.XLSX: xlsx.write,
}


def final_edition(model: ReadModel, kept: Kept, number: int | None, form: Format) -> Made | None:
    """Return a final report as it was kept, or the newest while nothing was said since.

    None: there is none yet, or the review went on.
    """
    found = gathering.editions(model, kept.review_id)
    if number is None:
        newest = found[-1] if found else None
        return (
            None if newest is None or newest.is_changed_since else _kept(model, kept, newest, form)
        )
    for one in found:
        if one.edition == number:
            return _kept(model, kept, one, form)
    raise NoSuchEdition(f"{kept.name} has no final edition {number}; it has {len(found)}")


def _kept(model: ReadModel, kept: Kept, edition: KeptEdition, form: Format) -> Made:
    asked = {"review_id": kept.review_id, "edition": edition.edition, "format": form.value}
    [file] = model.ask(_File, "file", known_at=ALWAYS, **asked)
    return Made(
        bytes(file.bytes),
        f"edition {edition.edition}, final since {edition.final_at:%Y-%m-%d %H:%MZ}, sha256 "
        f"{file.sha256.hex()}",
        f"FINAL-{edition.edition}",
    )


def draft(model: ReadModel, kept: Kept, form: Format) -> Made:
    """Return what the next edition would say now."""
    facts = gathering.facts(model, kept)
    document = assemble(facts)
    lacking = missing(facts)
    rest = f"; {len(lacking)} not supported" if lacking else ""
    return Made(_WRITERS[form](document), f"{document.frame.state}{rest}", "DRAFT")


class Turn(NamedTuple):
    """How far a review had come before it was read: what comes after is not in a report."""

    last_action: int
    next_edition: int


def turn_of(owner: Connection, review_id: str) -> Turn:
    """Return how far a review has come; to be asked before it is read."""
    return Turn(
        _number(owner, "last_action", review_id), _number(owner, "next_edition", review_id)
    )


def make_final(owner: Connection, model: ReadModel, kept: Kept, form: Format, turn: Turn) -> Made:
    """Keep the next edition in every format and return it; refuse what is not supported.

    Where the newest edition says all that was said, it is returned again.
    """
    if (there := final_edition(model, kept, None, form)) is not None:
        return there
    facts = gathering.facts(model, kept, keeping.now(owner))
    if lacking := missing(facts):
        more = f", and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
        raise NotSupported(
            f"this cannot be final: {'; '.join(lacking[:SHOWN])}{more}. Say why by "
            "`muster review finding`; the draft lists all"
        )
    document = assemble(facts)
    content = {form: write(document) for form, write in _WRITERS.items()}
    with transaction(owner):
        owner.execute(_query("take_turns"), {"review_id": kept.review_id})
        if turn_of(owner, kept.review_id) != turn:
            raise ReviewExists(f"somebody changed {kept.name} meanwhile; run this again")
        row = _edition(facts, document, turn)
        _keep(owner, model.label(facts.known_at), row, content)
    return Made(content[form], f"{document.frame.state}, kept", f"FINAL-{_seen(facts)}")


def _seen(facts: Facts) -> int:
    """Return the number of the next edition, as the viewer counts them."""
    return len(facts.editions) + 1


def _keep(
    owner: Connection, label: Label, row: Mapping[str, Any], content: Mapping[Format, bytes]
) -> None:
    """Keep an edition with its files."""
    labels.add(owner, [label], row["final_at"])
    owner.execute(_query("add_edition"), {**row, "label_id": label.label_id})
    for form, some in content.items():
        owner.execute(_query("add_file"), {**row, "format": form.value, "bytes": some})


def _edition(facts: Facts, document: Document, turn: Turn) -> dict[str, Any]:
    return {
        "review_id": facts.kept.review_id,
        "edition": turn.next_edition,
        "final_at": facts.final_at,
        "author": facts.reader.viewer,
        "actions": turn.last_action,
        "content": msgspec.json.encode(_frozen(facts, document)).decode(),
    }


def _frozen(facts: Facts, document: Document) -> dict[str, Any]:
    return {
        "from_at": facts.from_at,
        "to_at": facts.to_at,
        "known_at": facts.known_at,
        "viewer": facts.reader.viewer,
        "clearance_rank": facts.reader.clearance_rank,
        "nation": facts.reader.nation,
        "method_version": facts.method_version,
        "document": document,
    }


def _number(owner: Connection, name: str, review_id: str) -> int:
    row = owner.execute(_query(name), {"review_id": review_id}).fetchone()
    assert row is not None
    return row[0]


def _query(name: str) -> Any:
    return load(__package__ or "", "reviews.sql")[name]

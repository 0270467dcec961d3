"""A report as a tree of plain values, which every format is written from (pure)."""

from collections.abc import Iterator

import msgspec

TAG = "block"


class _Block(msgspec.Struct, frozen=True, tag_field=TAG):
    """A part of a report."""


class Paragraph(_Block, frozen=True, tag="paragraph"):
    """A sentence or more."""

    text: str


class Bullets(_Block, frozen=True, tag="bullets"):
    """Sentences that stand one below the other."""

    items: tuple[str, ...]


class Notice(_Block, frozen=True, tag="notice"):
    """What nobody may overlook, in a frame."""

    title: str
    items: tuple[str, ...]


class Column(msgspec.Struct, frozen=True):
    """A column of a table: its heading, its part of the width, whether it holds numbers."""

    title: str
    share: int = 2
    is_number: bool = False


class Table(_Block, frozen=True, tag="table"):
    """Rows under headings; a cell may have several lines."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(_Block, frozen=True, tag="picture"):
    """A drawing, with the sentence that says the same to who cannot see it."""

    title: str
    svg: str
    alt: str
    width: int
    height: int


Block = Paragraph | Bullets | Notice | Table | Picture


class Section(msgspec.Struct, frozen=True):
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a report: on every page, and at its head."""

    title: str
    subject: str
    marking: str
    state: str  # on every page: DRAFT, or which edition is final
    is_final: bool
    author: str
    dated: tuple[int, int, int]  # year, month and day of what is in it


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report."""

    frame: Frame
    sections: tuple[Section, ...]


def lines(section: Section) -> Iterator[str]:
    """Give what a section says, line by line, to compare it with another edition's."""
    for block in section.blocks:
        match block:
            case Paragraph(text):
                yield text
            case Bullets(items):
                yield from items
            case Notice(title, items):
                yield from (f"{title}: {one}" for one in items)
            case Table(_, _, rows):
                yield from (" | ".join(row).replace("\n", "; ") for row in rows)
            case Picture(_, _, alt):
                yield alt


def encode(document: Document) -> bytes:
    """Return a report as JSON."""
    return msgspec.json.encode(document)


def decode(content: bytes | str) -> Document:
    """Return a report from the same JSON."""
    return msgspec.json.decode(content, type=Document)

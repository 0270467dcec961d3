"""A report as a PDF with tags for screen readers (PDF/UA-1), and its pictures as PNG."""
# pyright: standard

import json
import re
from importlib.resources import files
from typing import Any

import msgspec
import typst

from streams.report.document import Document, Picture

STANDARD = "ua-1"
SUBJECT_CHARACTERS = 42  # at the top of a page, beside the marking
LONGEST_WORD = 12  # characters; longer ones may be broken after a sign, or after so many
PIECE = 10
# What the typeface that comes with the typesetter has. A PDF for screen readers may hold nothing
# else, and fonts of the machine would give other bytes on another one.
_SHOWN = "\n\u0020-\u007e\u00a0-\u017f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u1e80-\u1e85\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212\u2260\u2264\u2265"  # fmt: skip  # noqa: E501
_OTHER = re.compile(f"[^{_SHOWN}]")
_LONG_WORD = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf"[^-/_.:,;#+=]{{{PIECE}}}(?=\S)|[-/_.:,;#+=](?=\w)")
_BREAK = "\u200b"  # nobody sees it; a line may end there


def write(document: Document) -> bytes:
    """Return the report as PDF; the same report gives the same bytes on every machine."""
    tree = msgspec.to_builtins(document)
    tree["frame"]["short"] = _short(document.frame.subject)
    content: Any = {
        "main.typ": files("streams.report.formats").joinpath("report.typ").read_bytes(),
        "report.json": json.dumps(_shown(tree)).encode(),
    }
    return _bytes(
        typst.compile(
            content,
            format="pdf",
            pdf_standards=STANDARD,
            ignore_system_fonts=True,
            font_paths=[],
        )
    )


def png(picture: Picture, dots_per_inch: int = 200) -> bytes:
    """Return a drawing as PNG, for formats that take no SVG."""
    page = (
        f"#set page(width: {picture.width}pt, height: {picture.height}pt, margin: 0pt)\n"
        '#image(bytes(json("picture.json")), format: "svg", width: 100%)'
    )
    content: Any = {
        "main.typ": page.encode(),
        "picture.json": json.dumps(printed(picture.svg)).encode(),
    }
    return _bytes(
        typst.compile(
            content, format="png", ppi=dots_per_inch, ignore_system_fonts=True, font_paths=[]
        )
    )


def _bytes(made: object) -> bytes:
    assert isinstance(made, bytes)  # one file of one page, or of all of them
    return made


def _short(subject: str) -> str:
    if len(subject) <= SUBJECT_CHARACTERS:
        return subject
    return f"{subject[: SUBJECT_CHARACTERS - 1]}…"


def _shown(value: object, key: str = "") -> object:
    """Return a tree in which every text can be set and every long word may be broken."""
    if isinstance(value, str):
        return printed(value) if key in ("svg", "alt") else _broken(printed(value))
    if isinstance(value, dict):
        return {name: _shown(one, str(name)) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one, key) for one in value]
    return value


def printed(text: str) -> str:
    """Return a text in which a character without a glyph is written as its number."""
    return _OTHER.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _broken(text: str) -> str:
    return _LONG_WORD.sub(lambda found: _pieces(found[0]), text)


def _pieces(word: str) -> str:
    return _PIECE.sub(lambda found: f"{found[0]}{_BREAK}", word)

"""A report as one HTML file that needs nothing else (pure)."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from streams.report.document import (
    Block,
    Bullets,
    Document,
    Frame,
    Notice,
    Paragraph,
    Picture,
    Section,
    Table,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write(document: Document) -> bytes:
    """Return the report as HTML, in UTF-8."""
    frame = document.frame
    style = files("streams.report.formats").joinpath("report.css").read_text("utf-8")
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(frame.state)} · {escape(frame.title)}</title>",
        f"<style>\n{style}{_margins(frame)}</style>\n</head>\n<body>",
        _line(frame, "header"),
        f"<main>\n<h1>{escape(frame.title)}</h1>",
        *_contents(document),
        *(part for n, one in enumerate(document.sections, 1) for part in _section(n, one)),
        "</main>",
        _line(frame, "footer"),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _line(frame: Frame, element: str) -> str:
    return (
        f'<{element} class="line"><span>{escape(frame.state)}</span>'
        f"<strong>{escape(frame.marking)}</strong><span>{escape(frame.subject)}</span></{element}>"
    )


def _margins(frame: Frame) -> str:
    """Give what stands on every page on paper: marking and state, above and below."""
    state, marking = (_quoted(text) for text in (frame.state, frame.marking))
    boxes = "".join(
        f"@{edge}-left {{ content: {state} }} @{edge}-center {{ content: {marking} }} "
        for edge in ("top", "bottom")
    )
    number = 'counter(page) " / " counter(pages)'
    return f"@page {{ {boxes}@bottom-right {{ content: {number} }} }}\n"


def _quoted(text: str) -> str:
    """Return a text as CSS has it between quotes; nothing of it can end the style."""
    return '"' + "".join(c if c.isalnum() or c in " ·," else f"\\{ord(c):06x}" for c in text) + '"'


def _contents(document: Document) -> Iterator[str]:
    yield '<nav aria-label="Contents"><ol>'
    for number, section in enumerate(document.sections, 1):
        yield f'<li><a href="#part-{number}">{escape(section.title)}</a></li>'
    yield "</ol></nav>"


def _section(number: int, section: Section) -> Iterator[str]:
    yield f'<section id="part-{number}" aria-labelledby="part-{number}-title">'
    yield f'<h2 id="part-{number}-title">{escape(section.title)}</h2>'
    for block in section.blocks:
        yield from _block(block, section.title)
    yield "</section>"


def _block(block: Block, heading: str) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield f"<p>{_lines(text)}</p>"
        case Bullets(items):
            yield from _items(items)
        case Notice(title, items):
            yield f'<div class="notice"><p><strong>{escape(title)}</strong></p>'
            yield from _items(items)
            yield "</div>"
        case Picture():
            yield _picture(block)
        case Table():
            yield from _table(block, heading)


def _items(items: tuple[str, ...]) -> Iterator[str]:
    yield "<ul>" + "".join(f"<li>{_lines(one)}</li>" for one in items) + "</ul>"


def _picture(one: Picture) -> str:
    named = f'<svg role="img" aria-label="{escape(one.alt)}" '
    drawn = one.svg.replace("<svg ", named, 1)
    return f"<figure>{drawn}<figcaption>{escape(one.title)}</figcaption></figure>"


def _table(table: Table, heading: str) -> Iterator[str]:
    # It scrolls in itself where a screen is narrow, and then must be reached by the keyboard.
    yield f'<div class="table" role="region" aria-label="{escape(table.title)}" tabindex="0">'
    # The heading above may say the same: then it is said to who hears tables one by one.
    look = ' class="unseen"' if table.title == heading else ""
    yield f"<table><caption{look}>{escape(table.title)}</caption>"
    whole = sum(column.share for column in table.columns)
    shares = (f'<col style="width: {100 * one.share / whole:.1f}%">' for one in table.columns)
    yield f"<colgroup>{''.join(shares)}</colgroup><thead><tr>"
    for column in table.columns:
        look = ' class="number"' if column.is_number else ""
        yield f'<th scope="col"{look}>{escape(column.title)}</th>'
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(_cells(table, row)) + "</tr>"
    yield "</tbody></table></div>"


def _cells(table: Table, row: tuple[str, ...]) -> Iterator[str]:
    for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
        look = ' class="number"' if column.is_number else ""
        tag = 'th scope="row"' if place == 0 else "td"
        yield f"<{tag}{look}>{_lines(text)}</{tag.split(maxsplit=1)[0]}>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")

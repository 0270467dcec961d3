"""The panel that explains one number: what it is, why it changed, what it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import dcc, html

from dashboard.components.why import why
from dashboard.view import View
from dashboard.wording.catalogue import say, texts

MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One thing behind a number: why it does not count, or what has become of it."""

    words: str
    cells: tuple[str, ...]
    seq: int | None = None
    why_not: str = ""
    reference: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """One number, ready to be shown."""

    title: str
    value: str
    state: str
    sentences: Sequence[str]
    headings: tuple[str, ...]
    lines: Sequence[Line]
    lines_title: str
    note: str = ""
    changes: Sequence[tuple[str, Sequence[Line]]] = ()
    newest: tuple[int, str] | None = None
    links: Sequence[tuple[str, str]] = field(default_factory=tuple)


def explain_panel(explained: Explained, view: View, clocks: str) -> list[Any]:
    """Give what stands in the panel."""
    return [
        html.Div(
            [
                html.H2(explained.title, className="card-title"),
                html.Button(
                    say("why.close"), id="why-close", type="button", className="button quiet"
                ),
            ],
            className="card-head",
        ),
        html.P(
            [html.Span(explained.value, className="value"), html.Span(explained.state)],
            className="why-value",
        ),
        *(html.P(sentence) for sentence in explained.sentences),
        _newest(explained, view),
        *_changes(explained, view),
        html.H3(explained.lines_title),
        html.P(explained.note, className="stat-note") if explained.note else None,
        _table(explained, view),
        html.P(
            [
                *(
                    part
                    for words, href in explained.links
                    for part in (dcc.Link(words, href=href), " · ")
                ),
                html.Span(clocks),
            ],
            className="stat-note",
        ),
    ]


def _newest(explained: Explained, view: View) -> html.P | None:
    if explained.newest is None:
        return None
    seq, recorded = explained.newest
    before, after = say("why.newest", event="|", at=recorded).split("|")
    return html.P([before, _event_link(seq, view), after], className="stat-note")


def _changes(explained: Explained, view: View) -> list[Any]:
    found: list[Any] = []
    for title, causes in explained.changes:
        found.append(html.H3(title))
        if causes:
            found.append(html.Ul([_cause(line, view) for line in causes], className="why-causes"))
    return found


def _cause(line: Line, view: View) -> html.Li:
    share = html.Span(line.cells[0], className="why-share")
    return html.Li([share, html.Span(_what(line, view))])


def _table(explained: Explained, view: View) -> html.Table:
    rows = explained.lines[:MOST_ROWS]
    rest = len(explained.lines) - len(rows)
    return html.Table(
        [
            html.Caption(explained.lines_title, className="sr-only"),
            html.Thead(html.Tr([html.Th(one, scope="col") for one in explained.headings])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(_what(line, view), scope="row"),
                            *(html.Td(cell) for cell in line.cells),
                        ],
                        className="is-out" if line.why_not else "",
                    )
                    for line in rows
                ]
            ),
            html.Tfoot(
                html.Tr(html.Td(say("why.more", count=rest), colSpan=len(explained.headings)))
            )
            if rest > 0
            else None,
        ],
        className="plain-table why-table",
    )


def _what(line: Line, view: View) -> list[Any]:
    parts: list[Any] = [line.words]
    if line.reference:
        parts = [html.Button(line.words, type="button", className="reading", **_why(line))]
    elif line.seq is not None:
        parts = [_event_link(line.seq, view, line.words)]
    if line.why_not or line.state:
        parts.append(html.Span(f" {line.why_not or line.state}", className="why-not"))
    return parts


def _why(line: Line) -> dict[str, Any]:
    kind, *what = line.reference.split(":")
    return why(kind, *what)


def _event_link(seq: int, view: View, words: str | None = None) -> dcc.Link:
    event = say("why.event", seq=f"{seq:,}")
    return dcc.Link(words or event, href=view.clocks.with_(seq=seq).href("/events"), title=event)


def headings(*wanted: str) -> tuple[str, ...]:
    """Give the headings of the panel's table."""
    words = texts("why.heading")
    return tuple(words[name] for name in wanted)

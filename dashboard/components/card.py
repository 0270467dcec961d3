"""A card: the finding as its title, what is drawn below it, a chart, and its table twin."""

from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.components.notes import notes_button
from dashboard.components.page_data import TABLE_BEHIND
from dashboard.components.table import grid_in
from dashboard.wording.catalogue import say


def card(
    id: str,
    chart: Any,
    *,
    table: Any = None,
    controls: Any = None,
    title: str = "",
    class_name: str = "",
) -> html.Section:
    """Give a card whose title and subtitle a callback fills in."""
    return html.Section(
        [
            html.Div(
                [
                    html.H2(title, id=f"{id}-title", className="card-title"),
                    html.Div(
                        [
                            controls,
                            _twin_button(id) if table is not None else None,
                            notes_button(id),
                            _export(has_table=grid_in([chart, table]) is not None),
                        ],
                        className="card-controls",
                    ),
                ],
                className="card-head",
            ),
            html.P(id=f"{id}-subtitle", className="subtitle"),
            html.Div(chart, className="card-chart"),
            html.Div(table, className=TABLE_BEHIND) if table is not None else None,
        ],
        id=id,
        className=f"card {class_name}".strip(),
        **named({"aria-labelledby": f"{id}-title"}),
    )


def _twin_button(id: str) -> html.Button:
    return html.Button(
        say("card.table"),
        type="button",
        className="button quiet",
        **named({"data-twin": id, "aria-pressed": "false", "aria-label": say("card.as_table")}),
    )


def _export(*, has_table: bool) -> html.Details:
    """Give the menu; its script gives the links their address and hides what there is not."""
    tables = (("csv", say("export.csv")), ("parquet", say("export.parquet")))
    pictures = (("png", say("export.png")), ("svg", say("export.svg")))
    items = [
        *(_link(kind, words) for kind, words in tables if has_table),
        *(_button("picture", kind, words) for kind, words in pictures),
        _button("print", "", say("export.pdf")),
    ]
    return html.Details(
        [
            html.Summary(
                say("export.menu"),
                className="button quiet",
                title=say("export.menu_label"),
                **named({"aria-label": say("export.menu_label")}),
            ),
            html.Div(items, className="menu-list"),
        ],
        className="menu",
    )


def _link(kind: str, words: str) -> html.A:
    return html.A(words, href="", download="", **named({"data-take": kind}))


def _button(name: str, value: str, words: str) -> html.Button:
    return html.Button(words, type="button", **named({f"data-{name}": value}))

"""The dialog in which people read what others wrote about a card, and write themselves."""

from dash import html

from dashboard.components.attributes import named
from dashboard.wording.catalogue import say


def notes_dialog() -> html.Dialog:
    """Give the dialog, which scripts/notes/dialog.js opens and fills."""
    return html.Dialog(
        [
            html.Div(
                [
                    html.H2(say("notes.title"), id="notes-title"),
                    html.Button(
                        say("notes.close"),
                        id="notes-close",
                        type="button",
                        className="button quiet",
                    ),
                ],
                className="card-head",
            ),
            html.P(id="notes-about", className="subtitle"),
            html.Ol(id="notes-list", className="notes-list", tabIndex=0),
            html.Form(
                [
                    html.Label(say("notes.text"), htmlFor="notes-text"),
                    html.Textarea(id="notes-text", rows=3, maxLength=2000),
                    html.Label(
                        [_checkbox("notes-acknowledge"), say("notes.acknowledge")],
                        className="notes-choice",
                    ),
                    html.Div(
                        [
                            html.Button(say("notes.send"), type="submit", className="button"),
                            html.P(id="notes-state", role="status"),
                        ],
                        className="notes-end",
                    ),
                ],
                id="notes-form",
                method="get",
            ),
        ],
        id="notes-dialog",
        className="dialog",
        **named({"aria-labelledby": "notes-title"}),
    )


def notes_button(id: str) -> html.Button:
    """Give the button that opens the notes about a card; it shows how many there are."""
    return html.Button(
        say("notes.button"),
        type="button",
        className="button quiet",
        **named({"data-note": id, "aria-haspopup": "dialog"}),
    )


def _checkbox(id: str) -> html.Span:
    # Dash gives no plain checkbox: the script puts one here.
    return html.Span(id=id, className="notes-box")

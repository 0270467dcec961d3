"""The cards of an import: the file, what fills which field, the first events, what is refused.

All of it is drawn by scripts, from what the addresses under `/api/imports` answer.
"""

from typing import Any

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.parts import Own, Place, by_browser
from dashboard.recorders import Recording, model
from dashboard.wording.catalogue import say


def _file() -> list[Any]:
    return [
        html.Div(
            [
                html.Label(
                    [
                        html.Span(say("importing.drop"), className="import-drop-words"),
                        html.Span(say("importing.takes"), className="muted"),
                    ],
                    htmlFor="import-file",
                ),
                html.Div(id="import-choose"),
            ],
            id="import-drop",
            className="import-drop",
        ),
        html.Div(id="import-state", role="status"),
        html.Div(id="import-begin"),
        html.Div(id="import-columns"),
        dcc.Store(id="import-model"),
        dcc.Store(id="import-drawn"),
    ]


def _mapping() -> html.Form:
    return html.Form(
        [html.Div(id="import-mapping", className="import-mapping")],
        id="import-form",
        noValidate=True,
        autoComplete="off",
    )


def _events() -> list[Any]:
    return [
        html.Div(id="import-plan", role="status"),
        html.Div(
            id="import-first",
            className="import-first",
            tabIndex=0,
            role="region",
            **named({"aria-label": say("importing.first_label")}),
        ),
        html.Div(
            [
                html.Button(
                    say("importing.record"),
                    id="import-record",
                    type="button",
                    className="button",
                    disabled=True,
                ),
                html.Button(
                    say("importing.save"),
                    id="import-save",
                    type="button",
                    className="button quiet",
                    disabled=True,
                ),
                html.Div(id="import-outcome", role="status"),
            ],
            className="record-end",
        ),
    ]


def _refused() -> html.Div:
    return html.Div(
        id="import-refused",
        className="import-refused",
        tabIndex=0,
        role="region",
        **named({"aria-label": say("importing.refused_title")}),
    )


def _who(found: Recording) -> str:
    if found.reader is None:
        return say("notes.wrong.nobody")
    return say(
        "importing.as",
        viewer=found.reader.viewer,
        source=f"muster/import/{found.reader.viewer}/…",
        highest=found.classifications[-1],
    )


FILE = Card[Recording](
    id="import-card-file",
    look="area-import-file",
    heading="importing.file_title",
    subtitle=_who,
    body=Own[Recording](
        _file,
        (Place("import-model", "data", model),),
        (by_browser("drawImport", of="import-model", into="import-drawn"),),
    ),
)

MAPPING = Card[Recording](
    id="import-card-mapping",
    look="area-import-mapping",
    heading="importing.mapping_title",
    subtitle=lambda _: say("importing.mapping_about"),
    body=Own[Recording](_mapping),
)

EVENTS = Card[Recording](
    id="import-card-events",
    look="area-import-events",
    heading="importing.events_title",
    subtitle=lambda _: say("importing.events_about"),
    body=Own[Recording](_events),
)

REFUSED = Card[Recording](
    id="import-card-refused",
    look="area-import-refused",
    heading="importing.refused_title",
    subtitle=lambda _: say("importing.refused_about"),
    body=Own[Recording](_refused),
)

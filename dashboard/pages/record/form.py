"""The form, whose fields a script makes of the schemas, and the event that it makes."""

from typing import Any

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.parts import Own, Place, by_browser
from dashboard.recorders import Recording, model
from dashboard.wording.catalogue import say


def _form() -> list[Any]:
    return [
        html.Form(
            [
                html.Div(
                    [
                        html.Label(say("record.type"), htmlFor="record-type"),
                        html.Div(id="record-choice"),
                        html.P(id="record-says", className="record-takes"),
                    ],
                    className="record-field",
                ),
                html.Div(id="record-fields", className="record-fields"),
                html.Div(
                    [
                        html.Button(
                            say("record.send"), id="record-send", type="submit", className="button"
                        ),
                        html.Button(
                            say("record.clear"),
                            id="record-clear",
                            type="button",
                            className="button quiet",
                        ),
                        html.Div(id="record-state", role="status"),
                    ],
                    className="record-end",
                ),
            ],
            id="record-form",
            className="record-form",
            noValidate=True,
            autoComplete="off",
        ),
        dcc.Store(id="record-model"),
        dcc.Store(id="record-drawn"),
    ]


def _event() -> html.Div:
    return html.Div(
        [
            html.Div(id="record-receipt", role="status"),
            html.Pre(
                id="record-event",
                className="raw",
                tabIndex=0,
                role="region",
                **named({"aria-label": say("record.event_label")}),
            ),
        ],
        className="record-made",
    )


def _who(found: Recording) -> str:
    if found.reader is None:
        return say("notes.wrong.nobody")
    return say(
        "record.as",
        viewer=found.reader.viewer,
        source=f"muster/record/{found.reader.viewer}",
        highest=found.classifications[-1],
    )


FORM = Card[Recording](
    id="recording",
    look="area-recording",
    heading="record.form_title",
    subtitle=_who,
    body=Own[Recording](
        _form,
        (Place("record-model", "data", model),),
        (by_browser("drawRecording", of="record-model", into="record-drawn"),),
    ),
)

EVENT = Card[Recording](
    id="recorded",
    look="area-recorded",
    heading="record.event_title",
    subtitle=lambda _: say("record.event_about"),
    body=Own[Recording](_event),
)

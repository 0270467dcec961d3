"""The clock bar: which body, as of when, known at when, compared with when."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.components.attributes import named
from dashboard.view import View, written_instant
from dashboard.wording.catalogue import say, texts

# How many days each shortcut moves the clock; the words stand in the catalogue.
SHIFTS_DAYS = {"m365": -365, "m30": -30, "m7": -7, "m1": -1, "p30": 30, "p90": 90}


def clock_bar() -> html.Div:
    """Give the selector of the body and the button that opens the clocks."""
    return html.Div(
        [
            html.Label(say("shell.body"), htmlFor="body", className="sr-only"),
            dmc.Select(
                id="body",
                data=[],
                size="xs",
                w=136,
                allowDeselect=False,
                comboboxProps={"withinPortal": True},
            ),
            html.Button(
                say("clock.live"),
                id="live",
                type="button",
                className="button clock-button",
                title=say("clock.hover"),
                **named({"aria-expanded": "false", "aria-controls": "clock-panel"}),
            ),
            _panel(),
        ],
        className="clock-bar",
    )


def _panel() -> html.Div:
    return html.Div(
        html.Form(
            [
                *_instant("as-of", say("clock.as_of"), say("clock.as_of_empty"), "as_of_note"),
                *_instant(
                    "known-at", say("clock.known_at"), say("clock.known_at_empty"), "known_at_note"
                ),
                *_instant(
                    "from-at", say("clock.from_at"), say("clock.from_at_empty"), "from_at_note"
                ),
                html.Div(_shortcuts(), className="clock-shortcuts"),
                html.Div(
                    [
                        _button(say("clock.apply"), "apply-clocks", "submit"),
                        _button(say("clock.compare"), "compare-clocks"),
                        _button(say("clock.back_to_live"), "back-to-live"),
                    ],
                    className="clock-actions",
                ),
            ],
            id="clock-bar",
            method="get",
        ),
        id="clock-panel",
        className="popover",
        role="dialog",
        hidden=True,
        **named({"aria-label": say("clock.label")}),
    )


def _instant(id: str, label: str, placeholder: str, note: str) -> tuple[Any, ...]:
    field = dmc.TextInput(
        id=id,
        placeholder=placeholder,
        size="xs",
        w=164,
        className="instant",
        # The page for a bad value says the same.
        attributes={"input": {"title": say("clock.form"), "autoComplete": "off"}},
    )
    return html.Label(label, htmlFor=id), field, html.Span(texts("clock")[note], className="muted")


def _shortcuts() -> list[Any]:
    words = texts("clock.shift")
    return [
        html.Span(say("clock.shortcuts"), className="muted"),
        *(
            html.Button(
                words[name],
                type="button",
                className="button quiet",
                **named({"data-shift-days": str(days)}),
            )
            for name, days in SHIFTS_DAYS.items()
        ),
    ]


def _button(words: str, id: str, type: str = "button") -> html.Button:
    return html.Button(words, id=id, type=type, className="button")  # type: ignore[arg-type]


def clock_values(view: View) -> tuple[str, str, str]:
    """Give what stands in the inputs of the clock bar: as of, known at, compare with."""

    def written(name: str) -> str:
        at = getattr(view, name)
        # A replay goes on: what stood there would be past at once.
        is_followed = view.clock is not None and name != "from_at"
        return written_instant(at) if at and not is_followed else ""

    return written("as_of"), written("known_at"), written("from_at")

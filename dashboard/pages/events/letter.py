"""The chosen dead letter in full: why, what to do, what was done, and what was received."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.attributes import named
from dashboard.components.cards import Card
from dashboard.components.parts import region
from dashboard.pages.events import letter_words as words
from dashboard.pages.events.data import ChosenLetter, Events
from dashboard.pages.events.queries import Letter
from dashboard.wording.catalogue import say


def _title(found: Events) -> str:
    if found.letter is None:
        return say("events.letter.none_chosen")
    return words.title(found.letter.row)


def _subtitle(found: Events) -> str:
    if found.letter is None:
        return say("events.letter.choose")
    return words.name(found.letter.row)


def _panel(found: Events) -> html.Div | None:
    chosen = found.letter
    if chosen is None:
        return None
    parts: list[Any] = [
        html.P(words.what_to_do(chosen.row), className="envelope-summary"),
        html.Dl(
            [
                part
                for name, value in words.facts(chosen.row)
                for part in (html.Dt(name), html.Dd(value))
            ],
            className="facts",
        ),
        *_listed(say("events.letter.today"), words.today(chosen.row, chosen.faults)),
        *_commands(words.commands(chosen.row)),
        *_correcting(chosen.row),
    ]
    return html.Div([*parts, *_content(chosen)], className="envelope letter")


def _content(chosen: ChosenLetter) -> list[Any]:
    if not chosen.row.is_covered:
        return [html.P(say("events.letter.not_covered"), className="muted")]
    done = [words.done(one) for one in chosen.actions]
    return [
        *_listed(say("events.letter.done"), done or [say("events.letter.nothing_done")]),
        *_listed(say("events.letter.headers"), words.headers(chosen.row)),
        html.H3(say("events.letter.received")),
        html.Pre(words.received(chosen.row), className="raw mono", tabIndex=0),
    ]


def _listed(heading: str, lines: Sequence[str]) -> list[Any]:
    if not lines:
        return []
    return [html.H3(heading), html.Ul([html.Li(line) for line in lines], className="letter-list")]


def _commands(commands: Sequence[tuple[str, str]]) -> list[Any]:
    return [
        html.H3(say("events.letter.commands")),
        html.Dl(
            [
                part
                for command, what in commands
                for part in (html.Dt(html.Code(command)), html.Dd(what))
            ],
            className="letter-commands",
        ),
    ]


def _correcting(row: Letter) -> list[Any]:
    """Give what opens its content to be corrected, to who may see it."""
    if not row.is_covered or row.state == "discarded":
        return []
    data = {"data-correct": words.address(row), "data-text": words.editable(row)}
    button = html.Button(
        say("events.letter.correct"), type="button", className="button", **named(data)
    )
    return [html.Div(button, className="letter-correct")]


LETTER = Card[Events](
    id="letter",
    look="area-envelope only-dead-letters",
    heading="events.letter.one",
    title=_title,
    subtitle=_subtitle,
    body=region("letter-panel", _panel, label="events.letter.one"),
)

"""The bar over a page that follows a replay: where it stands, who holds it, how it is moved."""

from dash import html

from dashboard.components.attributes import named
from dashboard.wording.catalogue import say, texts


def replay_bar() -> html.Div:
    """Give the bar; scripts say what stands on it, and show it while a replay is followed."""
    return html.Div(
        [
            html.Strong(say("replay.mark"), className="replay-mark"),
            html.Span(id="replay-name"),
            html.Span(id="replay-now", className="mono", role="timer"),
            html.Div(
                html.Div(id="replay-done"),
                id="replay-way",
                className="replay-way",
                **named({"aria-hidden": "true"}),
            ),
            html.Span(id="replay-state", role="status"),
            html.Span(
                [_button(name) for name in ("back", "play", "on", "slower", "faster", "stop")],
                id="replay-controls",
                className="replay-controls",
                role="group",
                hidden=True,
                **named({"aria-label": say("replay.controls")}),
            ),
            _button("live"),
            html.Span(id="replay-refused", role="alert"),
        ],
        id="replay-bar",
        className="replay-bar",
        role="region",
        hidden=True,
        **named({"aria-label": say("replay.label")}),
    )


def _button(name: str) -> html.Button:
    return html.Button(
        texts("replay.buttons")[name],
        id=f"replay-{name}",
        type="button",
        className="button",
        title=texts("replay.hovers")[name],
        **named({"data-replay": name}),
    )

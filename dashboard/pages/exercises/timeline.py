"""A strip of time with a bar for each exercise; a bar is a link to the exercise."""

from collections.abc import Sequence

from dash import html

from dashboard.components.attributes import named
from dashboard.pages.exercises import words
from dashboard.pages.exercises.figures import Bar, Month, Row, Strip, months_of
from dashboard.view import View
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import month

LANE_PX = 18

LAST_TICK = 0.97  # a name further right has no room beside it


def timeline(rows: Sequence[Row], strip: Strip, chosen: str | None, view: View) -> html.Div:
    """Give the rows under an axis of months, with a line at the day the page is about."""
    return html.Div(
        [
            html.Div(
                [
                    html.Div(className="tl-name"),
                    html.Div(
                        [_tick(one) for one in months_of(strip) if one.left < LAST_TICK],
                        className="tl-axis",
                    ),
                ],
                className="tl-row tl-head",
                **named({"aria-hidden": "true"}),
            ),
            *(_row(row, chosen, view) for row in rows),
            html.Div(
                html.Div(
                    className="tl-now", style={"left": f"{strip.share_of(strip.on) * 100:.2f}%"}
                ),
                className="tl-marks",
            ),
        ],
        className=f"tl by-{view.group or 'kind'}",
        role="group",
        **named(
            {
                "aria-label": say(
                    "exercises.timeline_label", first=month(strip.first), last=month(strip.last)
                ),
                "data-rove": "a",
            }
        ),
    )


def _tick(one: Month) -> html.Span:
    is_year = one.on.month == 1
    return html.Span(
        f"{one.on.year}" if is_year else month(one.on)[:3],
        className="tl-tick is-year" if is_year else "tl-tick",
        style={"left": f"{one.left * 100:.2f}%"},
    )


def timeline_key() -> html.Ul:
    """Give what the looks of the bars mean."""
    return html.Ul(
        [
            html.Li([html.Span(className=f"tl-bar is-{state}"), said])
            for state, said in texts("exercises.states").items()
        ],
        className="tl-key",
    )


def _row(row: Row, chosen: str | None, view: View) -> html.Div:
    return html.Div(
        [
            html.Div(row.name, className="tl-name"),
            html.Div(
                [_bar(bar, chosen, view) for bar in row.bars],
                className="tl-lanes",
                style={"height": f"{row.lanes * LANE_PX}px"},
            ),
        ],
        className="tl-row",
    )


def _bar(bar: Bar, chosen: str | None, view: View) -> html.A:
    one = bar.exercise
    is_chosen = one.exercise_id == chosen
    said = say(
        "exercises.bar",
        name=words.name(one),
        kind=words.kinds(one.kinds),
        dates=words.dates_of(one),
        state=words.state_and_met(one),
    )
    return html.A(
        className=f"tl-bar is-{one.state}" + (" is-chosen" if is_chosen else ""),
        href=view.with_(exercise=one.exercise_id).href("/exercises"),
        style={
            "left": f"{bar.left * 100:.2f}%",
            "width": f"{bar.width * 100:.2f}%",
            "top": f"{bar.lane * LANE_PX + 2}px",
        },
        tabIndex="0" if is_chosen else "-1",
        **named(
            {
                "data-go": "",
                "data-tip": said,
                "aria-label": said,
                **({"aria-current": "true"} if is_chosen else {}),
            }
        ),
    )

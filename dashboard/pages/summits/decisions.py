"""Decisions: what is under silence, what was settled and how, who objected; one step by step."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.cards import Card
from dashboard.components.choices import links
from dashboard.components.countdown import countdown
from dashboard.components.parts import drawn, region
from dashboard.moment import Moment
from dashboard.pages.summits.data import PATH, Summits
from dashboard.pages.summits.queries import DecisionStep
from dashboard.pages.summits.rows import Decision
from dashboard.pages.summits.words import promises as words
from dashboard.view import View
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg


def _fitting(found: Summits) -> list[Decision]:
    return [one for one in found.decisions if _fits(one, found.moment.view.state)]


def _title(found: Summits) -> str:
    if not found.moment.view.decision:
        return words.decisions_title(found.decisions)
    decision = found.chosen_decision
    if decision is None:
        return say("summits.decisions.unknown")
    return decision.topic or decision.decision_id


def _subtitle(found: Summits) -> str:
    decision = found.chosen_decision
    if decision is not None:
        return say(
            "summits.decisions.domain",
            domain=decision.policy_domain or "–",
            state=words.state(decision),
        )
    if found.moment.view.decision:
        return found.moment.view.decision
    return say(
        "summits.decisions.subtitle",
        shown=len(_fitting(found)),
        in_all=found.decisions[0].in_all if found.decisions else 0,
        at=found.at,
    )


def _choice(found: Summits) -> Any:
    view = found.moment.view
    if view.decision:
        return _back(view)
    return links(say("summits.decisions.choice"), PATH, view, "state", _choices())


def _list(found: Summits) -> Any:
    if found.chosen_decision is not None:
        return _one(found.chosen_decision, found)
    if found.moment.view.decision:
        return None
    fitting = _fitting(found)
    if not fitting:
        return html.P(say("summits.decisions.none_fit"), className="muted")
    return html.Ol([_row(one, found.moment) for one in fitting])


def _one(decision: Decision, found: Summits) -> list[Any]:
    return [
        html.Div(
            [html.Span(words.settled(decision), className="value"), _left(decision, found.moment)],
            className="list-line",
        ),
        html.P(words.objections(decision)),
        _steps(found.steps, found.moment.view),
        html.P(words.clock_adopted(decision), className="muted"),
    ]


def _choices() -> tuple[tuple[str | None, str], ...]:
    return (
        (None, say("summits.decisions.all")),
        ("open", say("summits.decisions.open")),
        ("contested", say("summits.decisions.contested")),
    )


def _fits(decision: Decision, state: str | None) -> bool:
    if state == "open":
        return decision.state in words.OPEN
    return state != "contested" or words.is_contested(decision)


def _row(decision: Decision, moment: Moment) -> html.Li:
    return html.Li(
        [
            html.Div(
                [
                    html.Span(words.state(decision), className=f"value decision-{decision.state}"),
                    _when(decision, moment),
                ],
                className="list-line",
            ),
            dcc.Link(
                decision.topic or decision.decision_id,
                href=moment.view.with_(decision=decision.decision_id).href(PATH),
                className="list-what",
            ),
            html.Div(
                f"{decision.policy_domain or '–'} · {words.objections(decision)}",
                className="stat-note",
            ),
        ],
        className="list-row",
    )


def _when(decision: Decision, moment: Moment) -> html.Span:
    if decision.state == "silence" and decision.silence_deadline_at:
        return countdown(decision.silence_deadline_at, moment)
    return html.Span(words.settled(decision))


def _back(view: View) -> dcc.Link:
    return dcc.Link(
        say("summits.decisions.back"),
        href=view.with_(decision=None).href(PATH),
        className="button quiet as-link",
    )


def _left(decision: Decision, moment: Moment) -> html.Span | None:
    return _when(decision, moment) if decision.state == "silence" else None


def _steps(steps: Sequence[DecisionStep], view: View) -> html.Ol:
    return html.Ol(
        [
            html.Li(
                [
                    html.Div(
                        [
                            html.Span(dtg(step.at), className="mono"),
                            dcc.Link(
                                say("summits.decisions.event", seq=f"{step.ledger_seq:,}"),
                                href=view.clocks.with_(seq=step.ledger_seq).href("/events"),
                            ),
                        ],
                        className="list-line",
                    ),
                    html.Span(words.step_words(step)),
                ],
                className="list-row",
            )
            for step in steps
        ]
    )


DECISIONS = Card[Summits](
    id="decisions",
    look="area-decisions",
    title=_title,
    subtitle=_subtitle,
    controls=drawn("decisions-choice", _choice),
    body=region("decisions-list", _list),
)

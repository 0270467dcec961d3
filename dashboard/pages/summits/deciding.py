"""Decisions: what is under silence, what was settled and how, who objected; one step by step."""

from collections.abc import Sequence
from typing import Any

from dash import Output, dcc, html

from dashboard.components.card import card
from dashboard.components.choices import links
from dashboard.components.countdown import countdown
from dashboard.moment import Moment
from dashboard.pages.summits.facts import Facts
from dashboard.queries.rows_summits import Decision, DecisionStep
from dashboard.view import View
from dashboard.wording import promises as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import dtg

PATH = "/summits"
OUTPUTS = {
    "decisions_title": Output("decisions-title", "children"),
    "decisions_subtitle": Output("decisions-subtitle", "children"),
    "decisions_choice": Output("decisions-choice", "children"),
    "decisions_list": Output("decisions-list", "children"),
}


def section() -> html.Section:
    """Give the place of the decisions."""
    return card(
        "decisions",
        html.Div(id="decisions-list", className="scroll-list", tabIndex=0, role="region"),
        controls=html.Div(id="decisions-choice"),
        class_name="area-decisions",
    )


def shown(moment: Moment, facts: Facts) -> dict[str, Any]:
    """Give the list of decisions, or the one that is chosen."""
    view = moment.view
    if view.decision:
        return {**_one(moment, facts), "decisions_choice": _back(view)}
    chosen = [one for one in facts.decisions if _fits(one, view.state)]
    return {
        "decisions_title": wording.decisions_title(facts.decisions),
        "decisions_subtitle": say(
            "summits.decisions.subtitle",
            shown=len(chosen),
            in_all=facts.decisions[0].in_all if facts.decisions else 0,
            at=dtg(moment.as_of),
        ),
        "decisions_choice": links(
            say("summits.decisions.choice"), PATH, view, "state", _choices()
        ),
        "decisions_list": html.Ol([_row(one, moment) for one in chosen])
        if chosen
        else html.P(say("summits.decisions.none_fit"), className="muted"),
    }


def _choices() -> tuple[tuple[str | None, str], ...]:
    return (
        (None, say("summits.decisions.all")),
        ("open", say("summits.decisions.open")),
        ("contested", say("summits.decisions.contested")),
    )


def _fits(decision: Decision, state: str | None) -> bool:
    if state == "open":
        return decision.state in wording.OPEN
    return state != "contested" or wording.is_contested(decision)


def _row(decision: Decision, moment: Moment) -> html.Li:
    return html.Li(
        [
            html.Div(
                [
                    html.Span(
                        wording.state(decision), className=f"value decision-{decision.state}"
                    ),
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
                f"{decision.policy_domain or '–'} · {wording.objections(decision)}",
                className="stat-note",
            ),
        ],
        className="list-row",
    )


def _when(decision: Decision, moment: Moment) -> html.Span:
    if decision.state == "silence" and decision.silence_deadline_at:
        return countdown(decision.silence_deadline_at, moment)
    return html.Span(wording.settled(decision))


def _back(view: View) -> dcc.Link:
    return dcc.Link(
        say("summits.decisions.back"),
        href=view.with_(decision=None).href(PATH),
        className="button quiet as-link",
    )


def _one(moment: Moment, facts: Facts) -> dict[str, Any]:
    if not facts.chosen_decision:
        return {
            "decisions_title": say("summits.decisions.unknown"),
            "decisions_subtitle": moment.view.decision or "",
            "decisions_list": None,
        }
    [decision] = facts.chosen_decision
    return {
        "decisions_title": decision.topic or decision.decision_id,
        "decisions_subtitle": say(
            "summits.decisions.domain",
            domain=decision.policy_domain or "–",
            state=wording.state(decision),
        ),
        "decisions_list": [
            html.Div(
                [html.Span(wording.settled(decision), className="value"), _left(decision, moment)],
                className="list-line",
            ),
            html.P(wording.objections(decision)),
            _steps(facts.steps, moment.view),
            html.P(wording.clock_adopted(decision), className="muted"),
        ],
    }


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
                    html.Span(wording.step_words(step)),
                ],
                className="list-row",
            )
            for step in steps
        ]
    )

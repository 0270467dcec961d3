"""One lesson in full: what must happen, what is named as proof, and every move with its event."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import named
from dashboard.components.why import why
from dashboard.pages.lessons import words
from dashboard.pages.lessons.queries import Lesson, LessonMove, LessonProof
from dashboard.pages.lessons.rows import LessonStory
from dashboard.view import View
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import calendar_day, dtg


def lesson_panel(story: LessonStory, view: View) -> html.Div:
    """Give everything known of one lesson."""
    return html.Div(
        [_facts(story, view), _history(story.moves, view)],
        className="lesson-panel",
    )


def _facts(story: LessonStory, view: View) -> html.Dl:
    lesson, heads = story.lesson, texts("lessons.one.facts")
    facts: list[tuple[str, Any]] = [
        (heads["owner"], words.owner(lesson)),
        (heads["due"], _due(lesson)),
        (heads["candidate"], _candidate(lesson, view)),
        (heads["proof"], _proof(story.proof, view)),
    ]
    if lesson.anomalies:
        said = "; ".join(words.anomaly(move) for move in lesson.anomalies)
        facts.append((heads["anomalies"], html.Span(f"⚠ {said}", className="late")))
    facts.append((heads["identity"], html.Span(lesson.lesson_id, className="mono")))
    return html.Dl(
        [part for name, value in facts for part in (html.Dt(name), html.Dd(value))],
        className="facts",
    )


def _due(lesson: Lesson) -> Any:
    said = words.due(lesson)
    if not lesson.overdue_days or not lesson.due_on:
        return said
    return [f"{calendar_day(lesson.due_on)} · ", html.Span(said, className="late")]


def _candidate(lesson: Lesson, view: View) -> Any:
    said = words.candidate(lesson)
    if lesson.candidate_id is None or not lesson.is_open:
        return said
    href = view.clocks.with_(exercise=lesson.candidate_id).href("/exercises")
    with_whom = ", ".join(lesson.candidate_actors or ())
    return [dcc.Link(said, href=href), html.Span(f" · {with_whom}", className="stat-note")]


def _proof(found: LessonProof | None, view: View) -> Any:
    said = words.proof(found)
    if found is None or found.ledger_seq is None:
        return said
    parts: list[Any] = [_event(said, found.ledger_seq, view)]
    if found.actor and found.area:
        button = html.Button(
            say("why.column"),
            type="button",
            className="button quiet",
            **why("readiness", found.actor, found.area),
        )
        parts += [" ", button]
    return parts


def _history(moves: Sequence[LessonMove], view: View) -> html.Section:
    return html.Section(
        [
            html.H3(texts("lessons.one.heads")["history"]),
            html.Ol([_move(move, view) for move in moves], className="history"),
        ]
    )


def _move(move: LessonMove, view: View) -> html.Li:
    kind = texts("lessons.moves")[f"{move.journal} {move.move}"]
    notes = [move.element] if move.element else []
    if move.move == "tasked":
        notes.append(
            say("lessons.move.due", day=calendar_day(move.due_on))
            if move.due_on
            else say("lessons.move.default_due")
        )
    if move.cost_amount is not None:
        notes.append(words.cost(move.cost_amount, move.cost_currency, move.cost_price_year))
    return html.Li(
        [
            html.Span(dtg(move.occurred_at), className="mono move-at"),
            html.Div(
                [
                    _event(kind, move.ledger_seq, view),
                    html.Span(f" {move.words}") if move.words else None,
                    None
                    if move.is_fit
                    else html.Span(f" {say('lessons.move.misfit')}", className="late"),
                    html.Div(" · ".join(notes), className="stat-note") if notes else None,
                ]
            ),
        ]
    )


def _event(said: str, seq: int, view: View) -> html.A:
    href = view.clocks.with_(seq=seq).href("/events")
    return html.A(said, href=href, **named({"data-go": ""}))

"""One meeting: what became of it, who came, what was decided, and before and after it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dash import Dash, Input, Output, html

from dashboard import constants
from dashboard.components.card import card
from dashboard.components.page_data import keep_filled, page_data
from dashboard.components.picker import NOTHING, picker, picker_id, register_picker
from dashboard.components.table import plain_table
from dashboard.moment import Moment, settle
from dashboard.pages.summits.facts import shown_days
from dashboard.queries import ReadModel, summits
from dashboard.queries.rows import Member
from dashboard.queries.rows_summits import Attendee, Decision, Effect, MeetingPlan
from dashboard.wording import names
from dashboard.wording import summits as wording
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import change_points, dtg, listed, on_day, one_decimal, percent

TOO_OFTEN = "ambassador"  # half a year around one of weekly meetings says nothing about it
OUTPUTS = {
    "title": Output("meeting-title", "children"),
    "subtitle": Output("meeting-subtitle", "children"),
    "panel": Output("meeting-panel", "children"),
    "options": Output(picker_id("summits", "meeting"), "data"),
    "value": Output(picker_id("summits", "meeting"), "value"),
}


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting with what is known about it."""

    plan: MeetingPlan
    attendees: list[Attendee]
    members: list[Member]
    decisions: list[Decision]
    effect: list[Effect]


def section() -> html.Section:
    """Give the place of one meeting."""
    return card(
        "meeting",
        [
            html.Div(id="meeting-panel", className="scroll-list", tabIndex=0, role="region"),
            page_data("meeting"),
        ],
        controls=picker("summits", "meeting", say("summits.cadence.pick"), 168),
        title=say("summits.meeting.title"),
        class_name="area-meeting",
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the panel when the view changes.

    It does not follow every event: half a year before and after takes longer to compute than the
    rest of the page, and only late events can change it.
    """
    register_picker(app, "summits", "meeting")

    async def values(view_data: object, scheme: object) -> dict[str, Any]:
        return await _shown(read_model, await settle(read_model, view_data, scheme))

    inputs = [Input("view", "data"), Input("scheme", "data")]
    keep_filled(app, "meeting", OUTPUTS, inputs, values)


async def _shown(model: ReadModel, moment: Moment) -> dict[str, Any]:
    body, at, known = moment.body, moment.as_of, moment.known_at
    first, last = shown_days(moment)
    plans = await summits.meeting_plans(model, body, first, last, as_of=at, known_at=known)
    plan = chosen_meeting(plans, moment.view.meeting, at.astimezone(UTC).date())
    if plan is None and moment.view.meeting:
        everything = await summits.meeting_plans(
            model, body, date.min, date.max, as_of=at, known_at=known
        )
        plan = next((one for one in everything if one.meeting_id == moment.view.meeting), None)
    if plan is None:
        words = "unknown" if moment.view.meeting else "none"
        return {**_nothing(words), **_options(plans, moment)}
    attendees, members, decisions, effect = await asyncio.gather(
        summits.attendees(model, plan.meeting_id, at, known),
        model.members(body, _day_of(plan, at), known),
        summits.decisions(model, body, at, known),
        summits.effect(model, body, plan.meeting_id, at, known),
    )
    there = [one for one in decisions if one.meeting_id == plan.meeting_id]
    encounter = Encounter(plan, attendees, members, there, effect)
    return {
        "title": _title(encounter),
        "subtitle": say("summits.meeting.clock", words=wording.meeting_words(plan), at=dtg(at)),
        "panel": _panel(encounter),
        **_options(plans, moment),
    }


def _day_of(plan: MeetingPlan, at: datetime) -> datetime:
    """Give the day of a meeting that was held: who belonged then could have come."""
    if plan.state != "held" or plan.starts_on is None:
        return at
    return datetime.combine(plan.starts_on, time(), UTC)


def chosen_meeting(
    plans: Sequence[MeetingPlan], wanted: str | None, today: date
) -> MeetingPlan | None:
    """Give the meeting the address names, else the newest one that can be compared."""
    if wanted:
        return next((plan for plan in plans if plan.meeting_id == wanted), None)
    held = [plan for plan in plans if plan.state == "held" and plan.starts_on]
    settled = [
        plan
        for plan in held
        if plan.level != TOO_OFTEN
        and plan.attendees
        and plan.starts_on
        and plan.starts_on + timedelta(days=constants.method().effect.window_days) <= today
    ]
    return next(iter(settled or held or list(plans)), None)


def _nothing(words: str) -> dict[str, Any]:
    title = say("summits.meeting.unknown") if words == "unknown" else say("summits.meeting.none")
    return {"title": title, "subtitle": "", "panel": None}


def _options(plans: Sequence[MeetingPlan], moment: Moment) -> dict[str, Any]:
    wanted = moment.view.meeting
    options = [
        {"value": NOTHING, "label": say("summits.meeting.newest")},
        *(
            {
                "value": plan.meeting_id,
                "label": f"{wording.level(plan.level)}, {on_day(plan.starts_on)}",
            }
            for plan in plans
        ),
    ]
    if wanted and wanted not in {option["value"] for option in options}:
        options.append({"value": wanted, "label": wanted})
    return {"options": options, "value": wanted or NOTHING}


def _panel(encounter: Encounter) -> list[Any]:
    plan = encounter.plan
    if plan.state != "held":
        return [html.P(say("summits.meeting.not_yet"))]
    return [
        *([html.P(absent)] if (absent := _absent(encounter)) else []),
        *([html.P(_decided(encounter.decisions))] if encounter.decisions else []),
        html.H3(
            say("summits.meeting.caption", days=constants.method().effect.window_days),
            className="list-head",
        ),
        _effect(encounter),
    ]


def _title(encounter: Encounter) -> str:
    state = encounter.plan.state
    if state == "planned":
        return say("summits.meeting.title_planned")
    if state == "postponed":
        return say("summits.meeting.title_postponed")
    if state == "cancelled":
        return say("summits.meeting.title_cancelled")
    ranks = [one.rank for one in encounter.attendees]
    if not ranks:
        return say("summits.meeting.title_nobody")
    came = {one.actor for one in encounter.attendees} & {one.actor for one in encounter.members}
    return say(
        "summits.meeting.title_held",
        came=len(came),
        members=len(encounter.members),
        rank=one_decimal(sum(ranks) / len(ranks)),
    )


def _absent(encounter: Encounter) -> str:
    came = {one.actor for one in encounter.attendees}
    absent = [names.actor(one.actor) for one in encounter.members if one.actor not in came]
    return say("summits.meeting.absent", names=listed(absent, 6)) if came and absent else ""


def _decided(decisions: Sequence[Decision]) -> str:
    return say(
        "summits.meeting.decided",
        topics="; ".join(one.topic or one.decision_id for one in decisions[:3]),
    )


def _effect(encounter: Encounter) -> Any:
    plan = encounter.plan
    if not encounter.effect:
        if plan.starts_on is None:
            return html.P(say("summits.meeting.no_effect"))
        from_on = on_day(plan.starts_on + timedelta(days=constants.method().effect.window_days))
        return html.P(say("summits.meeting.too_early", day=from_on), className="muted")
    return plain_table(
        say("summits.meeting.caption", days=constants.method().effect.window_days),
        (
            say("summits.meeting.who"),
            say("summits.meeting.index"),
            say("summits.meeting.compliance"),
        ),
        [_side(row) for row in encounter.effect],
    )


def _side(row: Effect) -> tuple[str, str, str]:
    index = _change(one_decimal(row.index_before), one_decimal(row.index_after))
    compliance = _change(percent(row.compliance_before), percent(row.compliance_after))
    return (
        _who(row),
        f"{index} {change_points(row.index_after, row.index_before)}",
        f"{compliance} {_points(row.compliance_before, row.compliance_after)}",
    )


def _who(row: Effect) -> str:
    if row.attended and row.lapsed:
        return say("summits.meeting.attended_lapsed", n=row.actors, lapsed=row.lapsed)
    if row.attended:
        return say("summits.meeting.attended", n=row.actors)
    if row.lapsed:
        return say("summits.meeting.stayed_lapsed", n=row.actors, lapsed=row.lapsed)
    return say("summits.meeting.stayed", n=row.actors)


def _change(before: str, after: str) -> str:
    return f"{before} → {after}"


def _points(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return ""
    return change_points(after * 100, before * 100)

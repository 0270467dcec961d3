"""One meeting: what became of it, who came, what was decided, and before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dash import html

from dashboard import constants
from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.components.cards import Card
from dashboard.components.parts import Own, region
from dashboard.components.picker import NOTHING, picker_of
from dashboard.components.table import plain_table
from dashboard.moment import Moment
from dashboard.pages.summits import queries, words
from dashboard.pages.summits.data import decisions_of, plans_of, shown_days
from dashboard.pages.summits.queries import Attendee, Effect, MeetingPlan
from dashboard.pages.summits.rows import Decision
from dashboard.queries import bodies
from dashboard.queries.bodies import Member
from dashboard.wording import names
from dashboard.wording.catalogue import say
from dashboard.wording.numbers import change_points, dtg, listed, on_day, one_decimal, percent

TOO_OFTEN = "ambassador"  # half a year around one of weekly meetings says nothing about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """A meeting with what is known about it, and the meetings it was chosen from."""

    moment: Moment
    plans: list[MeetingPlan]
    plan: MeetingPlan | None
    attendees: list[Attendee] = field(default_factory=list[Attendee])
    members: list[Member] = field(default_factory=list[Member])
    decisions: list[Decision] = field(default_factory=list[Decision])
    effect: list[Effect] = field(default_factory=list[Effect])


async def read_meeting(asked: Asked) -> Encounter:
    """Ask for the meeting that the address names, else for the newest that can be compared."""
    model, moment = asked.model, asked.moment
    plans = await plans_of(asked, *shown_days(moment))
    plan = await _plan(asked, plans)
    if plan is None:
        return Encounter(moment=moment, plans=plans, plan=None)
    meeting, then = plan.meeting_id, _day_of(plan, moment.as_of)
    async with AtOnce() as at_once:
        attendees = at_once.ask(queries.attendees(model, meeting=meeting, **moment.clocks))
        members = at_once.ask(
            bodies.members(model, body=moment.body, as_of=then, known_at=moment.known_at)
        )
        decisions = at_once.ask(decisions_of(asked))
        effect = at_once.ask(queries.meeting_effect(model, meeting=meeting, **moment.of_body))
    return Encounter(
        moment=moment,
        plans=plans,
        plan=plan,
        attendees=attendees.result(),
        members=members.result(),
        decisions=[one for one in decisions.result() if one.meeting_id == plan.meeting_id],
        effect=effect.result(),
    )


async def _plan(asked: Asked, plans: Sequence[MeetingPlan]) -> MeetingPlan | None:
    wanted = asked.moment.view.meeting
    today = asked.moment.as_of.astimezone(UTC).date()
    plan = chosen_meeting(plans, wanted, today)
    if plan is not None or not wanted:
        return plan
    everything = await plans_of(asked, date.min, date.max)
    return next((one for one in everything if one.meeting_id == wanted), None)


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


def _options(encounter: Encounter) -> list[dict[str, str]]:
    wanted = encounter.moment.view.meeting
    options = [
        {"value": NOTHING, "label": say("summits.meeting.newest")},
        *(
            {
                "value": plan.meeting_id,
                "label": f"{words.level(plan.level)}, {on_day(plan.starts_on)}",
            }
            for plan in encounter.plans
        ),
    ]
    if wanted and wanted not in {option["value"] for option in options}:
        options.append({"value": wanted, "label": wanted})
    return options


def _panel(encounter: Encounter) -> list[Any] | None:
    plan = encounter.plan
    if plan is None:
        return None
    if plan.state != "held":
        return [html.P(say("summits.meeting.not_yet"))]
    return [
        *([html.P(absent)] if (absent := _absent(encounter)) else []),
        *([html.P(_decided(encounter.decisions))] if encounter.decisions else []),
        html.H3(
            say("summits.meeting.caption", days=constants.method().effect.window_days),
            className="list-head",
        ),
        _effect(plan, encounter),
    ]


def _title(encounter: Encounter) -> str:
    if encounter.plan is None:
        is_named = encounter.moment.view.meeting
        return say("summits.meeting.unknown") if is_named else say("summits.meeting.none")
    state = encounter.plan.state
    if state == "planned":
        return say("summits.meeting.title_planned")
    if state == "postponed":
        return say("summits.meeting.title_postponed")
    if state == "cancelled":
        return say("summits.meeting.title_cancelled")
    return _presence(encounter)


def _presence(encounter: Encounter) -> str:
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


def _subtitle(encounter: Encounter) -> str:
    if encounter.plan is None:
        return ""
    told = words.meeting_words(encounter.plan)
    return say("summits.meeting.clock", words=told, at=dtg(encounter.moment.as_of))


def _absent(encounter: Encounter) -> str:
    came = {one.actor for one in encounter.attendees}
    absent = [names.actor(one.actor) for one in encounter.members if one.actor not in came]
    return say("summits.meeting.absent", names=listed(absent, 6)) if came and absent else ""


def _decided(decisions: Sequence[Decision]) -> str:
    return say(
        "summits.meeting.decided",
        topics="; ".join(one.topic or one.decision_id for one in decisions[:3]),
    )


def _effect(plan: MeetingPlan, encounter: Encounter) -> Any:
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


PICKER: Own[Encounter] = picker_of(
    "summits",
    "meeting",
    lambda: say("summits.cadence.pick"),
    168,
    options=_options,
    value=lambda encounter: encounter.moment.view.meeting or NOTHING,
)

MEETING = Card[Encounter](
    id="meeting",
    look="area-meeting",
    heading="summits.meeting.title",
    title=_title,
    subtitle=_subtitle,
    controls=PICKER,
    body=region("meeting-panel", _panel),
)

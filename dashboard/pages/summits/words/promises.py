"""Decisions and commitments in words: what is settled, who objected, how a promise is kept."""

from collections.abc import Sequence

from dashboard.pages.summits.queries import DecisionStep, Dormancy
from dashboard.pages.summits.rows import Decision
from dashboard.queries.commitments import Compliance, Standing
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import day, dtg, listed, on_day, one_decimal, percent

OPEN = ("silence", "proposed", "broken")


def decisions_title(decisions: Sequence[Decision]) -> str:
    """Say what is under silence and when the next silence ends."""
    if not decisions:
        return say("summits.decisions.title_none")
    ends = sorted(
        one.silence_deadline_at
        for one in decisions
        if one.state == "silence" and one.silence_deadline_at is not None
    )
    if not ends:
        return say("summits.decisions.title_quiet")
    return say("summits.decisions.title", n=len(ends), at=dtg(ends[0]))


def state(decision: Decision) -> str:
    """Give the state of a decision by sign and word."""
    return texts("summits.decision_state").get(
        decision.state or "unknown", decision.state or "unknown"
    )


def mode(code: str | None) -> str:
    """Say how a decision came about."""
    return texts("summits.mode").get(code or "", code or "")


def is_contested(decision: Decision) -> bool:
    """Say whether anybody objected to a decision or made a reservation."""
    return decision.breaks + decision.blocks + decision.reservations > 0


def objections(decision: Decision) -> str:
    """Say who objected."""
    if not is_contested(decision):
        return say("summits.decisions.by_nobody")
    if not decision.objectors:
        return say("summits.decisions.unnamed")
    who = listed([names.actor(code) for code in decision.objectors])
    if decision.breaks + decision.blocks == 0:
        return f"{say('summits.decisions.reservations')}: {who}"
    return say("summits.decisions.objectors", names=who)


def settled(decision: Decision) -> str:
    """Say when and how a decision was settled, or until when silence lasts."""
    if decision.state == "silence" and decision.silence_deadline_at:
        return say("summits.decisions.until", at=dtg(decision.silence_deadline_at))
    if decision.state == "adopted" and decision.decided_at:
        return say(
            "summits.decisions.adopted_at", mode=mode(decision.mode), at=day(decision.decided_at)
        )
    at = decision.decided_at or decision.silence_deadline_at or decision.proposed_at
    return say("summits.decisions.settled_at", at=day(at)) if at else ""


def clock_adopted(decision: Decision) -> str:
    """Say that the clock adopted a decision; nothing when an event did."""
    if decision.state in ("adopted", "rescinded") and decision.mode == "silence":
        at = decision.silence_deadline_at
        return say("summits.decisions.clock_adopts", at=dtg(at)) if at else ""
    return ""


def step_words(step: DecisionStep) -> str:
    """Say what one step of a decision was."""
    parts = [texts("summits.move").get(step.move, step.move)]
    if step.actor:
        parts.append(names.actor(step.actor))
    if step.mode:
        parts.append(mode(step.mode))
    if step.silence_deadline_at:
        parts.append(say("summits.decisions.step_deadline", at=dtg(step.silence_deadline_at)))
    text = ", ".join(parts)
    return f"{text}: {step.reason}" if step.reason else text


def promise_title(row: Compliance) -> str:
    """Say how far one commitment is kept, and by how many that can be said."""
    return say(
        "summits.promise.chosen",
        title=row.title,
        compliance=percent(row.compliance_ratio),
        scored=row.scored,
        actors=row.actors,
    )


def promise_subtitle(standings: Sequence[Standing], spoken: Dormancy | None) -> str:
    """Say what the path is, who scored whom, and when the commitment was last affirmed."""
    if not standings:
        return ""
    one = standings[0]
    return say(
        "summits.promise.subtitle",
        unit=f"{one.metric}, {one.unit}",
        start=on_day(one.start_on),
        due=on_day(one.due_on),
        target=one_decimal(one.target),
        scores=_scores(standings),
        said=affirmed(spoken) if spoken else "",
    )


def _scores(standings: Sequence[Standing]) -> str:
    stages = [row.score_stage for row in standings if row.score is not None]
    path, interim, final = (stages.count(stage) for stage in (None, "interim", "final"))
    parts = [
        *([say("summits.promise.by_the_path", count=path)] if path else []),
        *([say("summits.promise.for_now", count=interim)] if interim else []),
        *([say("summits.promise.finally", count=final)] if final else []),
    ]
    return say("summits.promise.scored_by", parts=listed(parts)) if parts else ""


def affirmed(spoken: Dormancy) -> str:
    """Say when a commitment was last affirmed, and whether it sleeps."""
    at, n, days = day(spoken.last_affirmed_at), spoken.summits_since, spoken.silent_days
    if spoken.is_dormant:
        return say("summits.promise.dormant", day=at, n=n, days=days)
    return say("summits.promise.said", day=at, n=n, days=days)


def scored_by(row: Standing) -> str:
    """Say who scored an actor: the path itself, or an assessor for now or finally."""
    if row.score is None:
        return "–"
    if row.score_stage is None or row.assessor is None:
        return say("summits.promise.by_path")
    stage = texts("summits.stage").get(row.score_stage, row.score_stage)
    return say("summits.promise.by", assessor=row.assessor, stage=stage)

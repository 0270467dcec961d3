"""What no answer may do while nothing happens, and what may change because it was said ahead."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.given import TOLERANCE, Row

Ask = Callable[..., list[Row]]
Rule = Callable[[Any, Any], bool]
READINESS = ("1", "2", "3", "4", "5", "ND")  # from best to worst; 5 is C5
CONFIDENCE = ("none", "Low", "Moderate", "High")
REPORTING = ("current", "late", "lapsed", "never")
CADENCE = (None, "green", "amber", "red", "never", "dissolved")
LONGEST_OVERRIDE = timedelta(days=90)
BOTH = ("as_of", "known_at")


@dataclass(frozen=True)
class Silence:
    """Two moments between which no event occurred."""

    as_of: datetime
    later: datetime

    def holds(self, said: datetime | date) -> bool:
        """Tell whether a day or a moment that somebody named in advance lies in between."""
        if isinstance(said, datetime):
            return self.as_of < said <= self.later
        return self.as_of.date() < said <= self.later.date()


@dataclass(frozen=True)
class Question:
    """A read function: what tells its rows apart, what its columns may not do, what may stir."""

    name: str
    keys: Sequence[str]
    rules: Mapping[str, Rule]
    stirred_by: frozenset[str] = frozenset()
    bodies: Sequence[str | None] = ("NATO", "WTO")

    def asked(self, ask: Ask, body: str | None, silence: Silence, known_at: datetime) -> list[Row]:
        """Give the rows of both moments, each with the moment at which it was read."""
        moments = (silence.as_of, silence.later)
        if self.name not in TRENDS:
            of_body = () if body is ANYBODY else (body,)
            answers = ((at, ask(self.name, *of_body, at, known_at)) for at in moments)
            return [row | {"at": at} for at, rows in answers for row in rows]
        step = max(silence.later - silence.as_of, timedelta(hours=1))
        more = ("EST", "POL") if self.name == "pair_trend" else ()
        return ask(self.name, body, *more, *moments, step, known_at)


ANYBODY = "*"  # a question that is not asked of a body
TRENDS = ("trend", "body_trend", "interoperability_trend", "pair_trend")


def unchanged(before: Any, after: Any) -> bool:
    """Stay as it is."""
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) <= TOLERANCE * max(1.0, abs(before))
    return before == after


def until_gone(before: Any, after: Any) -> bool:
    """Stay as it is until there is none."""
    return after is None or unchanged(before, after)


def no_higher(before: Any, after: Any) -> bool:
    """Not rise; none is less than any number."""
    if before is None or after is None:
        return after is None
    return after <= before + TOLERANCE * max(1.0, abs(before))


def no_lower(before: Any, after: Any) -> bool:
    """Not fall; a number stays a number."""
    if before is None or after is None:
        return before is after
    return after >= before - TOLERANCE * max(1.0, abs(before))


def gap_no_smaller(before: Any, after: Any) -> bool:
    """Not shrink; what is not known is larger than any number."""
    return after is None or (before is not None and no_lower(before, after))


def kept(before: Any, after: Any) -> bool:
    """Not rise, not go and not come."""
    return (before is None) == (after is None) and no_higher(before, after)


def no_better(order: Sequence[str | None]) -> Rule:
    """Give the rule that a word may only move towards the end of an order."""

    def rule(before: Any, after: Any) -> bool:
        return order.index(after) >= order.index(before)

    return rule


def weakest_no_better(before: Any, after: Any) -> bool:
    """Not get better; what was never known has none."""
    return before is after if None in (before, after) else no_better(READINESS)(before, after)


def not_back(before: Any, after: Any) -> bool:
    """Stay said once it is."""
    return bool(after) or not before


def _same(*names: str) -> dict[str, Rule]:
    return dict.fromkeys(names, unchanged)


STATES = {"p_state", "s_state", "r_state", "reporting"}
READING: dict[str, Rule] = {
    "level": no_better(READINESS),
    "t": until_gone,
    "conf": no_higher,
    "confidence": lambda before, after: CONFIDENCE.index(after) <= CONFIDENCE.index(before),
    "items": no_higher,
    "external_items": no_higher,
    **dict.fromkeys(STATES, no_better(REPORTING)),
    "pillars": no_higher,
    "index": until_gone,
    "last_level": no_better(READINESS),
    "age_days": no_lower,
    "report_age_days": no_lower,
    **_same("p", "s", "r", "reported_t", "last_t", "last_index", "newest_at", "newest_seq"),
}
COUNTS: dict[str, Rule] = {
    "ready_ratio": no_higher,
    "ready": no_higher,
    "current": no_higher,
    "lapsed": no_lower,
    "nd": no_lower,
    "lapsed_indices": no_lower,
    **_same("members", "never", "mean_index", "indices"),
}
AREA: dict[str, Rule] = COUNTS | {
    "reporting_members": no_higher,
    "weakest_level": no_better(READINESS),
    "weakest_known_level": weakest_no_better,
    "oldest_age_days": no_lower,
}
PAIR: dict[str, Rule] = {
    "level": no_higher,
    "is_lapsed": not_back,
    "tests": no_higher,
    "newest_at": unchanged,
    "age_days": no_lower,
}
MEMBERSHIP, OVERRIDE = frozenset({"membership"}), frozenset({"membership", "override"})
EVERYBODY = ("NATO", None)

QUESTIONS = (
    Question(
        "readiness",
        ("actor", "area"),
        READING
        | {"total_weight": no_higher, "computed_level": no_better(READINESS)}
        | _same("p_level", "s_level", "r_level", "instrument_key"),
        OVERRIDE,
        EVERYBODY,
    ),
    Question("readiness_in_body", ("actor", "area"), READING | AREA, OVERRIDE),
    Question("rollup", ("area",), AREA, OVERRIDE),
    Question(
        "trend",
        ("actor", "area"),
        {name: READING[name] for name in ("level", "t", "index", "conf", "items", "reporting")}
        | {name: READING[name] for name in ("last_level", "last_index")}
        | {"pillars": lambda before, after: set(after) <= set(before)},
        OVERRIDE,
        EVERYBODY,
    ),
    Question("body_trend", ("area",), COUNTS, OVERRIDE),
    Question(
        "reporting_states",
        ("actor", "area"),
        {"reporting": no_better(REPORTING), "report_age_days": no_lower}
        | _same("oldest_pillar", "oldest_at"),
        MEMBERSHIP,
    ),
    Question(
        "interoperability",
        ("actor_a", "actor_b", "dimension"),
        PAIR | {"n_eff": no_higher, "last_level": no_higher} | _same("newest_seq"),
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "pair_levels",
        ("actor_a", "actor_b"),
        PAIR | {"dimensions": no_higher, "tested_dimensions": unchanged, "last_level": no_higher},
        MEMBERSHIP,
    ),
    Question(
        "interoperability_trend",
        ("dimension",),
        {"level_2_ratio": no_higher, "compatible": no_higher, "pairs": no_higher}
        | {"lapsed": no_lower}
        | _same("never", "possible"),
        MEMBERSHIP,
    ),
    Question(
        "interoperability_counts",
        ("dimension",),
        {"at_least_1": no_higher, "at_least_2": no_higher, "level_3": no_higher}
        | {"unexpired": no_higher, "lapsed": no_lower}
        | _same("never", "possible"),
        MEMBERSHIP,
    ),
    Question(
        "pair_trend",
        ("dimension",),
        {"level": no_higher, "is_lapsed": not_back},
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "commitments",
        ("commitment_id", "actor"),
        {"score": kept, "auto_score": kept, "age_days": no_lower} | _same("value", "observed_on"),
        MEMBERSHIP | {"start"},
    ),
    Question(
        "compliance",
        ("commitment_id",),
        {"compliance_ratio": kept, "met": no_higher, "missed": no_lower}
        | _same("scored", "actors"),
        MEMBERSHIP | {"start"},
    ),
    Question(
        "gaps",
        ("actor", "area"),
        {"gap": gap_no_smaller, "index": until_gone, "level": no_better((*READINESS, None))}
        | _same("target_index"),
        OVERRIDE,
    ),
    Question(
        "contributions",
        ("actor",),
        {"ready": no_higher, "mean_index": until_gone, "compliance_ratio": kept}
        | {"exercises": no_higher, "results": no_higher, "areas": no_higher}
        | _same("scored", "offers"),
        OVERRIDE | {"start", "available"},
    ),
    Question(
        "overrides",
        ("actor", "area"),
        {
            "computed_level": no_better((*READINESS, None)),
            "days_left": no_higher,
            "level": unchanged,
        },
        OVERRIDE,
        EVERYBODY,
    ),
    Question(
        "cadence",
        ("level",),
        {"overdue_ratio": no_lower, "status": no_better(CADENCE), "days_since": no_lower}
        | _same("meetings", "regularity", "median_gap_days"),
        MEMBERSHIP | {"plan"},
    ),
    Question(
        "attendance_record",
        ("actor", "level"),
        _same("attended", "meetings", "attendance_ratio", "mean_rank"),
        MEMBERSHIP | {"plan"},
    ),
    Question(
        "dormancy",
        ("commitment_id",),
        {"is_dormant": not_back, "summits_since": no_lower} | _same("reaffirmations"),
        frozenset({"plan"}),
        ("NATO", None),
    ),
    Question(
        "decisions",
        ("decision_id",),
        _same("state", "mode", "breaks", "reservations", "blocks"),
        frozenset({"deadline"}),
        EVERYBODY,
    ),
    Question(
        "divergence",
        ("policy_domain",),
        _same("proposed", "contested", "divergence_ratio"),
        frozenset({"deadline"}),
        EVERYBODY,
    ),
    Question(
        "lessons",
        ("lesson_id",),
        {"overdue_days": no_lower} | _same("state", "is_open", "actions", "implemented"),
        bodies=(ANYBODY,),
    ),
    Question(
        "remedial_actions",
        ("action_id",),
        {"overdue_days": no_lower} | _same("state"),
        bodies=(ANYBODY,),
    ),
    Question("observations", ("observation_id",), _same("state"), bodies=(ANYBODY,)),
    Question(
        "burden",
        ("actor", "area"),
        {"burden": no_lower, "overdue": no_lower} | _same("lessons"),
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "reporting",
        ("actor", "area", "pillar"),
        {"is_missing": not_back, "age_days": no_lower} | _same("last_at"),
        MEMBERSHIP,
    ),
    Question(
        "baselines",
        ("baseline", "actor"),
        _same("level", "newest_level", "is_behind"),
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "standards",
        ("actor_a", "actor_b", "dimension"),
        _same("implemented_by_both", "required", "overlap_ratio"),
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "capabilities",
        ("actor", "area", "capability_code"),
        _same("quantity", "ntm_days", "is_available"),
        MEMBERSHIP | {"available"},
        EVERYBODY,
    ),
    Question(
        "notice_to_move",
        ("band",),
        _same("actors", "offers", "quantity"),
        MEMBERSHIP | {"available"},
        EVERYBODY,
    ),
    Question(
        "reported_notice",
        ("actor", "area"),
        {"age_days": no_lower} | _same("ntm_days"),
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "insight_sharing",
        ("from_actor", "to_actor", "topic"),
        _same("products"),
        MEMBERSHIP,
        EVERYBODY,
    ),
    Question(
        "positions",
        ("scale", "actor"),
        {"is_current": lambda before, after: before or not after, "age_days": no_lower}
        | _same("point", "placed", "median", "mean"),
        MEMBERSHIP,
        EVERYBODY,
    ),
)


def improvements(
    question: Question, body: str | None, ask: Ask, silence: Silence, known_at: datetime
) -> list[str]:
    """Give every way in which an answer got better, or changed, between the two moments."""
    rows = question.asked(ask, body, silence, known_at)
    before, after = (
        {
            tuple(row[name] for name in question.keys): _counted(row)
            for row in rows
            if row["at"] == at
        }
        for at in (silence.as_of, silence.later)
    )
    if before.keys() != after.keys():
        return [
            f"{question.name}: rows came or went: {sorted(map(str, before.keys() ^ after.keys()))}"
        ]
    return [
        f"{question.name} {key}: {name} {row[name]!r} -> {after[key][name]!r}"
        for key, row in before.items()
        for name, rule in question.rules.items()
        if not rule(row[name], after[key][name])
    ]


def _counted(row: Row) -> Row:
    """Give a row of counts of levels with how many are at a level or better."""
    if "level_3" not in row:
        return row
    at_least_2 = row["level_3"] + row["level_2"]
    at_least_1 = at_least_2 + row["level_1"]
    sums = {"at_least_2": at_least_2, "at_least_1": at_least_1}
    return row | sums | {"unexpired": at_least_1 + row["level_0"]}


def said_ahead(events: Iterable[bytes]) -> list[tuple[str, date | datetime]]:
    """Give what begins or ends on a day that an event names, whenever that is."""
    return [found for event in events for found in _named(json.loads(event))]


def _named(event: dict[str, Any]) -> Iterable[tuple[str, date | datetime]]:
    data, time = event["data"], event["time"]
    if "root" in data:
        data, time = data.get("data", {}), data.get("time", time)
    for name, kind in BEGINNINGS.items():
        if data.get(name):
            yield kind, date.fromisoformat(data[name])
    if data.get("silence_deadline_at"):
        yield "deadline", datetime.fromisoformat(data["silence_deadline_at"])
    if data.get("expires_on"):
        longest = datetime.fromisoformat(time).date() + LONGEST_OVERRIDE
        last_on = min(date.fromisoformat(data["expires_on"]), longest)
        yield "override", last_on + timedelta(days=1)


BEGINNINGS = {
    "from_on": "membership",
    "to_on": "membership",
    "available_from_on": "available",
    "start_on": "start",
    "starts_on": "plan",
    "ends_on": "plan",
    "started_on": "plan",
    "ended_on": "plan",
}


def occurrences(events: Iterable[bytes]) -> list[datetime]:
    """Give the moments at which anything occurred, as roots or as corrections have it."""
    found = {_occurred(json.loads(event)) for event in events}
    return sorted(found)


def _occurred(event: dict[str, Any]) -> datetime:
    data = event["data"]
    said = data["time"] if "root" in data and "data" in data else event["time"]
    return datetime.fromisoformat(said).astimezone(UTC)

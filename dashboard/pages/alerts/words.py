"""Alerts and the load of the watch, in words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.pages.alerts.queries import Alert, AlertRule, Annunciation, Shelf, Watch
from dashboard.pages.alerts.rows import (
    ACCEPTABLE_AN_HOUR,
    DAY,
    FLOOD_BEGINS,
    GOALS,
    MOST_AN_HOUR,
    is_flood,
    load_of,
)
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg, one_decimal, percent

WATCHED_WITHIN_S = 30.0
LATE = timedelta(hours=1)
LONG_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of the load: what it is, what was found, and what it should be."""

    what: str
    found: str
    goal: str
    state: str


def open_title(found: Sequence[Alert]) -> str:
    """Say how many alerts are open, and how many of them nobody takes care of."""
    if not found:
        return say("alerts.open.none")
    waiting = sum(one.acknowledged_at is None for one in found)
    head = say("alerts.open.n", n=len(found))
    return f"{head}, {say('alerts.open.waiting', n=waiting)}" if waiting else head


def watched(watch: Watch | None, annunciations: Sequence[Annunciation], now: datetime) -> str:
    """Say whether the rules are evaluated at all, and whether there is a flood."""
    if watch is None or watch.evaluated_at is None:
        return say("alerts.watch.never")
    if (watch.behind_s or 0) > WATCHED_WITHIN_S:
        return say("alerts.watch.stopped", since=dtg(watch.evaluated_at))
    if is_flood(annunciations, now):
        return say("alerts.watch.flood")
    return say("alerts.watch.running")


def priority(one: Alert) -> str:
    """Say how urgent it is: a sign and a word."""
    return texts("alerts.priority")[one.priority]


def since(one: Alert) -> str:
    """Say when it was raised; and of late evidence since when it is true."""
    text = say("alerts.since", at=dtg(one.raised_at))
    if one.true_since is not None and one.raised_at - one.true_since > LATE:
        return f"{text}, {say('alerts.true_since', at=dtg(one.true_since))}"
    return text


def state(one: Alert) -> str:
    """Say who takes care of it, and what is shelved."""
    parts: list[str] = []
    if one.acknowledged_by is not None:
        parts.append(say("alerts.acknowledged", by=one.acknowledged_by))
    if one.shelved_until is not None:
        parts.append(say("alerts.shelved_until", at=dtg(one.shelved_until)))
    if one.delivery == "failing":
        parts.append(say("alerts.failing", why=one.last_error or "–"))
    return "; ".join(parts)


def sent(one: Alert) -> str:
    """Say what became of the message about it."""
    names = {
        "on the screen": "screen",
        "delivered": "delivered",
        "shelved": "shelved",
        "rights": "rights",
        "failing": "failed",
    }
    return texts("alerts.sent")[names.get(one.delivery or "", "waiting")]


def rules_title(found: Sequence[AlertRule]) -> str:
    """Say how many rules there are, of ten."""
    return say("alerts.rules.n", n=len(found)) if found else say("alerts.rules.none")


def about(one: AlertRule) -> str:
    """Say what a rule looks at."""
    said = json.loads(one.about)
    parts = [str(said[name]) for name in ("actor", "area", "body") if said.get(name)]
    detail = {
        "level": lambda: say("alerts.about.level", level=said["level"]),
        "report": lambda: say("alerts.about.report", state=said["state"]),
        "silence": lambda: say("alerts.about.silence", n=said["hours"]),
        "commitment": lambda: say("alerts.about.commitment"),
        "partition": lambda: say("alerts.about.partition", n=said["seconds"]),
        "feed": lambda: say("alerts.about.feed", n=said["seconds"]),
    }[one.kind]()
    return f"{' '.join(parts)}: {detail}" if parts else detail


def where(one: AlertRule) -> str:
    """Say where its messages go."""
    return one.address or say("alerts.sent.screen")


def shelf_about(one: Shelf) -> str:
    """Say what is shelved."""
    return " ".join(filter(None, (one.rule, one.subject))) or say("alerts.shelves.all")


def shelves_title(found: Sequence[Shelf]) -> str:
    """Say how much is shelved."""
    return say("alerts.shelves.n", n=len(found)) if found else say("alerts.shelves.none")


def load_title(found: Sequence[Annunciation], now: datetime) -> str:
    """Say how many alerts an hour there were, and whether that can be watched."""
    load = load_of(found, now - DAY, now)
    n = one_decimal(load.an_hour)
    if load.an_hour > MOST_AN_HOUR:
        return say("alerts.load.too_many", n=n)
    if load.an_hour > ACCEPTABLE_AN_HOUR:
        return say("alerts.load.many", n=n)
    return say("alerts.load.acceptable", n=n)


def measures(found: Sequence[Annunciation], now: datetime) -> list[Measure]:
    """Give every measure of the load beside what it should be."""
    day, long = load_of(found, now - DAY, now), load_of(found, now - LONG_DAYS * DAY, now)
    rows = [
        _measure("hour", one_decimal(day.an_hour), f"≤ {ACCEPTABLE_AN_HOUR}", day.an_hour <= 6),
        _measure("peak_hour", day.peak_hour, f"≤ {MOST_AN_HOUR}", day.peak_hour <= MOST_AN_HOUR),
        _measure(
            "peak_ten",
            day.peak_ten_minutes,
            f"≤ {FLOOD_BEGINS}",
            day.peak_ten_minutes <= FLOOD_BEGINS,
        ),
        _measure("flood", percent(day.flood_ratio), "< 1 %", day.flood_ratio < 0.01),
        _measure("chattering", day.chattering, "0", not day.chattering),
        _measure("standing", long.standing, "0", not long.standing),
    ]
    for name, goal in GOALS.items():
        ratio = long.shares[name]
        is_met = ratio is None or name == "low" or round(100 * ratio) <= goal
        if name == "low" and ratio is not None:
            is_met = round(100 * ratio) >= goal
        shown = "–" if ratio is None else percent(ratio)
        rows.append(_measure(f"share_{name}", shown, f"{goal} %", is_met))
    return rows


def _measure(name: str, found: object, goal: str, is_met: bool) -> Measure:
    state = say("alerts.load.met") if is_met else say("alerts.load.missed")
    what = texts("alerts.load.measures")[name]
    return Measure(what=what, found=str(found), goal=goal, state=state)

"""What a message says: what was raised and cleared, the most urgent first, by cause (pure)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from schemas.vocabulary import Classification
from streams.alerts.rules import Priority

LADDER = tuple(one.value for one in Classification)
MOST_IN_FULL = 10  # more at once is a flood: the rest is counted by rule, and stands on the page
ORDER = {one.value: i for i, one in enumerate(Priority)}


class Said(NamedTuple):
    """A change of an episode, as it is said to somebody."""

    episode_id: str
    change: str
    changed_at: datetime
    rule: str
    priority: str
    subject: str
    said: str
    decision: str
    response: str
    cause_seqs: list[int]
    true_since: datetime | None
    classification_rank: int
    ceiling_rank: int


def content(message_id: str, viewer: str, changes: Iterable[Said], link: str) -> dict[str, Any]:
    """Return a message: what may go to its address, and a link to all of it."""
    found = sorted(changes, key=lambda one: (ORDER[one.priority], one.changed_at, one.subject))
    counted = Counter(one.change for one in found)
    marking = LADDER[max(one.classification_rank for one in found)]
    # One address gets one kind of content: the lowest ceiling of its rules counts for all.
    ceiling = min(one.ceiling_rank for one in found)
    is_covered = LADDER.index(marking) <= ceiling
    said: dict[str, Any] = {
        "message_id": message_id,
        "viewer": viewer,
        "marking": marking if is_covered else LADDER[0],
        "raised": counted["raised"],
        "cleared": counted["cleared"],
        "link": link,
    }
    if not is_covered:
        return {**said, "withheld": f"what it is about may not go beyond {LADDER[ceiling]}"}
    shown, rest = found[:MOST_IN_FULL], found[MOST_IN_FULL:]
    more = Counter((one.rule, one.change) for one in rest)
    return {
        **said,
        "causes": _by_cause(shown),
        "more": [
            {"rule": rule, "change": change, "alerts": n}
            for (rule, change), n in sorted(more.items())
        ],
    }


def _by_cause(found: Sequence[Said]) -> list[dict[str, Any]]:
    groups: dict[tuple[int, ...], list[Said]] = {}
    for one in found:
        groups.setdefault(tuple(one.cause_seqs), []).append(one)
    return [
        {"events": list(seqs), "alerts": [_alert(one) for one in some]}
        for seqs, some in groups.items()
    ]


def _alert(one: Said) -> dict[str, Any]:
    return {
        "episode": one.episode_id,
        "change": one.change,
        "at": _written(one.changed_at),
        "known_since": _written(one.true_since) if one.true_since else None,
        "rule": one.rule,
        "priority": one.priority,
        "subject": one.subject,
        "said": one.said,
        "decision": one.decision,
        "response": one.response,
    }


def heading(said: Mapping[str, Any]) -> str:
    """Return a message in one line, with nothing of what it is about."""
    return f"{said['marking']}: {said['raised']} raised, {said['cleared']} cleared"


def as_text(said: Mapping[str, Any]) -> str:
    """Return a message as plain text."""
    lines = [said["marking"], "", heading(said).partition(": ")[2], ""]
    for cause in said.get("causes", []):
        if cause["events"]:
            lines.append("Events " + ", ".join(map(str, cause["events"])))
        for one in cause["alerts"]:
            since = f", true since {one['known_since']}" if one["known_since"] else ""
            lines += [
                f"{one['change'].upper()} {one['priority']} {one['rule']}: {one['said']}",
                f"  at {one['at']}{since}",
                f"  decision: {one['decision']}",
                f"  response: {one['response']}",
            ]
        lines.append("")
    lines += [
        f"{one['rule']}: {one['alerts']} more {one['change']}" for one in said.get("more", [])
    ]
    if "withheld" in said:
        lines.append(f"Not said here: {said['withheld']}.")
    return "\n".join([*lines, said["link"], "", said["marking"], ""])


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"

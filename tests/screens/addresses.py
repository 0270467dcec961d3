"""Addresses whose pages are held to what they say: every page, and what can be chosen on it."""

import re
from pathlib import Path

EXPECTED = Path(__file__).parent / "expected"
CLOCKS = "as_of=2026-03-01T00:00Z&known_at=2026-03-02T12:00Z"
EARLIER = "as_of=2025-11-01T00:00Z&known_at=2025-11-03T00:00Z"
CHOICES = (
    "/",
    "/?why=readiness:EST:land",
    "/interoperability",
    "/interoperability?pair=EST+FIN&order=name",
    "/interoperability?dimension=technical&order=mean",
    "/interoperability?actor=NOR&why=interop:EST+FIN:human",
    "/trends",
    "/trends?area=land",
    "/trends?actor=EST&span=5y",
    "/trends?actors=EST,LVA,LTU&area=logistics",
    "/trends?dimension=technical",
    "/trends?pair=EST+FIN&dimension=human",
    "/exercises",
    "/exercises?exercise=EXERCISE-2025-04-4-cyber",
    "/exercises?exercise=EXERCISE-2026-02-3&group=series",
    "/exercises?kind=livex&area=air",
    "/exercises?state=planned",
    "/lessons",
    "/lessons?lesson=EXERCISE-2025-04-4-cyber_hybrid-LESSON",
    "/lessons?state=overdue",
    "/lessons?actor=EST&area=logistics",
    "/summits",
    "/summits?meeting=EXERCISE-dm-2026-02",
    "/summits?decision=EXERCISE-decision-2025-03-11",
    "/summits?commitment=nato:defence-expenditure-2pct&state=contested",
    "/summits?commitment=EXERCISE-notice-10-days&actor=EST",
    "/partners",
    "/partners?actor=EST",
    "/partners?group=partners",
    "/review",
    "/review?from_at=2026-01-01T00:00Z&from_known_at=2026-01-02T00:00Z",
    "/review?span=90d&area=land",
    "/review?from_at=2026-01-01T00:00Z&dimension=technical&actor=EST",
    "/events",
    "/events?type=org.muster.event.corrected",
    "/events?seq=15414",
    "/events?actor=EST&text=land",
    "/events?state=anomalies",
    "/events?show=dead-letters",
    "/record",
    "/import",
    f"/?{EARLIER}",
    f"/interoperability?{EARLIER}",
    f"/summits?{EARLIER}",
    f"/partners?{EARLIER}",
    "/?as_of=2020-01-01T00:00Z&known_at=2020-01-01T00:00Z",
)
ADDRESSES = tuple(
    one
    if "known_at=" in one.replace("from_known_at=", "")
    else f"{one}{'&' if '?' in one else '?'}{CLOCKS}"
    for one in CHOICES
)


def usual(address: str) -> str | None:
    """Return the address of the same page with nothing chosen; None when this is it."""
    alone = f"{address.partition('?')[0]}?{CLOCKS}"
    return None if address == alone else alone


def file_of(address: str) -> Path:
    """Return the file that holds what a page says at an address."""
    path, _, query = address.partition("?")
    chosen = [one for one in query.split("&") if one not in CLOCKS.split("&")]
    words = "-".join([path.strip("/") or "overview", *chosen])
    return EXPECTED / f"{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')}.json"

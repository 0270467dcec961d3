"""Figures and the goals they are held to."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from dashboard.app import BY_PATH
from infra.errors import UsageError
from tests.bench.measure import Measured, Path
from tests.bench.peers.kills import Survival
from tests.bench.peers.programs import ONE_BY_ONE, PEERS, WORKER, Program
from tests.bench.screen.figures import load_figure, page_figure, rest_goals, screen_rows
from tests.bench.visible import Delays, percentile

Verdict = Literal["met", "MISSED", ""]
Row = tuple[str, str, float, str]  # name, text, value, unit
# What a page may weigh: the first time, and when the browser has all that does not change.
COLD_OVERVIEW_KB, COLD_KB, WARM_KB, WARM_REQUESTS = 1500, 1600, 60, 6
# Review brings a whole replay and a comparison along.
WARM_REVIEW_KB, WARM_REVIEW_REQUESTS = 90, 7
COMPARISONS = {"≥": operator.ge, "≤": operator.le}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure has to be at least, or at most; the aim is where we want to be."""

    comparison: Literal["≥", "≤"]
    value: float | None
    aim: float | None = None

    def is_met_by(self, value: float) -> bool:
        """Tell whether this value reaches the goal; an aim alone is always met."""
        return self.value is None or COMPARISONS[self.comparison](value, self.value)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result: a name for programs, a text for people, a value with its unit."""

    name: str
    text: str
    value: float
    unit: str
    goal: Goal | None = None

    @property
    def verdict(self) -> Verdict:
        """Give met or MISSED, nothing for a figure without a goal."""
        if self.goal is None or self.goal.value is None:
            return ""
        return "met" if self.goal.is_met_by(self.value) else "MISSED"


SURVIVALS = [
    (program.name, what, Goal("≤", 0 if program is WORKER else None))
    for program in (WORKER, *PEERS)
    for what in ("lost", "doubled")
]
GOALS: Mapping[str, Goal] = {
    "live_to_limit": Goal("≥", 0.32, aim=0.35),
    **{f"live_to_{peer.name}": Goal("≥", 1.2) for peer in PEERS},
    **{f"{name}_{what}_rows": goal for name, what, goal in SURVIVALS},
    "live_to_one_by_one": Goal("≥", 8, aim=10),
    "ack_to_visible_p50": Goal("≤", 40),
    "ack_to_visible_p99": Goal("≤", 200),
    "send_rate_kept": Goal("≥", 0.95),
    "worker_peak_memory": Goal("≤", 250),
    "feed_to_interval_p50": Goal("≤", 0.5),
    "feed_200_p50": Goal("≤", None, aim=60),
    "feed_200_p99": Goal("≤", 400),
    "feed_200_cpu": Goal("≤", None, aim=15),
    "heap_growth": Goal("≤", 10),
    "dashboard_memory": Goal("≤", None, aim=200),
    **{page_figure(path): Goal("≤", None, aim=60) for path in BY_PATH},
    **{load_figure("cold", "sent", path): Goal("≤", COLD_KB) for path in BY_PATH},
    load_figure("cold", "sent", "/"): Goal("≤", COLD_OVERVIEW_KB),
    **{load_figure("warm", "sent", path): Goal("≤", WARM_KB) for path in BY_PATH},
    load_figure("warm", "sent", "/review"): Goal("≤", WARM_REVIEW_KB),
    **{load_figure("warm", "requests", path): Goal("≤", WARM_REQUESTS) for path in BY_PATH},
    load_figure("warm", "requests", "/review"): Goal("≤", WARM_REVIEW_REQUESTS),
    "drawn_slowest_to_fastest": Goal("≤", 1.5),
    **{name: Goal("≤", most) for path in BY_PATH for name, most in rest_goals(path).items()},
}


def goals_with(changes: Sequence[str]) -> dict[str, Goal]:
    """Give the goals, some of them set to another value by `name=value`."""
    goals = dict(GOALS)
    for change in changes:
        name, _, text = change.partition("=")
        if name not in goals:
            raise UsageError(f"there is no goal {name!r}; choose from {', '.join(goals)}")
        try:
            goals[name] = replace(goals[name], value=float(text))
        except ValueError:
            raise UsageError(f"the goal {change!r} is not of the form name=number") from None
    return goals


def figures_of(measured: Measured, goals: Mapping[str, Goal]) -> list[Figure]:
    """Give every figure of a run, most telling first."""
    rows: list[Row] = []
    if measured.path is not None:
        path = measured.path
        rows += [*_throughput(path), *_waiting(path.delays), _memory(path)]
    if measured.screen is not None:
        rows += screen_rows(measured.screen)
    return [Figure(*row, goals.get(row[0])) for row in rows]


def missed(figures: Sequence[Figure]) -> list[Figure]:
    """Give the figures that do not reach their goals."""
    return [figure for figure in figures if figure.verdict == "MISSED"]


def _throughput(path: Path) -> list[Row]:
    live, one_by_one = median(path.live_per_s), path.one_by_one_per_s
    return [
        ("live_to_limit", "live path, one worker ÷ limit", _ratio(path, path.limit_per_s), ""),
        *(_to_peer(path, peer) for peer in PEERS),
        ("live_to_one_by_one", "live path ÷ Faust one by one", live / one_by_one, ""),
        ("live", WORKER.text, live, "ev/s"),
        ("limit", "limit: consume, decode, COPY", median(path.limit_per_s), "ev/s"),
        *((peer.name, peer.text, median(path.peers_per_s[peer.name]), "ev/s") for peer in PEERS),
        (ONE_BY_ONE.name, ONE_BY_ONE.text, one_by_one, "ev/s"),
        *(row for name, found in path.survivals.items() for row in _survival(name, found)),
    ]


def _to_peer(path: Path, peer: Program) -> Row:
    ratio = _ratio(path, path.peers_per_s[peer.name])
    return (f"live_to_{peer.name}", f"live path ÷ {peer.text}", ratio, "")


def _ratio(path: Path, others_per_s: Sequence[float]) -> float:
    """Give what the live path is to another: the median of the rounds' ratios."""
    rounds = zip(path.live_per_s, others_per_s, strict=True)
    return median(live / other for live, other in rounds)


def _survival(name: str, found: Survival) -> list[Row]:
    return [
        (f"{name}_lost_rows", f"{name}, killed: rows lost", found.lost_rows, ""),
        (f"{name}_doubled_rows", f"{name}, killed: rows twice", found.doubled_rows, ""),
    ]


def _waiting(delays: Delays) -> list[Row]:
    from_ack, from_due = delays.ack_to_visible_ms, delays.due_to_visible_ms
    return [
        ("ack_to_visible_p50", "acknowledged → visible, p50", percentile(from_ack, 0.5), "ms"),
        ("ack_to_visible_p99", "acknowledged → visible, p99", percentile(from_ack, 0.99), "ms"),
        ("due_to_visible_p99", "due → visible, p99", percentile(from_due, 0.99), "ms"),
        ("send_rate_kept", "rate reached ÷ rate intended", delays.rate_kept, ""),
    ]


def _memory(path: Path) -> Row:
    return ("worker_peak_memory", "worker, peak memory", path.worker_peak_memory_mib, "MiB")

"""How much is measured: the sizes of one run of the benchmark."""

from dataclasses import dataclass
from typing import Literal

from tests.bench import screen
from tests.bench.screen import ScreenPlan

# What can be measured apart: the way of an event into the database, and from there to a screen.
Part = Literal["path", "screen"]
PARTS: tuple[Part, ...] = ("path", "screen")


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of a run, and the seed everything in it is made from."""

    seed: int
    backlog_events: int  # already in the topics when the live path and the limit start
    rounds: int  # limit and live path are measured in turns, this many times
    one_by_one_events: int  # the peer is slow: it reads the same topics only this far
    kills: int  # of the worker and of each peer on its way, which finishes after the last
    send_rate_per_s: int  # open loop, acknowledgement to visible
    send_seconds: int
    screen: ScreenPlan


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """The sizes of a run that only reads, and the seed everything in it is made from."""

    seed: int
    events: int
    rounds: int


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """The sizes of a run that archives and restores, and the seed everything is made from."""

    seed: int
    events: int
    rounds: int
    flips: int  # single bytes of the archive, one after the other
    truncations: int
    kills: int  # of a write, and of a restore


@dataclass(frozen=True, slots=True)
class RebuildPlan:
    """The sizes of a run that rebuilds projections, and the seed everything is made from."""

    seed: int
    events: int
    processes: int
    kills: int


@dataclass(frozen=True, slots=True)
class GrowthPlan:
    """The sizes of ledgers that are laid side by side, and the seed everything is made from."""

    seed: int
    sizes: tuple[int, ...]  # how many events, rising


@dataclass(frozen=True, slots=True)
class AlertPlan:
    """The sizes of a run that evaluates rules, and the seed everything is made from."""

    seed: int
    events: int
    rules: int
    rights: int  # different sets of labels, each of which is asked for itself
    rounds: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The sizes of a run that imports a table and publishes the same events."""

    seed: int
    rows: int
    rounds: int


FULL = Plan(
    seed=20261123,
    backlog_events=200_000,
    rounds=3,
    one_by_one_events=2_000,
    kills=3,
    send_rate_per_s=1_000,
    send_seconds=30,
    screen=screen.FULL,
)
QUICK = Plan(
    seed=20261123,
    backlog_events=20_000,
    rounds=1,
    one_by_one_events=100,
    kills=1,
    send_rate_per_s=200,
    send_seconds=2,
    screen=screen.QUICK,
)

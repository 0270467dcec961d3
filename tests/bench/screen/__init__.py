"""What the screen costs and how far it is behind: the feed against dcc.Interval, in one run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.screen.browser import Load
from tests.bench.screen.resting import Resting


@dataclass(frozen=True, slots=True)
class Watching:
    """One number of viewers: how long events took to stand in the page, and what that cost."""

    viewers: int
    posted_to_dom_ms: Sequence[float]
    server_cpu_share: float  # of one core, while events came
    server_memory_mib: float  # after they came


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that was measured about the screen."""

    feed: Sequence[Watching]
    peer: Sequence[Watching]
    page_data_ms: Mapping[str, Sequence[float]]
    loads: Mapping[str, tuple[Load, Load]]  # of each page the first load and the next
    resting: Mapping[str, Resting]  # by path
    heap_growth_share: float  # of the heap before, over `heap_events` events
    heap_events: int


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """The sizes of one run."""

    viewers: tuple[int, ...] = (1, 50, 200)
    events: int = 100
    events_per_s: int = 10
    asked: int = 30  # times each page's data is asked for
    updates: int = 24  # live updates of each page, at 24 events a minute
    fast_events: int = 100  # then so many, at ten a second
    only_pages: tuple[str, ...] = ()  # by path; none means all
    heap_events: int = 10_000
    years: int = 5


FULL = ScreenPlan()
QUICK = ScreenPlan(
    viewers=(5,),
    events=5,
    asked=1,
    updates=2,
    fast_events=5,
    only_pages=("/", "/partners", "/review", "/system"),
    heap_events=20,
    years=1,
)

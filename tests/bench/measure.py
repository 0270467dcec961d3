"""One run, step by step: limit and live path in turns, the peer, the delays, then the screen."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from infra.kafka import cluster
from infra.local.host import Report
from infra.settings import Settings
from schemas.topics import TOPICS
from tests.bench.limit import limit_rate
from tests.bench.load import load
from tests.bench.plan import Part, Plan
from tests.bench.producer import send_all
from tests.bench.screen import Screen
from tests.bench.screen.measuring import screen
from tests.bench.services import fresh_database, peak_memory_mib, running
from tests.bench.stored import ledger_rate, wait_until_stored
from tests.bench.visible import Delays, delays_of

WORKER = ("infra.cli", "worker")
ONE_BY_ONE = ("tests.bench.one_by_one",)
TAKE = ("tests.bench.one_by_one", "4000")  # as many as a batch of ours holds at most
START_S = 30
SLOWEST_PER_S = {WORKER: 2_000, ONE_BY_ONE: 50, TAKE: 200}  # whoever is slower is given up
WARM_UP_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Path:
    """What was measured about the way of an event from the broker into the database."""

    limit_per_s: list[float]  # one for each round, the same round's live path beside it
    live_per_s: list[float]
    take_per_s: list[float]  # of the same rounds
    one_by_one_per_s: float
    worker_peak_memory_mib: float
    delays: Delays


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run measured, before it is compared with anything."""

    path: Path | None
    screen: Screen | None


def measure(settings: Settings, plan: Plan, parts: Collection[Part], report: Report) -> Measured:
    """Give everything one run measures of these parts."""
    return Measured(
        path=_path(settings, plan, report) if "path" in parts else None,
        screen=screen(settings, plan.screen, report) if "screen" in parts else None,
    )


def _path(settings: Settings, plan: Plan, report: Report) -> Path:
    _make_topics(settings)
    report(f"sending {plan.backlog_events:,} events")
    send_all(settings, load(plan.seed, plan.backlog_events))
    limits: list[float] = []
    lives: list[tuple[float, float]] = []
    takes: list[float] = []
    for number in range(1, plan.rounds + 1):
        report(f"round {number} of {plan.rounds}: the limit, one worker, Faust with take")
        limits.append(_limit(settings, plan))
        lives.append(_consume(settings, f"live_{number}", WORKER, plan.backlog_events))
        takes.append(_consume(settings, f"take_{number}", TAKE, plan.backlog_events)[0])
        rates = {"limit": limits[-1], "worker": lives[-1][0], "take": takes[-1]}
        report(", ".join(f"{name} {rate:,.0f} ev/s" for name, rate in rates.items()))
    report("the peer: plain Faust, one event a transaction")
    one_by_one, _ = _consume(settings, "one_by_one", ONE_BY_ONE, plan.one_by_one_events)
    report(f"open loop: {plan.send_rate_per_s:,} events a second for {plan.send_seconds} s")
    delays = _delays(replace(settings, topic_prefix="open-loop-"), plan)
    of_worker, memories = zip(*lives, strict=True)
    return Path(limits, list(of_worker), takes, one_by_one, max(memories), delays)


def _make_topics(settings: Settings) -> None:
    with cluster(settings.kafka) as found:
        found.ensure_topics(settings.topic_prefix)


def _limit(settings: Settings, plan: Plan) -> float:
    partitions = [
        (settings.topic_prefix + topic.name, partition)
        for topic in TOPICS
        for partition in range(topic.partitions)
    ]
    return limit_rate(settings, partitions, plan.backlog_events)


def _consume(
    settings: Settings, name: str, program: tuple[str, ...], events: int
) -> tuple[float, float]:
    """Give events a second and peak memory of one process that reads the topics from the start."""
    own = fresh_database(settings, name)
    with running(own, *program) as process:
        wait_until_stored(own, events, process, START_S + events / SLOWEST_PER_S[program])
        memory_mib = peak_memory_mib(process)
    return ledger_rate(own), memory_mib


def _delays(settings: Settings, plan: Plan) -> Delays:
    own = fresh_database(settings, "open_loop")
    _make_topics(own)
    with running(own, *WORKER) as worker:
        # The first events find cold caches and a worker that still joins its group.
        send_all(own, load(plan.seed + 1, WARM_UP_EVENTS))
        wait_until_stored(own, WARM_UP_EVENTS, worker, START_S)
        return delays_of(own, plan.seed + 2, plan.send_rate_per_s, plan.send_seconds)

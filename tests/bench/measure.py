"""One run, step by step: limit, live path and peers in turns, kills, delays, then the screen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from psycopg.conninfo import make_conninfo

from infra.kafka import cluster
from infra.local.host import Report
from infra.settings import Settings
from schemas.topics import TOPICS
from tests.bench.limit import limit_rate
from tests.bench.load import load
from tests.bench.peers.environment import provide
from tests.bench.peers.kills import Survival, survival
from tests.bench.peers.programs import ONE_BY_ONE, PEERS, WORKER, Program
from tests.bench.plan import Part, Plan
from tests.bench.producer import send_all
from tests.bench.screen import Screen
from tests.bench.screen.measuring import screen
from tests.bench.services import fresh_database, peak_memory_mib, running
from tests.bench.stored import ledger_rate, wait_until_stored
from tests.bench.visible import Delays, delays_of

START_S = 60
WARM_UP_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Path:
    """What was measured about the way of an event from the broker into the database."""

    limit_per_s: list[float]  # one for each round, the same round's live path beside it
    live_per_s: list[float]
    peers_per_s: Mapping[str, list[float]]  # of each peer by name, of the same rounds
    one_by_one_per_s: float
    survivals: Mapping[str, Survival]  # of the worker and each peer, by name
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
    provide(report)
    _make_topics(settings)
    report(f"sending {plan.backlog_events:,} events")
    send_all(settings, load(plan.seed, plan.backlog_events))
    limits: list[float] = []
    lives: list[tuple[float, float]] = []
    peers: dict[str, list[float]] = {peer.name: [] for peer in PEERS}
    for number in range(1, plan.rounds + 1):
        report(f"round {number} of {plan.rounds}: the limit, one worker, the peers")
        limits.append(_limit(settings, plan))
        lives.append(_consume(settings, number, WORKER, plan.backlog_events))
        for peer in PEERS:
            peers[peer.name].append(_consume(settings, number, peer, plan.backlog_events)[0])
        rates = {"limit": limits[-1], "worker": lives[-1][0]}
        rates |= {name: of_it[-1] for name, of_it in peers.items()}
        report(", ".join(f"{name} {rate:,.0f} ev/s" for name, rate in rates.items()))
    report("plain Faust, one event a transaction")
    one_by_one, _ = _consume(settings, 1, ONE_BY_ONE, plan.one_by_one_events)
    report(f"each of them killed {plan.kills} times on its way")
    survivals = _survivals(settings, plan, report)
    report(f"open loop: {plan.send_rate_per_s:,} events a second for {plan.send_seconds} s")
    delays = _delays(replace(settings, topic_prefix="open-loop-"), plan)
    of_worker, memories = zip(*lives, strict=True)
    return Path(limits, list(of_worker), peers, one_by_one, survivals, max(memories), delays)


def _survivals(settings: Settings, plan: Plan, report: Report) -> dict[str, Survival]:
    unharmed = replace(
        settings, conninfo=make_conninfo(settings.conninfo, dbname=_name(WORKER, 1))
    )
    found: dict[str, Survival] = {}
    for program in (WORKER, *PEERS):
        found[program.name] = survival(
            settings, program, unharmed, plan.backlog_events, plan.kills
        )
        report(f"{program.name}: {found[program.name]}")
    return found


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


def _name(program: Program, number: int) -> str:
    return f"{program.name}_{number}"


def _consume(
    settings: Settings, number: int, program: Program, events: int
) -> tuple[float, float]:
    """Give events a second and peak memory of one process that reads the topics from the start."""
    own = fresh_database(settings, _name(program, number))
    with running(own, *program.command, before=program.import_path) as process:
        wait_until_stored(own, events, process, START_S + events / program.slowest_per_s)
        memory_mib = peak_memory_mib(process)
    return ledger_rate(own), memory_mib


def _delays(settings: Settings, plan: Plan) -> Delays:
    own = fresh_database(settings, "open_loop")
    _make_topics(own)
    with running(own, *WORKER.command) as worker:
        # The first events find cold caches and a worker that still joins its group.
        send_all(own, load(plan.seed + 1, WARM_UP_EVENTS))
        wait_until_stored(own, WARM_UP_EVENTS, worker, START_S)
        return delays_of(own, plan.seed + 2, plan.send_rate_per_s, plan.send_seconds)

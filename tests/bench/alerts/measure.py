"""One run: fill a ledger, make rules, watch them, tell events one by one."""

import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median

import psutil

from infra import clock
from infra.errors import DataError
from infra.local.host import Report
from infra.postgres import Connection
from infra.settings import Settings
from infra.viewers.kept import put_viewer
from schemas.events import CapabilityAssessed, NoteAdded
from schemas.vocabulary import Area
from streams.alerts import keeping
from streams.alerts.rules import MOST_RULES, Rule
from streams.store import pipeline
from streams.store.tables.session import open_session
from tests.bench.figures import Figure, Goal
from tests.bench.load import ACTORS
from tests.bench.plan import AlertPlan
from tests.bench.reads import filling
from tests.bench.reads.history import first_year
from tests.bench.services import fresh_database
from tests.support.alerts import rule
from tests.support.builders import event
from tests.support.instance import MUSTER
from tests.support.stack import environment

WITHIN_S = 2.0
GIVE_UP_S = 120.0
LOOK_S = 0.002
AREAS = tuple(one.value for one in Area)


def measure(stack: Settings, plan: AlertPlan, report: Report) -> list[Figure]:
    """Give every figure of a run on a database of its own."""
    settings = fresh_database(stack, "alerts")
    blocks = first_year(plan.seed, plan.events // 10)
    filling.fill_first_year(settings, blocks, report)
    filling.fill_more_years(settings, blocks[-1].last_seq, report)
    with open_session(settings.database("muster_owner")) as owner:
        _add_rules(owner, plan)
        report(f"{plan.rules} rules; evaluating them first")
        with subprocess.Popen(
            [MUSTER, "alerts", "run"],
            env=dict(environment(settings)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                return [*_figures(owner, process.pid, plan, report)]
            finally:
                process.terminate()


def _add_rules(owner: Connection, plan: AlertPlan) -> None:
    """Make viewers of different rights, each with as many rules as a viewer may have."""
    nations = ACTORS[: plan.rights]
    # Each nation may read a label that no other may: so their answers are asked apart.
    pipeline.store_events(owner, [_note(nation) for nation in nations])
    luck = Random(plan.seed)
    for number in range(-(-plan.rules // MOST_RULES)):
        viewer = f"viewer-{number}"
        put_viewer(owner, viewer, "RESTRICTED", nations[number % len(nations)])
        for one in range(min(MOST_RULES, plan.rules - number * MOST_RULES)):
            keeping.add_rule(owner, _rule(luck, viewer, one))


def _rule(luck: Random, viewer: str, number: int) -> Rule:
    actor, area = luck.choice(ACTORS), luck.choice(AREAS)
    kind, about = (
        ("level", {"actor": actor, "area": area}),
        ("level", {"actor": actor, "level": "4"}),
        ("level", {"area": area, "level": "4"}),
        ("level", {"level": "4"}),
        ("report", {"actor": actor}),
        ("report", {"state": "lapsed"}),
        ("silence", {"hours": 24}),
        ("commitment", {}),
        ("commitment", {"actor": actor}),
        ("feed", {}),
    )[number % 10]
    how = {"channel": "screen", "address": None, "about": about}
    return rule(f"{kind}-{number}", kind, viewer=viewer, **how)


def _figures(owner: Connection, pid: int, plan: AlertPlan, report: Report) -> Iterator[Figure]:
    took_first = _until_evaluated(owner, _head(owner))
    yield Figure("first", "first evaluation, from the start of the process", took_first, "s")
    raised = _count(owner)
    report(f"{raised} alerts; {plan.rounds} events, one by one")
    before = _processors_s(owner, pid)
    took = [_one_event(owner, number) for number in range(plan.rounds)]
    spent = (_processors_s(owner, pid) - before) / plan.rounds
    text = "commit → all rules evaluated and written"
    yield Figure("evaluated_p50", f"{text}, p50", median(took), "s")
    yield Figure("evaluated_slowest", f"{text}, slowest", max(took), "s", Goal("≤", WITHIN_S))
    yield Figure(
        "processors", "processor time of the process and its sessions, an event", spent, "s"
    )
    yield Figure("raised_first", "alerts raised at first", raised, "")
    yield Figure("raised_later", "alerts raised by the events", _count(owner) - raised, "")


def _one_event(owner: Connection, number: int) -> float:
    """Tell an event that all viewers may read and that changes a reading."""
    actor, area = ACTORS[number % len(ACTORS)], AREAS[number % len(AREAS)]
    score = (5, 95)[number // len(ACTORS) % 2]
    at = (clock.utc_now() - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    about = {"actor": actor, "area": area, "time": at, "id": f"round-{number}"}
    time.sleep(0.2)  # whoever watches is at rest
    pipeline.store_events(owner, [event(CapabilityAssessed, score=score, **about)])
    return _until_evaluated(owner, _head(owner))


def _processors_s(owner: Connection, pid: int) -> float:
    """Give the processor time of the process that watches and of its sessions, so far."""
    sessions = "select pid from pg_stat_activity where application_name like 'muster alerts%'"
    pids = [pid, *(one for (one,) in owner.execute(sessions).fetchall())]
    return sum(sum(psutil.Process(one).cpu_times()[:2]) for one in pids)


def _until_evaluated(owner: Connection, seq: int) -> float:
    began = time.monotonic()
    while _one(owner, "select seq from muster.alert_watch") < seq:
        if time.monotonic() - began > GIVE_UP_S:
            raise DataError("the rules were not evaluated in time")
        time.sleep(LOOK_S)
    return time.monotonic() - began


def _note(nation: str) -> bytes:
    about = {"about": nation, "text": "Read by one nation.", "id": f"note-{nation}"}
    return event(NoteAdded, releasableto=nation, **about)


def _head(owner: Connection) -> int:
    return _one(owner, "select seq from muster.head")


def _count(owner: Connection) -> int:
    return _one(owner, "select count(*) from muster.alert_change where change = 'raised'")


def _one(owner: Connection, query: str) -> int:
    row = owner.execute(query).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]

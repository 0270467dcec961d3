"""`muster demo`: everything at once, from services to live events, until Ctrl-C."""

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import click

from infra import clock
from infra.errors import Cancelled
from infra.kafka import cluster
from infra.local.commands import ProgressLines
from infra.local.host import Report
from infra.local.stack import Stack
from infra.migrate import migrate
from infra.settings import Settings
from streams.client.publisher import Publisher
from streams.demo import loading, parts, recording
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.errors import TooSlow
from streams.demo.live import LiveDay, pauses

YEARS, FAST_YEARS = 5, 1
DASHBOARD_SECONDS = 60
CHECK_SECONDS = 0.25


@click.command()
@click.option("--fast", is_flag=True, help="One year of history instead of five.")
@click.option("--no-live", is_flag=True, help="No live events once the history is there.")
@click.option("--once", is_flag=True, help="Stop as soon as everything can be seen.")
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which story is told.")
@click.pass_obj
def demo(settings: Settings, *, fast: bool, no_live: bool, once: bool, seed: int) -> int:
    """Start everything, fill it with a sample history, and let it live until Ctrl-C.

    Public facts, then a synthetic exercise season marked EXERCISE, then an event every few
    seconds. The same seed and day give the same history; a second run adds what is new. An
    empty ledger is filled as if it had been recorded over the years. What this command started,
    it stops.

    Example: `muster demo --fast`
    """
    parts.heed_termination()
    report, chance = ProgressLines(), Chance(seed)
    is_loaded = False
    try:
        with ExitStack() as stack:
            years = FAST_YEARS if fast else YEARS
            _begin(stack, settings, report)
            # Before a worker runs: what it stores is recorded now, and ends the simulated clock.
            is_recorded = recording.record_history(settings, chance, years)
            keep_running = _everything(stack, settings, report)
            publisher = stack.enter_context(Publisher(settings, linger_ms=5))
            if not is_recorded:
                _load(settings, publisher, chance, years, keep_running)
            _wait_for_dashboard(settings, keep_running)
            is_loaded = True
            _announce(settings, report, once=once)
            if not once:
                _live(publisher, chance, keep_running, silent=no_live)
    except KeyboardInterrupt:
        if not is_loaded:
            raise Cancelled("stopped before everything was there; run it again to go on") from None
    return 0


def _begin(stack: ExitStack, settings: Settings, report: Report) -> None:
    """Start the services and bring them up to date; the stack stops them."""
    stack.enter_context(parts.alone(settings))
    parts.require_free_ports(settings)
    stack.enter_context(_services(settings, report))
    report("database: bringing it up to date")
    migrate(settings.database("muster_owner"), viewer=settings.viewer)
    with cluster(settings.kafka) as broker:
        broker.ensure_topics(settings.topic_prefix)


def _everything(stack: ExitStack, settings: Settings, report: Report) -> Callable[[], None]:
    """Start worker, dashboard, gateway and alerts; the stack stops them before the services."""
    running = stack.enter_context(_parts(settings, report))

    def keep_running() -> None:
        for part in running:
            part.keep_running(report)

    return keep_running


@contextmanager
def _services(settings: Settings, report: Report) -> Generator[None]:
    """Have the services up while the block runs; stop them after it if the demo started them."""
    local = Stack(settings)
    # A demo that was killed left its mark: then the services are still its own to stop.
    mark = settings.home / "run" / "started-by-demo"
    is_ours = settings.stack == "native" and not any(s.is_answering for s in local.status())
    if is_ours:
        mark.touch()
    try:
        local.up(report)
        yield
    finally:
        parts.ignore_interruptions()
        if mark.exists():
            local.down(report)
            mark.unlink()


@contextmanager
def _parts(settings: Settings, report: Report) -> Generator[list[parts.Part]]:
    running: list[parts.Part] = []
    try:
        for command in ("worker", "dashboard", "gateway", "alerts run"):
            running.append(parts.Part(command, settings.home / "log"))
        report("worker, dashboard, gateway and alerts: starting (2 to 10 s)")
        yield running
    finally:
        parts.ignore_interruptions()
        for part in running:
            part.ask_to_stop()
        for part in running:
            part.stop()
        report("worker, dashboard, gateway and alerts: stopped")


def _load(
    settings: Settings,
    publisher: Publisher,
    chance: Chance,
    years: int,
    keep_running: Callable[[], None],
) -> None:
    history = loading.new_history(settings, chance, clock.utc_now(), years)
    delivery = loading.publish_history(publisher, history, keep_running)
    loading.wait_until_stored(settings, delivery.ends, keep_running)


def _wait_for_dashboard(settings: Settings, keep_running: Callable[[], None]) -> None:
    deadline = time.monotonic() + DASHBOARD_SECONDS
    while not parts.answers(settings.dashboard_port):
        keep_running()
        if time.monotonic() > deadline:
            raise TooSlow(f"the dashboard did not answer within {DASHBOARD_SECONDS} s")
        time.sleep(CHECK_SECONDS)


def _announce(settings: Settings, report: Report, *, once: bool) -> None:
    report(f"producers send to http://127.0.0.1:{settings.gateway_port}/")
    report("everything is there" if once else "everything is there; Ctrl-C stops it")
    click.echo(f"Muster is at http://127.0.0.1:{settings.dashboard_port}/")


def _live(
    publisher: Publisher, chance: Chance, keep_running: Callable[[], None], *, silent: bool
) -> None:
    """Send an event every few seconds until somebody stops it."""
    started_at = clock.utc_now()
    day = LiveDay(chance, started_at)
    if not silent:
        publisher.send(day.opening().message(chance, started_at))
    for number, pause in enumerate(pauses(chance, started_at), start=1):
        _sleep(pause, keep_running)
        if not silent:
            now = clock.utc_now()
            publisher.send(day.event(number, now).message(chance, now))


def _sleep(pause: timedelta, keep_running: Callable[[], None]) -> None:
    until = time.monotonic() + pause.total_seconds()
    while (left := until - time.monotonic()) > 0:
        keep_running()
        time.sleep(min(CHECK_SECONDS, left))

"""One run of the screen's measurements: viewers by number, pages, loads, a page left open."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import psutil
from playwright.sync_api import Browser, Page

from dashboard.app import BY_PATH
from infra import clock
from infra.kafka import cluster
from infra.local.host import Report, free_port
from infra.postgres import connect
from infra.settings import Settings
from infra.sql import load
from schemas.envelope import decode
from schemas.events import ResourceLevelReported
from schemas.topics import TOPICS
from streams.client.message import Message
from streams.client.publisher import Publisher
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.loading import new_history
from tests.bench.screen import Screen, ScreenPlan, Watching
from tests.bench.screen.browser import (
    browser,
    heap_bytes,
    loads,
    page_seq,
    seen_at_s,
    until,
    watched,
)
from tests.bench.screen.pages import page_data_ms
from tests.bench.screen.resting import Live, Resting, rest_of
from tests.bench.services import fresh_database, running
from tests.support.builders import event

Way = Literal["stream", "poll"]
WORKER = ("infra.cli", "worker")
SETTLE_S = 3.0
HEAP_PER_S = 500
SOURCE = "bench/screen"
STATEMENTS = load("tests.bench.screen", "screen.sql")


def screen(settings: Settings, plan: ScreenPlan, report: Report) -> Screen:
    """Give everything one run measures of the screen, on a history like the demo's."""
    own = replace(fresh_database(settings, "screen"), topic_prefix="screen-")
    with cluster(own.kafka) as found:
        found.ensure_topics(own.topic_prefix)
    with running(own, *WORKER), browser() as chromium:
        report("screen: a history to look at")
        _fill(own, plan.years)
        report("screen: pages and loads")
        with _server(own, "stream") as (_, port):
            url = f"http://127.0.0.1:{port}"
            loaded = {path: loads(chromium, url + path) for path in _paths(plan)}
            data = page_data_ms(url, plan.asked)
            report("screen: live updates of each page")
            resting = _resting(own, plan, chromium, url)
        report("screen: viewers of the feed, then of dcc.Interval")
        feed = [_watch(own, plan, chromium, "stream", count) for count in plan.viewers]
        peer = [_watch(own, plan, chromium, "poll", count) for count in plan.viewers]
        report(f"screen: a page left open for {plan.heap_events:,} events")
        with _server(own, "stream") as (_, port):
            growth = _heap_growth(own, plan, chromium, f"http://127.0.0.1:{port}")
    return Screen(feed, peer, data, loaded, resting, growth, plan.heap_events)


def _resting(
    settings: Settings, plan: ScreenPlan, chromium: Browser, url: str
) -> dict[str, Resting]:
    live = Live(settings)
    return {
        path: rest_of(chromium, url + path, live.send, plan.updates, plan.fast_events)
        for path in _paths(plan)
    }


def _paths(plan: ScreenPlan) -> list[str]:
    return sorted(plan.only_pages or BY_PATH)


def _fill(settings: Settings, years: int) -> None:
    with Publisher(settings) as publisher:
        for message in new_history(settings, Chance(DEFAULT_SEED), clock.utc_now(), years):
            publisher.send(message)
        publisher.flush()
    _wait_until_read(settings)


def _wait_until_read(settings: Settings) -> None:
    topics = [settings.topic_prefix + topic.name for topic in TOPICS]
    with cluster(settings.kafka) as found:
        partitions = [(topic, number) for topic in topics for number in found.partitions(topic)]
        end = sum(one.end_offset for one in found.ranges(partitions).values())
    until(lambda: _read(settings) >= end, "the worker to read everything", within_s=300)


def _read(settings: Settings) -> int:
    with connect(settings.database("muster_reader")) as connection:
        row = connection.execute(STATEMENTS["read"]).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _server(settings: Settings, way: Way) -> Generator[tuple[subprocess.Popen[bytes], int]]:
    """Run the dashboard, or the peer, on a free port."""
    port = free_port()
    program = (
        ("infra.cli", "dashboard", "--port", str(port))
        if way == "stream"
        else ("tests.bench.screen.peer", str(port))
    )
    with running(settings, *program) as process:
        until(lambda: _answers(port), "the server to answer")
        yield process, port


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_dash-layout", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _watch(
    settings: Settings, plan: ScreenPlan, chromium: Browser, way: Way, viewers: int
) -> Watching:
    """Give what one number of viewers meets: all but one are light, one is a real page."""
    with (
        _server(settings, way) as (server, port),
        _light_viewers(way, port, viewers - 1),
    ):
        page = watched(chromium, f"http://127.0.0.1:{port}/")
        time.sleep(SETTLE_S)
        process = psutil.Process(server.pid)
        began, cpu_before = time.monotonic(), sum(process.cpu_times()[:2])
        posted_at_s = _post(settings, plan.events, plan.events_per_s, f"{way}-{viewers}")
        share = (sum(process.cpu_times()[:2]) - cpu_before) / (time.monotonic() - began)
        waits = _waits_ms(settings, page, posted_at_s)
        memory_mib = process.memory_info().rss / 2**20
        page.context.close()
    return Watching(viewers, waits, share, memory_mib)


@contextmanager
def _light_viewers(way: Way, port: int, count: int) -> Generator[None]:
    if not count:
        yield
        return
    command = [sys.executable, "-m", "tests.bench.screen.viewers", way, str(port), str(count)]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _post(settings: Settings, count: int, per_s: int, mark: str) -> dict[str, float]:
    """Send events on a schedule; give when each was handed over, in seconds since 1970."""
    posted_at_s: dict[str, float] = {}
    start = clock.utc_now()
    with Publisher(settings, linger_ms=0) as publisher:
        for number in range(count):
            due = start + timedelta(seconds=number / per_s)
            time.sleep(max(0.0, (due - clock.utc_now()).total_seconds()))
            id = f"{mark}-{start:%H%M%S%f}-{number}"
            posted_at_s[id] = clock.utc_now().timestamp()
            publisher.send(_report(id))
            publisher.flush()
    return posted_at_s


def _report(id: str) -> Message:
    text = event(
        ResourceLevelReported,
        id=id,
        source=SOURCE,
        time=clock.utc_now().isoformat(),
        pct=round(50 + hash(id) % 4000 / 100, 2),
    )
    return Message(text, decode(text, received_at=clock.utc_now()))


def _waits_ms(settings: Settings, page: Page, posted_at_s: dict[str, float]) -> Sequence[float]:
    """Give for each event how long it took from the sender's hand into the page."""
    until(lambda: len(_numbers(settings, posted_at_s)) == len(posted_at_s), "every event stored")
    numbers = _numbers(settings, posted_at_s)
    # A list of the newest forty may have passed an event by: then it never stood in the page.
    until(lambda: max(numbers) in seen_at_s(page), "the last event on the page")
    seen = seen_at_s(page)
    return [1000 * (seen[seq] - posted_at_s[id]) for seq, id in numbers.items() if seq in seen]


def _numbers(settings: Settings, posted: Iterable[str]) -> dict[int, str]:
    ids = list(posted)
    with connect(settings.database("muster_reader")) as connection:
        rows = connection.execute(
            STATEMENTS["numbers"], {"ids": ids, "rows": 2 * len(ids)}
        ).fetchall()
    return dict(rows)


def _heap_growth(settings: Settings, plan: ScreenPlan, chromium: Browser, url: str) -> float:
    """Give how much larger the page's heap is after many events, as a share of what it was."""
    page = watched(chromium, url, is_watching=False)
    _burst(settings, page, plan.events, "warm")
    before = heap_bytes(page)
    _burst(settings, page, plan.heap_events, "heap")
    after = heap_bytes(page)
    page.context.close()
    return after / before - 1


def _burst(settings: Settings, page: Page, count: int, mark: str) -> None:
    before = page_seq(page)
    with Publisher(settings) as publisher:
        for number in range(count):
            publisher.send(_report(f"{mark}-{before}-{number}"))
            if number % HEAP_PER_S == HEAP_PER_S - 1:
                publisher.flush()
                time.sleep(1)
        publisher.flush()
    until(lambda: page_seq(page) >= before + count, "the page to have heard of every event")
    time.sleep(SETTLE_S)

"""A browser for all tests, and a Muster with a year of history for those that need one."""

import os
import uuid
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg.conninfo import make_conninfo

from infra.clock import utc_now
from infra.settings import Settings
from streams.client.message import Message
from streams.client.publisher import Publisher
from streams.demo.chance import DEFAULT_SEED, Chance
from streams.demo.season import season
from streams.imports import facts
from tests.dashboard.running import CHROMIUM, CHROMIUM_ARGUMENTS, PATIENCE_S, Dashboard
from tests.support.instance import Instance
from tests.support.postgres import Database


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """Give a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def history() -> list[Message]:
    """Give a year of the demo's facts and season, told once for all tests."""
    chance, now = Chance(DEFAULT_SEED), utc_now()
    told = [message for name in facts.names() for message in facts.messages(name, now)]
    return told + [event.message(chance, now) for event in season(chance, now, 1)]


@pytest.fixture(scope="module")
def muster(
    stack: Settings, database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    """Give a Muster with a worker; its ledger is empty."""
    prefix = f"d{os.getpid()}-{uuid.uuid4().hex[:8]}-"
    conninfo = make_conninfo(stack.conninfo, dbname=database.name)
    settings = replace(stack, conninfo=conninfo, topic_prefix=prefix)
    own = Instance(settings, Path(tmp_path_factory.mktemp("muster")))
    own.make_topics()
    try:
        own.start_worker().wait_until_it_reads(PATIENCE_S)
        yield own
    finally:
        own.end_workers()


@pytest.fixture(scope="module")
def filled(muster: Instance, history: list[Message]) -> Instance:
    """Give the same with a year of the demo's season in its ledger."""
    with Publisher(muster.settings) as publisher:
        for message in history:
            publisher.send(message)
        publisher.flush()
    muster.wait_until_read(120)
    return muster


@pytest.fixture(scope="module")
def dashboard(muster: Instance) -> Generator[Dashboard]:
    """Give a dashboard that runs."""
    own = Dashboard(muster.settings).start()
    yield own
    if own.is_running():
        own.stop()

"""The process that evaluates rules and sends: one at a time, others wait to take over."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
import structlog

from infra.postgres import Connection, DatabaseUnavailable, connect
from infra.settings import Settings
from infra.sql import load
from streams.alerts.sending import Post, senders
from streams.alerts.watching import Watch
from streams.errors import TablesMissing

LOOK_EVERY_S = 1.0
RETRY_S = 1.0
FINISH_WITHIN_S = 2.0

log = structlog.get_logger()


def watch(settings: Settings, is_stopping: Callable[[], bool]) -> None:
    """Evaluate rules and send until told to stop, whatever the database does meanwhile."""
    is_away = False
    while not is_stopping():
        try:
            _watch_while_connected(settings, is_stopping)
            is_away = False
        except (psycopg.OperationalError, DatabaseUnavailable) as error:
            if not is_away:  # once, not every second until it is back
                log.warning("alerts lost the database", reason=str(error).strip())
            is_away = True
            time.sleep(RETRY_S)
        except psycopg.errors.UndefinedTable as error:
            raise TablesMissing from error


def link_of(settings: Settings) -> str:
    """Return where the alerts are shown."""
    origin = settings.dashboard.origin or f"http://127.0.0.1:{settings.dashboard_port}"
    return f"{origin}/alerts"


def _watch_while_connected(settings: Settings, is_stopping: Callable[[], bool]) -> None:
    worker_info = settings.database("muster_worker")
    reader_info = settings.database("muster_reader")
    with (
        connect(worker_info, application_name="muster alerts") as worker,
        connect(reader_info, application_name="muster alerts reads") as reader,
    ):
        worker.execute(_query("prepare"))
        if not _take_lock(worker, is_stopping):
            return
        # Whoever lost the lock lost the connection too, and can write nothing more.
        worker.execute(_query("listen"))
        log.info("alerts are watched")
        rules, post = (
            Watch(worker, reader),
            Post(worker, senders(settings.mail), link_of(settings)),
        )
        try:
            while not is_stopping():
                look(rules, post)
                _wait(worker, LOOK_EVERY_S)
        finally:
            if not worker.closed:
                post.finish(FINISH_WITHIN_S)


def look(rules: Watch, post: Post) -> None:
    """Evaluate once, and send what is due."""
    began = time.monotonic()
    done = rules.evaluate()
    if done.raised or done.cleared:
        log.info(
            "alerts changed",
            raised=done.raised,
            cleared=done.cleared,
            took_s=round(time.monotonic() - began, 3),
        )
    post.make()
    post.send()


def _take_lock(worker: Connection, is_stopping: Callable[[], bool]) -> bool:
    is_told = False
    while not is_stopping():
        if worker.execute(_query("try_lock")).fetchone() == (True,):
            return True
        if not is_told:
            log.info("another process watches; this one takes over when it ends")
            is_told = True
        time.sleep(LOOK_EVERY_S)
    return False


def _wait(worker: Connection, within_s: float) -> None:
    """Wait until a worker rings, or a while; many rings are one."""
    for _ in worker.notifies(timeout=within_s, stop_after=1):
        pass
    # What rang meanwhile is answered by the same look.
    for _ in worker.notifies(timeout=0):
        pass


def _query(name: str) -> Any:
    return load(__package__ or "", "alerts.sql")[name]

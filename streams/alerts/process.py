"""The process that evaluates rules and sends: one at a time, others wait to take over."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
import structlog

from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.sql import load
from streams.alerts.sending import Post, senders
from streams.alerts.watching import Watch
from streams.errors import TablesMissing

LOOK_EVERY_S = 1.0
MOST_REST_S = 0.5
RETRY_S = 1.0
FINISH_WITHIN_S = 2.0

log = structlog.get_logger()


def watch(settings: Settings, is_stopping: Callable[[], bool]) -> None:
    """Evaluate rules and send until told to stop, whatever the database does meanwhile."""
    trouble = ""
    while not is_stopping():
        try:
            _watch_while_connected(settings, is_stopping)
        except psycopg.Error as error:
            # Away, or changed over to another world at this moment: begin anew with what is kept.
            reason = " ".join(str(error).split())
            if reason != trouble:  # once, not every second until it is over
                log.warning("alerts are not watched", reason=reason)
            trouble = reason
            time.sleep(RETRY_S)


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
        if worker.execute(_query("has_tables")).fetchone() != (True,):
            raise TablesMissing
        worker.execute(_query("prepare"))
        if not _take_lock(worker, is_stopping):
            return
        # Whoever lost the lock lost the connection too, and can write nothing more.
        worker.execute(_query("listen"))
        log.info("alerts are watched")
        rules = Watch(worker, reader)
        post = Post(worker, senders(settings.mail), link_of(settings))
        try:
            while not is_stopping():
                took_s = look(rules, post)
                # Where events never cease, a third of the time is for others.
                time.sleep(min(took_s / 2, MOST_REST_S))
                _wait(worker, LOOK_EVERY_S)
        finally:
            if not worker.closed:
                post.finish(FINISH_WITHIN_S)


def look(rules: Watch, post: Post) -> float:
    """Evaluate once, and send what is due; return how many seconds the evaluation took."""
    began = time.monotonic()
    done = rules.evaluate()
    took_s = time.monotonic() - began
    if done.raised or done.cleared:
        log.info(
            "alerts changed",
            raised=done.raised,
            cleared=done.cleared,
            took_s=round(took_s, 3),
        )
    post.make()
    post.send()
    return took_s


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

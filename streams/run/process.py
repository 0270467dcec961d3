"""A worker as a process, from its slot to the reason it stopped."""

import asyncio
import gc
import os
import signal
import socket
import sys
from typing import NoReturn

import structlog

from infra.settings import Settings
from streams.consume.heartbeat import Heartbeat
from streams.run.services import patiently
from streams.run.worker import Worker

# Thousands of decoded events are alive at a time and none is part of a cycle: looking through them
# as often as Python does by default took a third of the worker's time.
COLLECT_AFTER = (50_000, 20, 50)

log = structlog.get_logger()


def end_at_once_on_sigterm() -> None:
    """Leave without a word when nothing has been begun yet."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


def work(settings: Settings) -> str:
    """Be a worker until a signal comes; return its name."""
    heartbeat = patiently(lambda: Heartbeat.begin(settings, socket.gethostname(), os.getpid()))
    log.info("worker-started", slot=heartbeat.slot, pid=os.getpid())
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    reason = "crashed"
    try:
        reason = asyncio.run(_run(settings, heartbeat))
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise
    finally:
        heartbeat.end(reason)
    log.info("worker-stopped", why=reason)
    return reason


async def _run(settings: Settings, heartbeat: Heartbeat) -> str:
    return await Worker(settings, heartbeat).run()

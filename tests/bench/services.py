"""A stack, databases and worker processes of the benchmark's own; nothing of them stays."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from psycopg.conninfo import make_conninfo

from infra.errors import ServiceUnavailable
from infra.local.host import Report, free_port
from infra.local.stack import Stack
from infra.migrate import migrate
from infra.settings import Settings

STOP_TIMEOUT_S = 15


@contextmanager
def own_stack(report: Report) -> Iterator[Settings]:
    """Run Kafka and TimescaleDB on free ports in a temporary folder, and remove all of it."""
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as home:
        settings = Settings.from_environment(
            {
                **os.environ,
                "MUSTER_STACK": "native",
                "MUSTER_HOME": home,
                "MUSTER_KAFKA": f"127.0.0.1:{free_port()}",
                "MUSTER_DATABASE": f"host=127.0.0.1 port={free_port()} dbname=muster",
                "MUSTER_TOPIC_PREFIX": "bench-",
            }
        )
        stack = Stack(settings)
        try:
            stack.up(report)
            yield settings
        finally:
            stack.erase(report)


def fresh_database(settings: Settings, name: str) -> Settings:
    """Give settings with a new, migrated database: to a worker, every topic is unread there."""
    own = replace(settings, conninfo=make_conninfo(settings.conninfo, dbname=name))
    Stack(own).database.provide_database()
    migrate(own.database("muster_owner"), viewer=own.viewer)
    return own


@contextmanager
def running(
    settings: Settings, module: str, *arguments: str, before: Sequence[Path] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python module as a process of its own; stop it at the end as a supervisor would.

    What lies in the folders of `before` it imports rather than what it has of the same name.
    """
    log = settings.home / "log" / f"{settings.database_name}-{module}.log"
    command = [sys.executable, "-m", module, *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment(settings, before),
            stdout=output,
            stderr=output,
            cwd=settings.home,
        )
    try:
        yield process
    except TimeoutError as error:
        raise ServiceUnavailable(f"{error}; its log ends: {_end_of(log)}") from error
    finally:
        _stop(process)


def peak_memory_mib(process: subprocess.Popen[bytes]) -> float:
    """Give the most memory the process has had resident so far."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields["VmHWM"].split()[0]) / 1024


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as a power cut would, and return once it is gone."""
    process.kill()
    process.wait()


def environment(settings: Settings, before: Sequence[Path] = ()) -> dict[str, str]:
    """Give the environment that makes a process use these settings and no others."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("MUSTER_")}
    return inherited | {
        "MUSTER_STACK": "native",
        "MUSTER_HOME": str(settings.home),
        "MUSTER_PARTS": str(settings.parts),
        "MUSTER_KAFKA": settings.kafka,
        "MUSTER_DATABASE": settings.conninfo,
        "MUSTER_TOPIC_PREFIX": settings.topic_prefix,
        # They start in a temporary folder; `tests` is found from the project's root only.
        "PYTHONPATH": os.pathsep.join(map(str, (*before, Path(__file__).parents[2]))),
    }


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_of(log: Path) -> str:
    return " | ".join(log.read_text("utf-8", "replace").splitlines()[-5:])

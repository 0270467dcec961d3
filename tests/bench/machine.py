"""What a figure was measured on: a figure without it means nothing."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

from infra.local.parts import KAFKA_VERSION
from infra.postgres import connect
from infra.settings import Settings

LIBRARIES = ("faust-streaming", "aiokafka", "confluent-kafka", "msgspec", "psycopg")


def versions(settings: Settings) -> dict[str, str]:
    """Give the version of everything that takes part."""
    ours = {"muster": version("muster"), "Python": platform.python_version()}
    return ours | {"Kafka": KAFKA_VERSION} | _database(settings) | _libraries()


def machine() -> str:
    """Give what this machine has, and whether it is busy with something else just now."""
    cores = len(os.sched_getaffinity(0))
    memory_gib = psutil.virtual_memory().total / 2**30
    parts = f"{_processor()}, {cores} cores, {memory_gib:.0f} GiB, {platform.system()}"
    return f"{parts}; load average before the run {os.getloadavg()[0]:.1f}"


def _database(settings: Settings) -> dict[str, str]:
    with connect(settings.database("muster_owner")) as connection:
        server = connection.info.parameter_status("server_version") or "?"
        row = connection.execute(
            "select extversion from pg_extension where extname = 'timescaledb'"
        ).fetchone()
    return {"PostgreSQL": server.split()[0], "TimescaleDB": row[0] if row else "?"}


def _libraries() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()

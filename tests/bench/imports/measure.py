"""One run: a table is imported, and the same events are published ready-made, in turns."""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from infra.clock import utc_now
from infra.errors import DataError
from infra.local.host import Report
from infra.settings import Settings
from schemas.vocabulary import Area
from streams.imports import columns, mapping
from streams.imports.rows import RowReader
from tests.bench.figures import Figure, Goal
from tests.bench.load import ACTORS
from tests.bench.plan import ImportPlan
from tests.bench.services import fresh_database
from tests.support.instance import MUSTER
from tests.support.stack import environment

LEAST_RATIO = 0.5
MOST_GROWTH = 1.15  # of the memory, from a tenth of the rows to all of them
RULES = """
name = "bench"
title = "Marks"
label = { policy = "MUSTER", classification = "UNCLASSIFIED" }
[[events]]
type = "org.muster.capability.assessed"
key = ["Id"]
time = { column = "Day" }
[events.fields]
actor = { column = "Country", as = "country" }
area = { column = "Area" }
instrument = "BENCH"
instrument_version = "1"
score = { column = "Mark", as = "float" }
evaluator = "external"
"""


class Took(NamedTuple):
    """What a command took: by the clock, of processors, and the most memory at once."""

    seconds: float
    processor_s: float
    memory_mib: float


def measure(stack: Settings, plan: ImportPlan, report: Report) -> list[Figure]:
    """Give every figure of a run; each command meets an empty ledger and empty topics."""
    folder = stack.home
    rules = folder / "bench.toml"
    rules.write_text(RULES)
    whole, tenth = _table(folder, "whole", plan.rows), _table(folder, "tenth", plan.rows // 10)
    ready = _ready_made(rules, whole, folder / "ready.jsonl")
    imports: list[Took] = []
    publishes: list[Took] = []
    for number in range(plan.rounds):
        report(f"round {number + 1} of {plan.rounds}: importing, then publishing")
        own = _place(stack, f"import_{number}")
        imports.append(_timed(own, "import", str(rules), str(whole), "--no-wait"))
        publishes.append(
            _timed(_place(stack, f"publish_{number}"), "publish", str(ready), "--no-wait")
        )
    small = _timed(_place(stack, "tenth"), "import", str(rules), str(tenth), "--no-wait")
    return [*_figures(plan.rows, imports, publishes, small)]


def _figures(
    rows: int, imports: list[Took], publishes: list[Took], small: Took
) -> Iterator[Figure]:
    ratio = median(b.seconds / a.seconds for a, b in zip(imports, publishes, strict=True))
    work = median(b.processor_s / a.processor_s for a, b in zip(imports, publishes, strict=True))
    memory = max(one.memory_mib for one in imports)
    yield Figure("import_to_publish", "import / publish, rate", ratio, "", Goal("≥", LEAST_RATIO))
    yield Figure("import_to_publish_work", "the same by processor time", work, "")
    yield Figure("import", "import", rows / median(one.seconds for one in imports), "rows/s")
    yield Figure("publish", "publish", rows / median(one.seconds for one in publishes), "ev/s")
    yield Figure("import_memory", "import, most memory", memory, "MiB")
    yield Figure(
        "import_growth", "memory: all rows / a tenth of them", memory / small.memory_mib, "",
        Goal("≤", MOST_GROWTH),
    )  # fmt: skip


def _place(stack: Settings, name: str) -> Settings:
    """Give a database and topics that nobody has used."""
    return replace(fresh_database(stack, name), topic_prefix=f"{name.replace('_', '-')}-")


def _table(folder: Path, name: str, rows: int) -> Path:
    file = folder / f"{name}.csv"
    areas = [one.value for one in Area]
    first = date(2020, 1, 1)
    with file.open("w") as out:
        out.write("Id,Country,Day,Area,Mark\n")
        for n in range(rows):
            day = first + timedelta(days=n % 2000)
            actor, area = ACTORS[n % len(ACTORS)], areas[n % len(areas)]
            out.write(f"{n},{actor},{day},{area},{n % 1000 / 10}\n")
    return file


def _ready_made(rules: Path, table: Path, file: Path) -> Path:
    """Write the very events that the import makes, one in each line."""
    own = mapping.load(str(rules))
    reader = RowReader(own, columns.opened(table, own), utc_now(), correlation_id="bench")
    with file.open("wb") as out:
        for event in reader.events():
            out.write(event.message.text + b"\n")
    return file


def _timed(settings: Settings, *command: str) -> Took:
    began = time.monotonic()
    process = subprocess.Popen(
        [MUSTER, *command],
        env=dict(environment(settings)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise DataError(f"muster {command[0]} ended with {process.returncode}")
    took = time.monotonic() - began
    return Took(took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

"""The programs of the local services: fetched once, whole or not at all, shared by all."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from infra.errors import InputOutputError
from infra.local.host import (
    Report,
    as_root,
    remove_tree,
    require_programs,
    require_room,
    require_root,
    run,
)

HERE = Path(__file__).parent
KAFKA_VERSION = "4.4.0"
POSTGRES_VERSION = "17"
DEBIAN_SUITE = "trixie"

KAFKA_BYTES = 250_000_000
TIMESCALE_BYTES = 1_500_000_000

# If this command is killed, what it started to fetch parts dies with it.
DIE_WITH_US = ("setpriv", "--pdeathsig", "KILL")
# Whatever a program run as root mounts or starts ends with it.
SEALED = (
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder of downloaded programs."""

    folder: Path

    @property
    def kafka(self) -> Path:
        """Give the folder with the broker's jars."""
        return self.folder / f"kafka-{KAFKA_VERSION}-log4j"

    @property
    def timescale(self) -> Path:
        """Give the root folder with PostgreSQL and TimescaleDB."""
        return self.folder / f"timescaledb-{DEBIAN_SUITE}-pg{POSTGRES_VERSION}"

    @property
    def postgres_bin(self) -> str:
        """Give the folder of PostgreSQL's programs as seen from inside the root."""
        return f"/usr/lib/postgresql/{POSTGRES_VERSION}/bin"

    def postgres_user(self) -> str:
        """Give `user:group`, in numbers, of the root's postgres user."""
        for line in (self.timescale / "etc/passwd").read_text().splitlines():
            name, _, user_id, group_id, *_ = line.split(":")
            if name == "postgres":
                return f"{user_id}:{group_id}"
        raise InputOutputError(
            f"{self.timescale} has no postgres user; remove it and run up again"
        )

    def missing_programs(self) -> list[str]:
        """Give the programs this machine must have before the missing parts can be fetched."""
        programs = ["java"]
        if not jars_are_whole(self.kafka):
            programs.append("mvn")
        if not self.timescale_is_whole():
            programs.append("mmdebstrap")
        return programs

    def install_programs(self, *, log: Path, cancel: threading.Event, report: Report) -> None:
        """Install what this machine must have, one Muster at a time: apt fails beside another."""
        if all(map(shutil.which, self.missing_programs())):
            return
        with self._one_at_a_time("packages", report):
            require_programs(self.missing_programs(), log=log, cancel=cancel, report=report)

    def timescale_is_whole(self) -> bool:
        """Tell whether the root folder is complete: it gets its name only when it is."""
        server = self.timescale / self.postgres_bin.lstrip("/") / "postgres"
        extension = f"usr/share/postgresql/{POSTGRES_VERSION}/extension/timescaledb.control"
        return server.exists() and (self.timescale / extension).exists()

    def fetch_kafka(self, *, cancel: threading.Event, report: Report) -> None:
        """Bring the broker's jars from Maven Central, unless they are there and intact."""
        with self._one_at_a_time("kafka", report):
            if jars_are_whole(self.kafka):
                return
            require_room(self.folder, KAFKA_BYTES, "Kafka")
            report("Kafka: fetching version " + KAFKA_VERSION + " (45 MB, 10 s to 2 min)")
            with self._workshop("kafka") as work:
                libs = work / "libs"
                maven = ["mvn", "-q", "-B", "-C", f"-Dmaven.repo.local={work / 'repository'}"]
                copy = ["dependency:copy-dependencies", "-DincludeScope=runtime"]
                shutil.copy(HERE / "kafka/pom.xml", work / "pom.xml")
                run(
                    [*DIE_WITH_US, *maven, *copy, f"-DoutputDirectory={libs}"],
                    log=self.folder / "kafka.log",
                    cancel=cancel,
                    report=report,
                    what="Kafka: fetching",
                    cwd=work,
                )
                (libs / "SHA256SUMS").write_text(_sums(libs))
                remove_tree(self.kafka)
                libs.rename(self.kafka)
            report("Kafka: fetched")

    def fetch_timescale(self, *, cancel: threading.Event, report: Report) -> None:
        """Build the root folder with TimescaleDB from Debian's packages, unless it is there."""
        with self._one_at_a_time("timescaledb", report):
            if self.timescale_is_whole():
                return
            require_root("setting up TimescaleDB")
            require_room(self.folder, TIMESCALE_BYTES, "TimescaleDB")
            report(
                "TimescaleDB: fetching from Debian (150 MB to load, 550 MB on disk, 20 s to 4 min)"
            )
            with self._workshop("timescaledb") as work:
                root = work / "root"
                run(
                    as_root([*DIE_WITH_US, *SEALED, "env", f"TMPDIR={work}", *_debian_into(root)]),
                    log=self.folder / "timescaledb.log",
                    cancel=cancel,
                    report=report,
                    what="TimescaleDB: fetching",
                    cwd=work,
                )
                data = root / "var/lib/postgresql/data"
                run(
                    as_root(["install", "-d", "-m", "0755", str(data)]),
                    log=self.folder / "timescaledb.log",
                    cancel=cancel,
                    what="TimescaleDB: fetching",
                )
                self._replace_timescale(root, cancel)
            report("TimescaleDB: fetched")

    def _replace_timescale(self, root: Path, cancel: threading.Event) -> None:
        remove_tree(self.timescale)
        move = as_root(["mv", "--no-target-directory", str(root), str(self.timescale)])
        run(move, log=self.folder / "timescaledb.log", cancel=cancel, what="TimescaleDB: fetching")

    @contextlib.contextmanager
    def _one_at_a_time(self, name: str, report: Report) -> Generator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                report(f"{name}: another muster is fetching it, waiting")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def _workshop(self, name: str) -> Generator[Path]:
        # We hold the lock, so whatever is left of earlier attempts was killed in the middle.
        for leftover in self.folder.glob(f".partial-{name}-*"):
            remove_tree(leftover)
        work = self.folder / f".partial-{name}-{os.getpid()}"
        work.mkdir(mode=0o755)
        try:
            yield work
        finally:
            remove_tree(work)


def _debian_into(root: Path) -> list[str]:
    packages = f"postgresql-{POSTGRES_VERSION},postgresql-{POSTGRES_VERSION}-timescaledb"
    return [
        "mmdebstrap",
        "--mode=root",
        "--variant=minbase",
        f"--include={packages}",
        DEBIAN_SUITE,
        str(root),
    ]


def _sums(libs: Path) -> str:
    lines = [
        f"{hashlib.sha256(jar.read_bytes()).hexdigest()}  {jar.name}\n"
        for jar in sorted(libs.glob("*.jar"))
    ]
    return "".join(lines)


def jars_are_whole(libs: Path) -> bool:
    """Tell whether every jar is there with the bytes it had when it was fetched."""
    sums = libs / "SHA256SUMS"
    return sums.exists() and sums.read_text() == _sums(libs) != ""

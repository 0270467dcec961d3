"""One Kafka broker of this machine, its own controller, on 127.0.0.1 only."""

import contextlib
import logging
import shutil
import signal
import threading
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from infra.errors import InputOutputError
from infra.local.daemon import Daemon
from infra.local.host import free_port, listens, require_free_port, run
from infra.local.parts import DIE_WITH_US, HERE, Parts

START_TIMEOUT_S = 150.0
STOP_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Broker:
    """The Kafka broker of one instance."""

    parts: Parts
    home: Path
    port: int

    @property
    def address(self) -> str:
        """Give host:port of the broker."""
        return f"127.0.0.1:{self.port}"

    @property
    def daemon(self) -> Daemon:
        """Give the process of the broker."""
        return Daemon("Kafka", self.home / "run/kafka.pid", self.home / "log/kafka.log")

    @property
    def pid(self) -> int | None:
        """Give the broker's process id, None when it does not run."""
        return self.daemon.pid

    def format(self, data: Path, *, cancel: threading.Event) -> None:
        """Make an empty log of a new cluster in this folder."""
        # Beside the data, which nobody else has: an earlier attempt may not be quite dead yet.
        properties = data.with_suffix(".properties")
        properties.write_text(self._properties(data, controller_port=free_port()))
        cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # One id in 64 starts with a dash: joined by =, the tool does not take it for an option.
        identity = f"--cluster-id={cluster_id}"
        tool = ["kafka.tools.StorageTool", "format", identity, "-c", str(properties)]
        log = self.home / "log/kafka-format.log"
        command = [*DIE_WITH_US, *self._java("-Xmx256m"), *tool]
        run(command, log=log, cancel=cancel, what="Kafka: formatting")
        properties.unlink()

    def launch(self) -> None:
        """Start the broker's process, without waiting for it."""
        require_free_port(self.port, "MUSTER_KAFKA")
        properties = self.home / "run/kafka.properties"
        data = self.home / "data/kafka"
        properties.write_text(self._properties(data, controller_port=free_port()))
        self.daemon.start([*self._java("-Xmx512m"), "kafka.Kafka", str(properties)])

    def wait_until_ready(self, cancel: threading.Event) -> None:
        """Return once the broker answers questions about its cluster."""
        self.daemon.wait_until(self.answers, timeout_s=START_TIMEOUT_S, cancel=cancel)

    def start(self, cancel: threading.Event | None = None) -> None:
        """Start the broker unless it runs, and return once it answers."""
        if self.pid is None:
            self.launch()
        self.wait_until_ready(cancel or threading.Event())

    def release(self) -> str | None:
        """Give the release of the running broker, from the jar its process holds open."""
        if self.pid is None:
            return None
        names = (Path(file.path).name for file in psutil.Process(self.pid).open_files())
        cores = [name for name in names if name.startswith("kafka_2.13-")]
        return cores[0].removeprefix("kafka_2.13-").removesuffix(".jar") if cores else None

    def stop(self) -> None:
        """Let the broker close its log, and return once its process is gone."""
        self.daemon.stop(signal.SIGTERM, timeout_s=STOP_TIMEOUT_S)

    def kill(self) -> None:
        """End the broker at once, as a power cut would."""
        self.daemon.stop(signal.SIGKILL, timeout_s=10.0)

    def answers(self) -> bool:
        """Tell whether the broker knows its cluster and its controller."""
        return cluster_version(self.address) is not None

    def _properties(self, data: Path, controller_port: int) -> str:
        controller = f"127.0.0.1:{controller_port}"
        own = {
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.address}",
            "controller.quorum.voters": f"1@{controller}",
            "log.dirs": str(data),
        }
        fixed = (HERE / "kafka/server.properties").read_text()
        return fixed + "".join(f"{name}={value}\n" for name, value in own.items())

    def _java(self, heap: str) -> list[str]:
        java = shutil.which("java")
        if java is None:
            raise InputOutputError("java is not installed; run `muster up`")
        logging_file = f"-Dlog4j2.configurationFile={HERE / 'kafka/log4j2.xml'}"
        return [
            java,
            heap,
            "-Djava.awt.headless=true",
            logging_file,
            "-cp",
            f"{self.parts.kafka}/*",
        ]


def cluster_version(addresses: str, timeout_s: float = 3.0) -> str | None:
    """Give the version the cluster says it has, None if there is no answer."""
    host, _, port = addresses.partition(",")[0].rpartition(":")
    if not listens(host, int(port), timeout_s):
        return None
    with _quiet_client():
        try:
            return _ask_version(addresses, timeout_s)
        except (KafkaError, OSError):
            return None


def _ask_version(addresses: str, timeout_s: float) -> str | None:
    timeout_ms = int(timeout_s * 1000)
    options: dict[str, Any] = {
        "bootstrap_servers": addresses.split(","),
        "request_timeout_ms": timeout_ms,
        "bootstrap_timeout_ms": timeout_ms,
    }
    admin: Any = KafkaAdminClient(**options)
    try:
        if not admin.describe_cluster()["brokers"]:
            return None
        # The protocol knows no release number; this level is what identifies a release.
        _, level = admin.describe_features()["metadata.version"]["finalized"]
        return f"metadata.version {level}"
    finally:
        admin.close()


@contextlib.contextmanager
def _quiet_client() -> Generator[None]:
    # The client warns of every attempt while a broker is still starting.
    logger = logging.getLogger("kafka")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)

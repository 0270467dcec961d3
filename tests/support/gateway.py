"""A `muster gateway` as its own process, and a producer that talks to it."""

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner, Result

from infra.local.host import free_port
from infra.settings import Settings
from streams.gateway.key_commands import keys
from tests.support.instance import MUSTER, Instance, wait_until
from tests.support.stack import environment

JSON = "application/json"
STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"


@dataclass(frozen=True)
class Answer:
    """What the gateway answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Give the body as a value."""
        return json.loads(self.body)

    @property
    def statuses(self) -> list[str]:
        """Give what became of each event."""
        return [receipt["status"] for receipt in self.json["receipts"]]

    @property
    def kind(self) -> str:
        """Give the kind of problem."""
        return self.json["type"].removeprefix("urn:muster:problem:")

    @property
    def faults(self) -> dict[str, str]:
        """Give the reason of each fault by its place."""
        return {fault["pointer"]: fault["reason"] for fault in self.json["faults"]}


@dataclass
class GatewayProcess:
    """A gateway on a port of its own, and its log."""

    settings: Settings
    log_file: Path
    program: Sequence[str | Path] = (MUSTER, "gateway")
    key: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """Give the port it listens on."""
        return self.settings.gateway_port

    @property
    def log(self) -> str:
        """Give what it has said so far."""
        return self.log_file.read_text()

    def start(self) -> None:
        """Start it, and return once it answers."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.program], env=dict(environment(self.settings)), stdout=log, stderr=log
            )
        wait_until(self._answers, timeout_s=60, what="the gateway to answer")

    def wait_until_it_is_dead(self) -> None:
        """Return once somebody has killed it."""
        assert self.process is not None
        assert self.process.wait(60) == -signal.SIGKILL

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def stop(self) -> int:
        """Stop it as a service manager does; give its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        key: str | None = None,
    ) -> Answer:
        """Give the answer to a request, with the producer's key unless told otherwise."""
        shown = self.key if key is None else key
        given = {"Authorization": f"Bearer {shown}"} if shown else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request(method, path, body, {**given, **(headers or {})})
            found = connection.getresponse()
            named = {name.lower(): value for name, value in found.getheaders()}
            return Answer(found.status, named, found.read())
        finally:
            connection.close()

    def post(
        self,
        body: bytes | Iterator[bytes],
        content_type: str = STRUCTURED,
        *,
        path: str = "/v1/events",
        key: str | None = None,
        **headers: str,
    ) -> Answer:
        """Send a body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Content-Type": content_type} if content_type else {}
        return self.ask("POST", path, body, {**given, **named}, key=key)

    def fate(self, source: str, id: str, *, wait_s: int = 0, key: str | None = None) -> Answer:
        """Ask what became of an event."""
        prefer = {"Prefer": f"wait={wait_s}"} if wait_s else {}
        query = urlencode({"source": source, "id": id})
        return self.ask("GET", f"/v1/events?{query}", headers=prefer, key=key)

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            pytest.fail(f"the gateway ended:\n{self.log}")
        try:
            self.ask("GET", "/v1/healthz")
        except (OSError, http.client.HTTPException):
            return False
        return True


@contextmanager
def running_gateway(
    instance: Instance, *, program: Sequence[str | Path] = (MUSTER, "gateway"), **others: Any
) -> Generator[GatewayProcess]:
    """Give a gateway of an instance, ended at the end."""
    settings = replace(instance.settings, gateway_port=free_port(), **others)
    log_file = instance.folder / f"gateway-{settings.gateway_port}.log"
    gateway = GatewayProcess(settings, log_file, program)
    try:
        gateway.start()
        yield gateway
    finally:
        gateway.kill()


def new_key(instance: Instance, name: str = "test", *options: str) -> str:
    """Make a key, for the sources of the tests unless told otherwise."""
    sources = () if "--source" in options else ("--source", "test*")
    made = keys_command(instance, "create", name, *sources, *options)
    assert made.exit_code == 0, made.output
    return made.stdout.strip()


def keys_command(instance: Instance, *arguments: str) -> Result:
    """Run a command of `muster keys` in this process."""
    return CliRunner().invoke(keys, [*arguments], obj=instance.settings)


def dying_before_it_answers(nth: int) -> tuple[str | Path, ...]:
    """Give the command of a gateway that is killed once Kafka has the n-th request on disk."""
    return (sys.executable, "-m", "tests.support.dying_gateway", str(nth))


def send_until_answered(
    gateway: GatewayProcess, body: bytes, content_type: str, within_s: float = 60
) -> Answer:
    """Send a body as a good client does: the same again until it is answered for good."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            answer = gateway.post(body, content_type)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            continue
        if answer.status not in (429, 503):
            return answer
        time.sleep(0.2)
    pytest.fail(f"no answer within {within_s} s:\n{gateway.log}")

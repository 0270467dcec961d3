"""The parts of a demo as processes that end when it ends, however it ends."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from infra.errors import UsageError, is_about_full_disk
from infra.local.host import Report
from infra.settings import Settings
from streams.demo.errors import AlreadyRunning, PartStopped

STOP_SECONDS = 12
MOST_RESTARTS = 3
USAGE_ERROR = 2  # trying again would not help
# Even when the demo is killed, the kernel then asks its parts to stop.
END_WITH_US = ("setpriv", "--pdeathsig", "TERM", "--")


class Part:
    """One `muster` command running beside the demo, its output in a log file."""

    def __init__(self, command: str, log_folder: Path) -> None:
        log_folder.mkdir(parents=True, exist_ok=True)
        self.command = command
        self.log = log_folder / f"demo-{command.partition(' ')[0]}.log"
        self.log.write_bytes(b"")
        self._restarts = 0
        self._process = self._started()

    def keep_running(self, report: Report) -> None:
        """Start the process again when it has ended; raise when that keeps happening."""
        code = self._process.poll()
        if code is None:
            return
        why = _last_line(self.log, self._since)
        line = f"muster {self.command} ended with {code}: {why} (see {self.log})"
        if code == USAGE_ERROR or self._restarts == MOST_RESTARTS:
            raise PartStopped(line)
        self._restarts += 1
        report(f"{line}; starting it again")
        self._process = self._started()

    def ask_to_stop(self) -> None:
        """Ask the process to end; `stop` waits for it."""
        if self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """End the process: kindly first, then by force; nothing of it stays."""
        self.ask_to_stop()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        self._since = self.log.stat().st_size
        with self.log.open("ab") as output:
            return subprocess.Popen(
                [*END_WITH_US, sys.executable, "-m", "infra.cli", *self.command.split()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A terminal's Ctrl-C is for the demo alone, which then stops its parts in order.
                start_new_session=True,
            )


@contextmanager
def alone(settings: Settings) -> Generator[None]:
    """Keep a second demo on the same database out while the block runs."""
    folder = settings.home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"demo-{settings.database_name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(
                f"a demo is running already on database {settings.database_name}; stop it first"
            ) from error
        yield


def require_free_ports(settings: Settings) -> None:
    """Raise one clear line when somebody else listens where the dashboard or the gateway will."""
    _require_free(settings.dashboard_port, "MUSTER_DASHBOARD_PORT")
    _require_free(settings.gateway_port, "MUSTER_GATEWAY_PORT")


def _require_free(port: int, variable: str) -> None:
    # An own part that was killed a moment ago needs a moment to let go of the port.
    for attempt in range(20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                time.sleep(0.1 if attempt < 19 else 0)
                continue
            return
    raise UsageError(
        f"port {port} on 127.0.0.1 is in use; stop what listens there or set {variable}"
    )


def answers(port: int) -> bool:
    """Tell whether the dashboard gives its first page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def heed_termination() -> None:
    """Make SIGTERM and a closed terminal end the demo as cleanly as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)


def ignore_interruptions() -> None:
    """Let nothing interrupt the stopping itself: a second Ctrl-C would leave things behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _last_line(log: Path, since: int) -> str:
    """Return why a process ended: what it said last, or of the disk, since it was started."""
    said = log.read_bytes()[since:].decode(errors="replace") if log.exists() else ""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith("muster:") or is_about_full_disk(line)]
    return (telling or lines or ["it said nothing"])[-1]

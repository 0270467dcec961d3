"""A process that outlives the command that started it, and is never mistaken for another."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.errors import Cancelled, ServiceUnavailable
from infra.local.host import as_root, last_line, send_signal

DAEMON_SCRIPT = Path(__file__).with_name("daemon.sh")
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SIGN_IN_S = 5.0
LOG_KEPT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Daemon:
    """One long-running program of one instance."""

    name: str
    pid_file: Path
    log: Path
    needs_root: bool = False

    @property
    def pid(self) -> int | None:
        """Give the process id if our process runs, never a stranger's of the same number."""
        try:
            pid, started, boot = self.pid_file.read_text().split()
            is_ours = boot == BOOT_ID.read_text().strip() and started == _started(int(pid))
        except (OSError, ValueError):
            return None
        return int(pid) if is_ours else None

    def start(self, command: Sequence[str], prefix: Sequence[str] = ()) -> None:
        """Start the program in a session of its own; `prefix` wraps it (in a namespace, say)."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.pid_file.unlink(missing_ok=True)
        self.turn_log()
        began_at = self.log.stat().st_size if self.log.exists() else 0
        self._beginning.write_text(str(began_at))
        script = ["sh", str(DAEMON_SCRIPT), str(self.pid_file), str(self.log), *command]
        whole = ["setsid", "--fork", *prefix, *script]
        # A terminal's Ctrl-C or a closed pipe of ours must not reach the service.
        with self.log.open("ab") as output:
            subprocess.run(
                as_root(whole) if self.needs_root else whole,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
                cwd="/",
            )
        # Whoever stops us a moment later must find the process, so it signs in before we return.
        deadline = time.monotonic() + SIGN_IN_S
        while not self.pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.01)

    def wait_until(
        self, is_ready: Callable[[], bool], *, timeout_s: float, cancel: threading.Event
    ) -> None:
        """Return once the program is ready; raise if it ends before, or takes too long."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if self.pid is None:
                raise ServiceUnavailable(
                    f"{self.name} ended while starting: {last_line(self.log, self._began_at())}"
                    f" - see {self.log}"
                )
            if is_ready():
                return
            if cancel.wait(0.1):
                raise Cancelled
        raise ServiceUnavailable(
            f"{self.name} did not answer within {timeout_s:.0f} s - see {self.log}"
        )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to our process, if it runs."""
        pid = self.pid
        if pid is not None:
            send_signal(pid, number)

    def stop(self, number: signal.Signals, *, timeout_s: float) -> None:
        """End our process with this signal, or by force when it does not end in time."""
        self.send(number)
        if not self._gone_within(timeout_s):
            self.send(signal.SIGKILL)
            if not self._gone_within(10.0):
                raise ServiceUnavailable(f"{self.name} (process {self.pid}) cannot be ended")
        self.pid_file.unlink(missing_ok=True)

    def _gone_within(self, timeout_s: float) -> bool:
        deadline = time.monotonic() + timeout_s
        while self.pid is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    @property
    def _beginning(self) -> Path:
        return self.pid_file.with_suffix(".log-begins-at")

    def _began_at(self) -> int:
        """Give where in the log this run began to speak."""
        try:
            return int(self._beginning.read_text())
        except (OSError, ValueError):
            return 0

    def turn_log(self) -> None:
        """Begin the log anew when it is large, also while the program writes to it.

        It is copied and emptied: the program holds the file open, and adds at its end.
        """
        if self.log.exists() and self.log.stat().st_size > LOG_KEPT_BYTES:
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)
            self._beginning.unlink(missing_ok=True)


def _started(pid: int) -> str | None:
    """Give the start time of a process in clock ticks, None if it is only a zombie.

    A first thread that has ended is a zombie while others still run, and they hold the ports.
    """
    # The name, in brackets, may hold spaces and brackets itself: count from the last bracket.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    has_ended = fields[0] in "ZX" and len(list(Path(f"/proc/{pid}/task").iterdir())) <= 1
    return None if has_ended else fields[19]

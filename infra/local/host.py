"""What this machine offers (root rights, programs, ports, room), and running programs on it."""

import contextlib
import errno
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from infra.errors import (
    Cancelled,
    DiskFull,
    InputOutputError,
    MissingTool,
    ServiceUnavailable,
    is_about_full_disk,
)
from infra.settings import Settings

Report = Callable[[str], None]


def silent(_line: str) -> None:
    """Report nothing."""


LOCAL_PORT_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
LITTLE_BYTES = 100_000_000  # less than that and a service may stop at any moment
STILL_WORKING_EVERY_S = 15.0


def as_root(command: Sequence[str]) -> list[str]:
    """Give the command line that runs this command as root."""
    return list(command) if os.geteuid() == 0 else ["sudo", "-n", *command]


def require_root(what_for: str) -> None:
    """Stop with one line if neither root nor password-less sudo is at hand."""
    if os.geteuid() == 0:
        return
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return
    raise MissingTool(
        f"{what_for} needs root: run as root or let this user use sudo without a password "
        "(or run `sudo -v` first); for services that run elsewhere set MUSTER_STACK=env"
    )


def require_room(folder: Path, needed_bytes: int, what_for: str) -> None:
    """Stop with one line if the disk under this folder has too little free space."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < needed_bytes:
        raise DiskFull(
            f"{what_for} needs {needed_bytes / 1e9:.1f} GB in {folder}, but only "
            f"{free / 1e9:.1f} GB are free: make room or choose another folder"
        )


def full_disk(folder: Path) -> str | None:
    """Say that next to nothing is free where this folder lies, or nothing."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free >= LITTLE_BYTES:
        return None
    return f"the disk is full ({free / 1e6:.0f} MB free in {existing})"


def disk_note(settings: Settings) -> str:
    """Give `; the disk is full …` when services of ours may be away for that; else nothing."""
    full = full_disk(settings.home) if settings.stack == "native" else None
    return f"; {full}" if full else ""


def require_free_port(port: int, setting: str) -> None:
    """Stop with one line that names the holder if the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = str(error.strerror)
            if error.errno == errno.EADDRINUSE:
                why = f"it is in use by {_holder(port)}; stop that"
            raise ServiceUnavailable(
                f"port {port} cannot be used: {why}, or set another port in {setting}"
            ) from error


def _holder(port: int) -> str:
    try:
        sockets = psutil.net_connections(kind="tcp")
    except psutil.Error:
        sockets = []
    own = [one for one in sockets if one.laddr and one.laddr.port == port]
    # Who listens first: a connection that was accepted has the listener's port, too.
    for connection in sorted(own, key=lambda one: one.status != psutil.CONN_LISTEN):
        is_listening = connection.status == psutil.CONN_LISTEN
        where = f"{connection.raddr.ip}:{connection.raddr.port}" if connection.raddr else "nowhere"
        how = "" if is_listening else f", for a connection to {where}"
        if connection.pid:
            try:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid}{how})"
            except psutil.Error:
                continue
        if not is_listening:
            return f"a connection to {where} that is about to end; or wait a minute"
    return "another program"


def free_port() -> int:
    """Give a port of 127.0.0.1 that nothing uses now.

    It is not one of those the system hands to outgoing connections, for one of these may take it
    before the service does.
    """
    lowest_outgoing = int(LOCAL_PORT_RANGE.read_text().split()[0])
    while True:
        port = random.randrange(20_000, max(lowest_outgoing, 21_000))  # noqa: S311 - no secret
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def listens(host: str, port: int, timeout_s: float = 2.0) -> bool:
    """Tell whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s):
            return True
    except OSError:
        return False


def run(
    command: Sequence[str],
    *,
    log: Path,
    cancel: threading.Event,
    report: Report = silent,
    what: str,
    cwd: Path | None = None,
    gently: bool = False,
    said_to_it: str = "",
) -> None:
    """Run a program to its end with its output in a log; end it when `cancel` is set.

    A program run `gently` is asked to stop, and then given the time it takes: a package manager
    killed half-way leaves the machine in need of repair.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output, tempfile.TemporaryFile() as said:
        said.write(said_to_it.encode())
        said.seek(0)
        process = subprocess.Popen(
            command,
            stdin=said,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            start_new_session=True,
        )
        try:
            _watch(process, cancel=cancel, report=report, what=what)
        except BaseException:
            report(f"{what}: stopping, which takes {'a while' if gently else 'some seconds'}")
            (_ask_to_end if gently else _end)(process)
            raise
    if process.returncode != 0:
        raise _failure(what, process.returncode, log)


def _watch(
    process: subprocess.Popen[bytes], *, cancel: threading.Event, report: Report, what: str
) -> None:
    began = spoke = time.monotonic()
    while process.poll() is None:
        if cancel.wait(0.1):
            raise Cancelled
        if time.monotonic() - spoke >= STILL_WORKING_EVERY_S:
            spoke = time.monotonic()
            report(f"{what}: still working, {spoke - began:.0f} s so far")


def _ask_to_end(process: subprocess.Popen[bytes]) -> None:
    send_signal(process.pid, signal.SIGINT)
    process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    for stop, patience_s in ((signal.SIGTERM, 2), (signal.SIGKILL, 10)):
        send_signal(-process.pid, stop)
        try:
            process.wait(patience_s)
        except subprocess.TimeoutExpired:
            continue
        return


def send_signal(target: int, number: signal.Signals) -> None:
    """Send a signal to a process, or to the group -target, with sudo where it is not ours."""
    try:
        os.kill(target, number)
    except ProcessLookupError:
        return
    except PermissionError:
        # The shell's own kill: a small system has no program of that name.
        shell = ["sh", "-c", 'kill -s "$1" -- "$2"', "kill", number.name[3:], str(target)]
        subprocess.run(as_root(shell), capture_output=True, check=False)


def _failure(what: str, returncode: int, log: Path) -> InputOutputError:
    if "No space left on device" in log.read_text(errors="replace"):
        return DiskFull(f"{what}: the disk is full; make room and run the command again")
    return InputOutputError(
        f"{what} failed (exit code {returncode}): {last_line(log)} - check the network and run "
        f"the command again; all output: {log}"
    )


def last_line(log: Path, since: int = 0) -> str:
    """Give the last telling line of a log, preferring one that speaks of an error.

    What was said before `since`, in bytes, belongs to another run.
    """
    if not log.exists():
        return "no output"
    said = log.read_bytes()[since:].decode(errors="replace")
    lines = [line.strip() for line in said.splitlines()]
    if full := [line for line in lines if is_about_full_disk(line)]:
        return f"the disk is full: {full[-1][:250]}"
    # Where in a Java program it happened tells the reader nothing.
    lines = [line for line in lines if line and not line.startswith(("at ", "... "))][-60:]
    errors = [line for line in lines if line.startswith(("E:", "[ERROR]")) or "FATAL" in line]
    return (errors or lines or ["no output"])[0 if errors else -1][:300]


def remove_tree(folder: Path) -> None:
    """Remove a folder and all below it, whoever owns it."""
    if folder.exists():
        command = as_root(["rm", "-rf", "--one-file-system", "--", str(folder)])
        subprocess.run(command, capture_output=True, check=False)


PACKAGES = {"java": "openjdk-17-jre-headless", "mvn": "maven", "mmdebstrap": "mmdebstrap"}


def require_programs(
    programs: Sequence[str], *, log: Path, cancel: threading.Event, report: Report
) -> None:
    """Install with apt those of these programs that are missing."""
    packages = sorted({PACKAGES[name] for name in programs if not shutil.which(name)})
    if not packages:
        return
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise MissingTool(f"please install {names}, then run the command again")
    require_root(f"installing {names}")
    report(f"packages: installing {names} (1 to 3 minutes)")
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive"]
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    for step in (
        ["dpkg", "--configure", "-a"],  # mends what an interrupted installation left
        [*apt, "update"],
        [*apt, "install", "--yes", "--no-install-recommends", *packages],
    ):
        run(
            as_root([*quietly, *step]),
            log=log,
            cancel=cancel,
            report=report,
            what=f"installing {names}",
            gently=True,
        )

"""`muster up`, `down` and `status` as a person meets them: real services, real signals."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest

from infra.errors import Cancelled, DataError
from infra.local import host
from infra.local.daemon import LOG_KEPT_BYTES, Daemon
from infra.local.parts import Parts, jars_are_whole
from infra.local.stack import Stack
from infra.migrate import migrate
from infra.settings import Settings

MUSTER = Path(sys.executable).with_name("muster")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}


def own_settings(home: Path) -> Settings:
    """An instance of its own: other home, other ports, the same programs."""
    defaults = Settings.from_environment({**ENVIRONMENT, **parts_of_this_machine()})
    database_port, kafka_port = host.free_port(), host.free_port()
    passwords = home / "data/pgpass"
    conninfo = f"host=127.0.0.1 port={database_port} dbname=muster passfile={passwords}"
    return replace(defaults, home=home, kafka=f"127.0.0.1:{kafka_port}", conninfo=conninfo)


def parts_of_this_machine() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name == "MUSTER_PARTS"}


def environment(settings: Settings) -> dict[str, str]:
    return {
        **ENVIRONMENT,
        "MUSTER_HOME": str(settings.home),
        "MUSTER_PARTS": str(settings.parts),
        "MUSTER_KAFKA": settings.kafka,
        "MUSTER_DATABASE": settings.conninfo,
    }


def begin(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    # A background job of a shell ignores Ctrl-C; a test runner may be one, so reset it here.
    return subprocess.Popen(
        [MUSTER, *arguments],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )


def muster(settings: Settings, *arguments: str) -> tuple[int, str, str]:
    process = begin(settings, *arguments)
    out, err = process.communicate(timeout=150)
    return process.returncode, out, err


# What `up` says when it has come so far: making data, starting processes, one side ready.
STAGES = ["making an empty", "Kafka: starting", "TimescaleDB: up"]


def read_until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    pytest.fail(f"it never said {text!r}")


def mounts() -> str:
    return Path("/proc/self/mounts").read_text()


def nothing_runs(stack: Stack) -> bool:
    ports = (stack.settings.kafka_port, stack.settings.database_port)
    return (
        stack.broker.pid is None
        and stack.database.postmaster_pid is None
        and not any(host.listens("127.0.0.1", port) for port in ports)
        and str(stack.home) not in mounts()
    )


def wait_for(condition: object, timeout_s: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(own_settings(tmp_path / "home"))
    yield stack
    stack.erase()
    assert nothing_runs(stack)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(own_settings(tmp_path_factory.mktemp("running") / "home"))
    stack.up()
    migrate(stack.settings.database("muster_owner"))
    yield stack
    stack.erase()
    assert nothing_runs(stack)


def query(stack: Stack, text: str) -> list[tuple[object, ...]]:
    conninfo = stack.settings.database("muster_owner")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        cursor = connection.execute(text)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def test_up_again_leaves_what_runs_as_it_is(running: Stack):
    before = running.broker.pid, running.database.postmaster_pid

    code, _, err = muster(running.settings, "up")

    assert code == 0, err
    assert (running.broker.pid, running.database.postmaster_pid) == before


def test_status_names_versions_addresses_and_the_licence_in_force(running: Stack):
    code, out, _ = muster(running.settings, "status")

    assert code == 1  # nobody is at work
    assert "degraded: no worker is at work" in out
    assert "4.4.0" in out
    assert "2.19.3 on PostgreSQL 17" in out
    assert running.settings.kafka in out
    assert "apache" in out


def test_every_port_of_the_services_is_on_the_loopback(running: Stack):
    pids = {running.broker.pid, running.database.postmaster_pid}
    ours = [socket for socket in psutil.net_connections("inet") if socket.pid in pids]
    listening = [socket.laddr for socket in ours if socket.status == psutil.CONN_LISTEN]

    assert {address[0].removeprefix("::ffff:") for address in listening if address} == {
        "127.0.0.1"
    }
    assert len(listening) == 3  # broker, controller, database


def test_two_instances_run_side_by_side_from_the_same_programs(running: Stack, stack: Stack):
    query(running, "create table who as select 'first' as name")
    stack.up()
    query(stack, "create table who as select 'second' as name")

    assert query(running, "table who") == [("first",)]
    assert query(stack, "table who") == [("second",)]


def test_two_commands_at_once_start_one_instance(stack: Stack):
    commands = [begin(stack.settings, "up") for _ in range(2)]
    codes = [command.wait(120) for command in commands]
    errors = [command.communicate()[1] for command in commands]

    assert codes == [0, 0], errors
    assert stack.broker.answers()


def test_data_survives_a_stop(stack: Stack):
    stack.up()
    query(stack, "create table kept as select 7 as number")
    stack.down()
    assert nothing_runs(stack)
    stack.up()

    assert query(stack, "table kept") == [(7,)]


def test_the_services_come_back_after_a_power_cut(running: Stack):
    query(running, "create table committed as select 7 as number")
    postmaster, broker = running.database.postmaster_pid, running.broker.pid
    running.broker.kill()
    running.database.stop("immediate")
    assert nothing_runs(running)
    running.broker.start()
    running.database.start()

    assert query(running, "table committed") == [(7,)]
    assert running.database.postmaster_pid not in (None, postmaster)
    assert running.broker.pid not in (None, broker)


def test_erasing_needs_a_yes_and_takes_both_sides(stack: Stack):
    stack.up()
    query(stack, "create table gone as select 7 as number")
    code, _, err = muster(stack.settings, "down", "--erase")
    assert (code, "--yes" in err) == (2, True)
    assert stack.broker.pid is not None
    code, _, err = muster(stack.settings, "down", "--erase", "--yes")
    assert code == 0, err
    assert [p.name for p in stack.home.iterdir() if "data" in p.name or "erased" in p.name] == []
    stack.up()

    assert query(stack, "select to_regclass('gone')") == [(None,)]


def test_an_erasure_cut_short_is_finished_by_the_next_start(stack: Stack):
    stack.up()
    stack.down()
    (stack.home / "data").rename(stack.home / ".erased-half")
    stack.up()

    assert not (stack.home / ".erased-half").exists()


def test_data_that_lost_one_side_is_not_started(stack: Stack):
    stack.up()
    stack.down()
    (stack.home / "data/kafka").rename(stack.home / "elsewhere")

    with pytest.raises(DataError, match="lost its kafka folder"):
        stack.up()


def test_a_port_in_use_is_named_with_its_holder(stack: Stack):
    with socket.create_server(("127.0.0.1", stack.settings.database_port)):
        code, _, err = muster(stack.settings, "up")

    assert code == 69
    assert err.count("\n") == 1
    assert f"port {stack.settings.database_port}" in err
    assert f"process {os.getpid()}" in err
    assert nothing_runs(stack)


def test_a_port_an_outgoing_connection_has_is_named_with_its_process(stack: Stack):
    port = stack.settings.database_port
    with socket.create_server(("127.0.0.1", 0)) as server:
        outgoing = socket.create_connection(
            server.getsockname(), source_address=("127.0.0.1", port)
        )
        with outgoing:
            _, _, err = muster(stack.settings, "up")

    assert f"process {os.getpid()}, for a connection to 127.0.0.1:" in err


def test_stopping_a_program_is_said_and_done_within_seconds(tmp_path: Path):
    cancel, said = threading.Event(), []
    timer = threading.Timer(0.5, cancel.set)
    timer.start()
    stubborn = ["sh", "-c", "trap '' TERM; sleep 60 & wait; sleep 60"]
    began = time.monotonic()
    with pytest.raises(Cancelled):
        host.run(
            stubborn, log=tmp_path / "log", cancel=cancel, report=said.append, what="fetching"
        )

    assert time.monotonic() - began < 5
    assert said == ["fetching: stopping, which takes some seconds"]


def test_a_log_that_grew_large_is_turned_while_its_program_writes_on(tmp_path: Path):
    daemon = Daemon("writer", tmp_path / "pid", tmp_path / "log")
    with daemon.log.open("ab") as log:
        log.write(b"x" * (LOG_KEPT_BYTES + 1))
        log.flush()
        daemon.turn_log()
        log.write(b"later")

    assert daemon.log.read_bytes() == b"later"
    assert daemon.log.with_suffix(".log.1").stat().st_size == LOG_KEPT_BYTES + 1


FIRST_THREAD_ENDS = """
import ctypes, pathlib, platform, sys, threading, time
threading.Thread(target=lambda: time.sleep(60)).start()
pathlib.Path(sys.argv[1]).touch()
ctypes.CDLL(None).syscall({"x86_64": 60, "aarch64": 93}[platform.machine()], 0)
"""


def test_a_process_is_gone_only_with_its_last_thread(tmp_path: Path):
    daemon, sign = Daemon("threads", tmp_path / "pid", tmp_path / "log"), tmp_path / "ends"
    daemon.start([sys.executable, "-c", FIRST_THREAD_ENDS, str(sign)])
    pid = daemon.pid
    wait_for(lambda: sign.exists() and psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)

    assert daemon.pid == pid  # its ports are held still
    daemon.stop(signal.SIGKILL, timeout_s=5)
    assert daemon.pid is None


def test_a_home_that_cannot_be_written_is_one_line(stack: Stack):
    code, _, err = muster(replace(stack.settings, home=Path("/proc/nowhere")), "up")

    assert code == 74
    assert err.startswith("muster: /proc/nowhere cannot be written: ")


def test_a_broker_that_cannot_start_says_why_in_its_own_words(stack: Stack):
    stack.up()
    stack.down()
    identity = stack.home / "data/kafka/meta.properties"
    identity.write_text(identity.read_text().replace("node.id=1", "node.id=7"))
    code, _, err = muster(stack.settings, "up")

    assert code == 69
    assert "Kafka ended while starting: " in err
    assert "Stored node id 7 doesn't match previous node id 1" in err


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_start_leaves_nothing_behind(
    stack: Stack, stage: str, number: signal.Signals
):
    process = begin(stack.settings, "up")
    read_until(process, stage)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130, err
    assert err.splitlines()[-1] == "muster: stopped"
    assert nothing_runs(stack)


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_start_is_completed_by_the_next(stack: Stack, stage: str):
    process = begin(stack.settings, "up")
    read_until(process, stage)
    process.kill()
    process.communicate()
    code, _, err = muster(stack.settings, "up")

    assert code == 0, err
    assert query(stack, "select 1") == [(1,)]
    assert stack.broker.answers()


def test_a_strangers_process_is_never_ended(stack: Stack):
    stranger = subprocess.Popen(["sleep", "60"])
    pid_file = stack.broker.daemon.pid_file
    pid_file.parent.mkdir(parents=True)
    boot = Path("/proc/sys/kernel/random/boot_id").read_text()
    pid_file.write_text(f"{stranger.pid} 1 {boot}")
    stack.down()

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_status_of_a_stopped_instance_says_so(stack: Stack):
    code, out, _ = muster(stack.settings, "status")

    assert code == 69
    assert out.count("down") == 2


def test_services_run_elsewhere_are_only_asked(running: Stack):
    elsewhere = replace(running.settings, stack="env", home=running.home / "unused")
    lines: list[str] = []
    Stack(elsewhere).up(lines.append)

    assert [line.state for line in Stack(elsewhere).status()] == ["up", "up"]
    assert "run elsewhere" in lines[0]


FETCH_KAFKA = """
import pathlib, sys, threading
from infra.local.parts import Parts
Parts(pathlib.Path(sys.argv[1])).fetch_kafka(cancel=threading.Event(), report=print)
"""


def test_programs_killed_while_fetched_or_damaged_later_are_fetched_anew(tmp_path: Path):
    folder = tmp_path / "parts"
    command = [sys.executable, "-c", FETCH_KAFKA, str(folder)]
    first = subprocess.Popen(command)
    wait_for(lambda: list(folder.glob(".partial-kafka-*/repository")))
    first.kill()
    first.wait()
    kafka = Parts(folder).kafka
    assert not kafka.exists()
    subprocess.run(command, check=True)
    assert jars_are_whole(kafka)
    assert not list(folder.glob(".partial-*"))
    jar = next(kafka.glob("kafka_2.13-*.jar"))
    jar.write_bytes(jar.read_bytes()[:-1])
    subprocess.run(command, check=True)

    assert jars_are_whole(kafka)

"""An outbox and a real gateway: what was put in line is in the ledger once, whoever is killed."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.events import ExerciseResultRecorded, ResourceLevelReported
from streams.client.outbox.store import Outbox, State
from tests.support.builders import event
from tests.support.gateway import GatewayProcess, keys_command, new_key, running_gateway
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

KILLS = int(os.environ.get("MUSTER_KILLS", "5"))
EVENTS = 900  # five requests


@pytest.fixture
def folder(tmp_path: Path, gateway: GatewayProcess) -> Path:
    """Give a producer's folder with its key."""
    (tmp_path / "key").write_text(gateway.key + "\n")
    return tmp_path


def ask(instance: Instance, folder: Path, *arguments: object, dies_at: int = 0) -> tuple[int, str]:
    """Run `muster outbox` in the folder; give how it ended and what it said."""
    dying = (sys.executable, "-m", "tests.support.dying_outbox", str(dies_at))
    program = dying if dies_at else (MUSTER, "outbox")
    done = subprocess.run(
        [*program, *map(str, arguments), "--file", folder / "own.sqlite"],
        env={**environment(instance.settings), "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout.decode()


def to(gateway: GatewayProcess, folder: Path) -> tuple[object, ...]:
    """Give how a gateway is named."""
    return ("--gateway", f"http://127.0.0.1:{gateway.port}", "--key-file", folder / "key")


def written(folder: Path, *events: bytes) -> Path:
    file = folder / "events.jsonl"
    file.write_bytes(b"".join(one + b"\n" for one in events))
    return file


def stored(instance: Instance, pattern: str) -> dict[str, int]:
    """Give how often the ledger has each event whose id begins so."""
    query = "select event_id, count(*) from ledger where event_id like %s group by 1"
    return dict(instance.ask(query, f"{pattern}%"))


def test_what_the_gateway_takes_leaves_the_line_and_what_it_refuses_stands_aside(
    shared: Instance, gateway: GatewayProcess, folder: Path
):
    good = [event(ResourceLevelReported, id=f"box-{n}", pct=float(n)) for n in range(20)]
    elsewhere = event(ResourceLevelReported, id="box-else", source="other")
    ask(shared, folder, "put", written(folder, *good[:9], elsewhere, *good[9:]))

    code, said = ask(shared, folder, "send", *to(gateway, folder))
    _, listed = ask(shared, folder, "list")
    again, _ = ask(shared, folder, "send", *to(gateway, folder))
    shared.wait_until_read()

    assert (code, again) == (65, 0)
    assert said.splitlines()[-1] == "0 waiting, 20 taken, 1 refused"
    assert listed.startswith("10  other box-else: ")
    assert "source" in listed
    assert stored(shared, "box-") == {f"box-{n}": 1 for n in range(20)}


def test_a_gateway_that_is_away_is_waited_for_and_nothing_is_lost(
    shared: Instance, gateway: GatewayProcess, folder: Path
):
    ask(shared, folder, "put", written(folder, event(ResourceLevelReported, id="later-1")))
    with running_gateway(shared) as other:
        away = to(other, folder)

    code, said = ask(shared, folder, "send", *away, "--patience", "0.5")
    other.start()
    try:
        mended, _ = ask(shared, folder, "send", *away)
    finally:
        other.kill()
    shared.wait_until_read()

    assert code == 69
    assert "takes nothing now (no answer: " in said
    assert "1 events wait on disk: run the same command again" in said
    assert mended == 0
    assert stored(shared, "later-") == {"later-1": 1}


def test_a_key_that_is_revoked_ends_the_sending_and_the_line_stays(
    shared: Instance, gateway: GatewayProcess, folder: Path
):
    key = new_key(shared, "short")
    (folder / "key").write_text(key)
    keys_command(shared, "revoke", key.partition(".")[0])
    ask(shared, folder, "put", written(folder, event(ResourceLevelReported, id="revoked-1")))

    code, said = ask(shared, folder, "send", *to(gateway, folder))

    assert code == 77
    assert "does not take this key" in said
    with Outbox(folder / "own.sqlite") as own:
        assert own.counts()[State.WAITING] == 1


def test_an_outbox_killed_at_any_moment_sends_everything_once(
    shared: Instance, gateway: GatewayProcess, folder: Path
):
    ratings = random.Random(7)
    file = written(
        folder,
        *(
            event(ExerciseResultRecorded, id=f"cut-{n}", rating=ratings.choice("PSMU"))
            for n in range(EVENTS)
        ),
    )
    died = 0
    for _ in range(KILLS):
        for command in (("put", file), ("send", *to(gateway, folder))):
            dies_at = ratings.randint(1, 6)
            code, said = ask(shared, folder, *command, dies_at=dies_at)
            assert code in (0, -signal.SIGKILL), said
            died += code == -signal.SIGKILL
    for command in (("put", file), ("send", *to(gateway, folder))):
        code, said = ask(shared, folder, *command)
        assert code == 0, said
    shared.wait_until_read(60)

    assert died >= KILLS // 2
    assert said.splitlines()[-1] == f"0 waiting, {EVENTS} taken, 0 refused"
    assert stored(shared, "cut-") == {f"cut-{n}": 1 for n in range(EVENTS)}
    dead = "select count(*) from dead_letter where event_id like 'cut-%%'"
    assert shared.one(dead) == 0

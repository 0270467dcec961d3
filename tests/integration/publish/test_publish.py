"""`muster publish` against a real broker: what is sent, refused and counted, and how it ends."""

import json
import re
import signal
import subprocess
import time
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from psycopg.conninfo import make_conninfo

from infra.kafka import cluster
from infra.local.host import free_port
from schemas.events import EventRetracted, ResourceLevelReported
from tests.support.builders import event
from tests.support.instance import MUSTER, TOPIC_NAMES, Instance
from tests.support.stack import environment

FACTS = Path(str(files("streams.imports.facts").joinpath("warsaw-pact.jsonl")))
GOOD = FACTS.read_bytes().splitlines()


def written(tmp_path: Path, *lines: bytes) -> str:
    """Give the name of a file with these lines."""
    file = tmp_path / "events.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    return str(file)


def records(instance: Instance) -> int:
    """Give how many records the topics hold."""
    with cluster(instance.settings.kafka) as found:
        places = [
            (instance.topic(name), partition)
            for name in TOPIC_NAMES
            for partition in found.partitions(instance.topic(name))
        ]
        return sum(log.end_offset for log in found.ranges(places).values())


def test_every_good_line_is_acknowledged(instance: Instance, tmp_path: Path):
    files = [str(FACTS), written(tmp_path, *GOOD[:3])]

    code, said = instance.muster("publish", *files, "--no-wait")

    assert code == 0
    assert said.strip() == "27 read, 27 acknowledged, 0 refused, 0 failed"
    assert records(instance) == 27


def test_what_the_ledger_made_of_it_is_told(instance: Instance, tmp_path: Path):
    instance.start_worker().wait_until_it_reads()
    other = GOOD[0].replace(b'"place":"Warsaw"', b'"place":"Prague"')
    assert other != GOOD[0]
    first, said = instance.muster("publish", written(tmp_path, *GOOD[:4], GOOD[0]))
    assert "in the ledger: 4 new, 0 corrected, 0 retracted, 1 same, 0 dead letters" in said

    code, said = instance.muster("publish", written(tmp_path, *GOOD[:5], other))

    assert first == 0
    assert code == 65
    assert "in the ledger: 1 new, 0 corrected, 0 retracted, 4 same, 1 dead letters" in said
    assert "dead letters 1: conflicting-duplicate, first " in said


def test_without_a_worker_it_says_so_and_what_waits(instance: Instance, tmp_path: Path):
    code, said = instance.muster("publish", written(tmp_path, *GOOD[:3]))

    assert code == 69
    assert "3 not stored yet: no worker reads; start `muster worker`" in said
    assert "0 new, 0 corrected, 0 retracted, 0 same, 0 dead letters, 3 not yet" in said


def test_a_worker_that_stands_still_is_waited_for_so_long_and_no_longer(
    instance: Instance, tmp_path: Path
):
    worker = instance.start_worker()
    worker.wait_until_it_reads()
    worker.signal(signal.SIGSTOP)
    try:
        code, said = instance.muster("publish", written(tmp_path, *GOOD[:3]), "--wait", "2")
    finally:
        worker.signal(signal.SIGCONT)

    assert code == 75
    assert "3 not stored yet: a worker reads, and nothing was stored for a while" in said


def test_a_paused_partition_is_named_with_what_to_do(instance: Instance, tmp_path: Path):
    worker = instance.start_worker()
    worker.wait_until_it_reads()
    topic = instance.topic("summit-decisions")
    of_tomorrow = GOOD[0].replace(b"meeting.held:v1", b"meeting.held:v9")
    instance.send("summit-decisions", [of_tomorrow] * 200, partition=0)
    worker.wait_until_it_says("event=partition-paused")

    code, said = instance.muster("publish", str(FACTS))

    assert code == 69
    assert f"`muster worker --resume {topic}/0`" in said


def test_without_a_database_what_was_sent_stays_and_is_not_known(
    instance: Instance, tmp_path: Path
):
    conninfo = make_conninfo(instance.settings.conninfo, port=free_port())
    done = subprocess.run(
        [MUSTER, "publish", written(tmp_path, *GOOD[:3])],
        env=dict(environment(replace(instance.settings, conninfo=conninfo))),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 69
    assert "3 read, 3 acknowledged" in done.stdout
    assert "the ledger cannot be asked" in done.stderr
    assert records(instance) == 3


def test_check_needs_no_service_and_sends_nothing(instance: Instance, tmp_path: Path):
    settings = replace(instance.settings, kafka=f"127.0.0.1:{free_port()}")
    codes = {}
    for name, lines in {"good": GOOD[:3], "bad": [*GOOD[:3], b"{"]}.items():
        done = subprocess.run(
            [MUSTER, "publish", "--check", written(tmp_path, *lines)],
            env=dict(environment(settings)),
            capture_output=True,
            text=True,
            check=False,
        )
        codes[name] = (done.returncode, done.stdout.strip())

    assert codes["good"] == (0, "3 read, 0 refused; nothing was sent")
    assert codes["bad"] == (65, "4 read, 1 refused; nothing was sent")


def test_a_code_of_no_state_is_named_with_the_nearest(instance: Instance, tmp_path: Path):
    lines = [
        event(ResourceLevelReported, id=f"r{n}", actor=actor)
        for n, actor in enumerate(["EE", "EST", "EE"])
    ]

    code, said = instance.muster("publish", "--check", written(tmp_path, *lines))

    assert code == 0
    assert "EE is the code of no state (nearest: EST); named by 2 of these events" in said
    assert "EST is" not in said


def test_a_retraction_of_what_nobody_can_amend_is_a_refused_line(
    instance: Instance, tmp_path: Path
):
    line = event(EventRetracted, root_type="org.muster.nothing")

    code, said = instance.muster("publish", "--check", written(tmp_path, line))

    assert code == 65
    assert "invalid-data: data.root_type" in said


def test_refused_lines_are_listed_and_written_aside_and_the_others_are_sent(
    instance: Instance, tmp_path: Path
):
    bad = [b"{", b'{"specversion": "1.0"}', GOOD[0].replace(b'"PUBLIC"', b'"TOP"')]
    file, rejects = written(tmp_path, *GOOD[:2], *bad, b"", *GOOD[2:4]), tmp_path / "rejects"

    code, said = instance.muster("publish", file, "--rejects", str(rejects), "--no-wait")

    assert code == 65
    assert "7 read, 4 acknowledged, 3 refused, 0 failed" in said
    assert re.findall(r":(\d+): ([a-z-]+): ", said) == [
        ("3", "not-json"),
        ("4", "missing-attribute"),
        ("5", "unknown-label"),
    ]
    assert rejects.read_bytes().splitlines() == bad
    assert records(instance) == 4


def test_refused_lines_are_never_written_over_the_file_that_is_read(
    instance: Instance, tmp_path: Path
):
    file = written(tmp_path, *GOOD[:2], b"{")
    before = Path(file).read_bytes()

    code, said = instance.muster("publish", file, "--rejects", file)

    assert code == 2
    assert "--rejects would overwrite" in said
    assert Path(file).read_bytes() == before


def test_nothing_is_sent_when_one_of_the_files_is_missing(instance: Instance, tmp_path: Path):
    code, said = instance.muster("publish", written(tmp_path, *GOOD[:2]), "/no/such/file")

    assert code == 74
    assert said.strip() == "muster: /no/such/file: No such file or directory"
    assert records(instance) == 0


def test_a_byte_order_mark_before_the_first_line_is_left_out(instance: Instance, tmp_path: Path):
    code, said = instance.muster(
        "publish", written(tmp_path, b"\xef\xbb\xbf" + GOOD[0]), "--no-wait"
    )

    assert code == 0
    assert "1 read, 1 acknowledged, 0 refused, 0 failed" in said


def test_at_most_twenty_refused_lines_are_listed(instance: Instance, tmp_path: Path):
    code, said = instance.muster("publish", written(tmp_path, *[b"no"] * 30))

    assert code == 65
    assert said.count("not-json") == 20
    assert "... and 10 more refused lines" in said


def test_a_line_too_large_for_muster_is_refused_before_it_is_sent(
    instance: Instance, tmp_path: Path
):
    event = json.loads(GOOD[0])
    event["data"]["place"] = "x" * 2_000_000

    code, said = instance.muster("publish", written(tmp_path, json.dumps(event).encode()))

    assert code == 65
    assert "too-large" in said


def test_standard_input_is_read(instance: Instance):
    done = subprocess.run(
        [MUSTER, "publish", "-", "--no-wait"],
        input=FACTS.read_bytes(),
        env=dict(environment(instance.settings)),
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0
    assert b"24 read, 24 acknowledged" in done.stdout


def test_a_broker_that_does_not_answer_is_one_line_and_soon(instance: Instance):
    settings = replace(instance.settings, kafka=f"127.0.0.1:{free_port()}")
    began = time.monotonic()
    done = subprocess.run(
        [MUSTER, "publish", str(FACTS)],
        env=dict(environment(settings)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 69
    assert time.monotonic() - began < 20
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_missing_file_is_one_line(instance: Instance, tmp_path: Path):
    code, said = instance.muster("publish", str(tmp_path / "nothing.jsonl"))

    assert code == 74
    assert said.strip().endswith("nothing.jsonl: No such file or directory")


def test_ctrl_c_prints_what_was_acknowledged(instance: Instance):
    process = subprocess.Popen(
        [MUSTER, "publish", "--rate", "2", str(FACTS)],
        env=dict(environment(instance.settings)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A background job of a shell ignores Ctrl-C; a test runner may be one.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    time.sleep(5)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=10)

    assert process.returncode == 130
    counts = re.search(r"(\d+) read, (\d+) acknowledged, 0 refused, 0 failed", out)
    assert counts, said
    assert 0 < int(counts[2]) <= int(counts[1]) < len(GOOD)
    assert records(instance) == int(counts[2])

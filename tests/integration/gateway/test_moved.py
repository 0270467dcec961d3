"""The readings an event moved are told to keys that read as a viewer, and no more of them."""

import json
import uuid
from typing import Any

import pytest

from infra.postgres import connect
from infra.viewers import kept
from schemas.events import ExerciseResultRecorded, LevelOverridden, ResourceLevelReported
from tests.support.builders import document
from tests.support.gateway import GatewayProcess, keys_command, new_key
from tests.support.instance import Instance


def fresh() -> str:
    return f"moved-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="module", autouse=True)
def viewers(shared: Instance) -> None:
    with shared.connect() as owner:
        kept.put_viewer(owner, "all-of-it", "SECRET", None)
        kept.put_viewer(owner, "little", "UNCLASSIFIED", None)


@pytest.fixture(scope="module")
def reading(shared: Instance) -> str:
    """Give a key that reads as a viewer of every release up to SECRET."""
    return new_key(shared, "reading", "--highest", "SECRET", "--reads-as", "all-of-it")


def told(gateway: GatewayProcess, key: str, kind: Any, **fields: Any) -> dict[str, Any]:
    """Send an event and give what became of it."""
    written = document(kind, id=fresh(), **fields)
    sent = gateway.post(json.dumps(written).encode(), key=key)
    assert sent.status == 202, sent.body
    return gateway.fate("test", written["id"], wait_s=20, key=key).json


def test_what_moved_is_told_from_level_to_level(gateway: GatewayProcess, reading: str):
    place = {"actor": "LVA", "area": "cbrn", "time": "2026-10-01T12:00:00Z"}
    first = told(gateway, reading, ExerciseResultRecorded, **place, rating="P", objective_id="a")
    second = told(gateway, reading, ExerciseResultRecorded, **place, rating="U", objective_id="b")

    assert [(one["actor"], one["area"]) for one in first["moved"]] == [("LVA", "cbrn")]
    assert first["moved"][0]["from_level"] == "ND"
    [moved] = second["moved"]
    assert moved["to_level"] > moved["from_level"]
    assert moved["change"] == pytest.approx(moved["to_index"] - moved["from_index"])
    assert moved["change"] < 0


def test_a_commanders_level_and_a_report_move_too(gateway: GatewayProcess, reading: str):
    place = {"actor": "LTU", "area": "air"}
    told(
        gateway, reading, ExerciseResultRecorded, **place, rating="P", time="2026-10-01T12:00:00Z"
    )
    reported = told(gateway, reading, ResourceLevelReported, **place, pillar="P", pct=5.0,
                    time="2026-10-02T12:00:00Z")  # fmt: skip
    ordered = told(gateway, reading, LevelOverridden, **place, level="C2",
                   time="2026-11-01T12:00:00Z", expires_on="2027-01-01")  # fmt: skip

    assert [one["area"] for one in reported["moved"]] == ["air"]
    assert [one["to_level"] for one in ordered["moved"]] == ["2"]


def test_it_is_what_the_difference_says(gateway: GatewayProcess, shared: Instance, reading: str):
    place = {"actor": "POL", "area": "isr", "time": "2026-10-01T12:00:00Z"}
    told(gateway, reading, ExerciseResultRecorded, **place, rating="S", objective_id="a")
    fate = told(gateway, reading, ExerciseResultRecorded, **place, rating="M", objective_id="b")
    at, before = fate["recorded_at"], "%(at)s::timestamptz - interval '1 microsecond'"
    with shared.connect() as owner:
        owner.execute("set session authorization muster_reader")
        rows = owner.execute(
            "select distinct from_level, to_level, from_index, to_index from readiness.difference("
            f"null, %(at)s, {before}, %(at)s, %(at)s, 'POL', 'isr')",
            {"at": at},
        ).fetchall()

    assert [
        (one["from_level"], one["to_level"], one["from_index"], one["to_index"])
        for one in fate["moved"]
    ] == [*rows]


def test_a_key_is_told_what_its_viewer_may_read_and_without_one_nothing(
    gateway: GatewayProcess, shared: Instance
):
    written = document(
        ExerciseResultRecorded, id=fresh(), actor="NOR", area="land", classification="SECRET",
        policy="NATO", time="2026-10-01T12:00:00Z",
    )  # fmt: skip
    own = ("--highest", "SECRET")
    with_all = new_key(shared, "with-all", *own, "--reads-as", "all-of-it")
    with_little = new_key(shared, "with-little", *own, "--reads-as", "little")
    without = new_key(shared, "without", *own)
    gateway.post(json.dumps(written).encode(), key=with_all)

    found = {
        key: gateway.fate("test", written["id"], wait_s=20, key=key).json.get("moved", "nothing")
        for key in (with_all, with_little, without)
    }

    assert [len(found[with_all]), found[with_little], found[without]] == [1, [], "nothing"]
    with shared.connect() as owner:
        kept.revoke(owner, "little")
        kept.put_viewer(owner, "all-of-it", "UNCLASSIFIED", None)
    assert gateway.fate("test", written["id"], key=with_all).json["moved"] == []
    with shared.connect() as owner:
        kept.put_viewer(owner, "all-of-it", "SECRET", None)


def test_nobody_but_the_gateway_asks_for_a_key(shared: Instance, reading: str):
    key_id = reading.partition(".")[0]
    with connect(shared.settings.database("muster_reader")) as reader:
        rows = reader.execute(
            "select m.* from generate_series(1, 20) as seq, readiness.moved_for_key(seq, %s) m",
            [key_id],
        ).fetchall()

    assert rows == []


def test_a_key_reads_as_a_viewer_that_there_is(shared: Instance):
    refused = keys_command(shared, "create", "x", "--source", "x", "--reads-as", "nobody")
    listed = keys_command(shared, "list").stdout

    assert refused.exit_code != 0
    assert "no viewer 'nobody'" in str(refused.exception) + refused.output
    assert "reads as all-of-it" in listed

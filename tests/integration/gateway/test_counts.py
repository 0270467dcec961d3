"""What the gateway received is accounted for: told to whom it concerns, checked by `verify`."""

import json
import time
from collections.abc import Generator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

from infra.settings import Settings
from schemas.events import ExerciseResultRecorded
from schemas.vocabulary import TopicName
from streams.gateway.answers import Receipt, Status
from streams.gateway.counting import Counts
from streams.gateway.database import Database as GatewayDatabase
from streams.gateway.keys import Key
from streams.verify import checks
from tests.integration.gateway.test_gateway import fresh
from tests.support.builders import document, event
from tests.support.gateway import BATCH, GatewayProcess, keys_command, new_key, running_gateway
from tests.support.in_process import run_apart
from tests.support.instance import Instance, own_instance
from tests.support.postgres import Database, copy_of

RESULT = ExerciseResultRecorded


@pytest.fixture(scope="module")
def own(
    stack: Settings, template_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    folder = tmp_path_factory.mktemp("counts")
    with copy_of(template_database) as database, own_instance(stack, database, folder) as instance:
        instance.start_worker().wait_until_it_reads(60)
        yield instance


def counted(gateway: GatewayProcess, key: str) -> dict[str, int]:
    answer = gateway.ask("GET", "/v1/counts", key=key)
    assert answer.status == 200, answer.body
    return answer.json


def test_a_producer_is_told_what_became_of_its_own_events_and_of_no_others(
    gateway: GatewayProcess, shared: Instance
):
    mine, others = new_key(shared, "mine"), new_key(shared, "others")
    known, batch = fresh(), [document(RESULT, id=fresh()) for _ in range(3)]
    assert gateway.post(event(RESULT, id=known), key=mine).status == 202
    assert gateway.post(json.dumps(batch).encode(), BATCH, key=mine).status == 202
    assert gateway.fate("test", known, wait_s=10, key=mine).json["status"] == "stored"
    assert gateway.post(event(RESULT, id=known), key=mine).status == 200
    assert gateway.post(b"[", key=mine).status == 400
    assert gateway.post(b"[", key="no").status == 401

    assert counted(gateway, mine) == {
        "received": 6,
        "accepted": 4,
        "duplicate": 1,
        "refused": 1,
        "unanswered": 0,
    }
    assert set(counted(gateway, others).values()) == {0}
    assert gateway.ask("GET", "/v1/counts", key="no").status == 401
    assert gateway.ask("GET", "/v1/counts?of=others", key=mine).status == 400
    said = keys_command(shared, "list").output
    assert said.count("events: 4 accepted, 1 duplicate, 1 refused") == 1


@pytest.mark.parametrize(
    ("falsified", "check"),
    [
        (
            "update gateway_count set received = received + 1",
            "received is accepted, duplicate, refused",
        ),
        ("update gateway_log set accepted = accepted + 1", "accepted is in Kafka"),
        (
            "update gateway_log set last_offset = last_offset + 1000",
            "what Kafka acknowledged is in the log",
        ),
    ],
)
def test_verify_checks_it_also_after_a_kill(own: Instance, falsified: str, check: str):
    with running_gateway(own) as gateway:
        gateway.key = new_key(own)
        for _ in range(20):
            assert gateway.post(event(RESULT, id=fresh())).status == 202
        written(own, 20)
        gateway.kill()
    own.wait_until_read()
    assert wrong(own) == []

    with own.connect() as connection:
        before = connection.execute("table gateway_log").fetchall()
        assert before != []
        connection.execute(falsified)  # type: ignore[call-overload]
    assert wrong(own) == [check]
    with own.connect() as connection:
        connection.execute("truncate gateway_count, gateway_log")


def written(own: Instance, least: int) -> None:
    """Wait until counts are written, which the gateway does each second."""
    until = time.monotonic() + 20
    while own.one("select coalesce(sum(accepted), 0) from gateway_count") < least:
        assert time.monotonic() < until, "not written"
        time.sleep(0.1)


def wrong(own: Instance) -> list[str]:
    return sorted({one.check for one in checks.verify(own.settings) if not one.is_ok})


def test_counts_go_on_where_a_log_begins_again(own: Instance):
    """A topic that is made anew gives the same offsets once more."""
    again = Counts(uuid4(), "")
    place = Receipt(
        source="s",
        id="a",
        status=Status.ACCEPTED,
        topic=TopicName.EXERCISE_RESULTS,
        partition=0,
        offset=0,
    )

    async def write() -> None:
        database = GatewayDatabase(own.settings.database("muster_worker"))
        await database.open()
        for _ in range(3):
            again.answered(Nobody(), [place])
            await database.count(again)
        await database.close()

    run_apart(write())

    assert own.ask("select accepted, last_offset from gateway_log") == [(3, 0)]
    with own.connect() as connection:
        connection.execute("truncate gateway_count, gateway_log")


@dataclass
class Nobody:
    """A request of whoever showed no key."""

    key: Key | None = None
    events: int | None = 1
    key_id: str = ""


def test_metrics_add_up_and_are_of_all_producers(gateway: GatewayProcess, shared: Instance):
    mine = new_key(shared, "metered")
    assert gateway.post(event(RESULT, id=fresh()), key=mine).status == 202
    assert gateway.post(b"[", key=mine).status == 400
    counted(gateway, mine)  # and so written down
    shared.wait_until_read()

    code, said = shared.muster("metrics")
    assert code == 0, said
    found = {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(said)
        for one in family.samples
    }
    assert found["muster_gateway_events_received_total", "metered"] == 2
    assert found["muster_gateway_events_total", "accepted", "metered"] == 1
    assert found["muster_gateway_events_total", "metered", "refused"] == 1
    assert found["muster_ledger_events_total",] == shared.one("select seq from head")
    read = sum(value for (name, *_), value in found.items() if name == "muster_records_read_total")
    became = sum(value for (name, *_), value in found.items() if name == "muster_records_total")
    assert read == became > 0
    assert [name for name, *_ in found if name == "muster_records_unread"] == []

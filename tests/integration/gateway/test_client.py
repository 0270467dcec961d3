"""The client for programs, in a thread and in a loop: the same guarantees, and one logic."""

import asyncio
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from infra.local.host import free_port
from schemas.events import ResourceLevelReported
from streams.client.direct import AsyncClient, Client
from streams.client.errors import EventsRefused, GatewayAway, KeyRefused
from streams.client.outbox.gateway import Receipt
from tests.support.builders import event
from tests.support.gateway import (
    GatewayProcess,
    dying_before_it_answers,
    new_key,
    running_gateway,
)
from tests.support.in_process import run_apart
from tests.support.instance import MUSTER, Instance

Ask = Callable[..., Any]


def in_a_thread(address: str, key: str, *, patience_s: float = 60) -> tuple[Ask, Ask]:
    client = Client(address, key, patience_s=patience_s)
    return client.send, client.became


def in_a_loop(address: str, key: str, *, patience_s: float = 60) -> tuple[Ask, Ask]:
    client = AsyncClient(address, key, patience_s=patience_s)
    return (
        lambda events: run_apart(client.send(events)),
        lambda *asked, **named: run_apart(client.became(*asked, **named)),
    )


both = pytest.mark.parametrize("client", [in_a_thread, in_a_loop])


def fresh(count: int = 1) -> list[str]:
    return [f"client-{uuid.uuid4().hex[:12]}" for _ in range(count)]


def reports(ids: Sequence[str], **fields: Any) -> list[bytes]:
    return [event(ResourceLevelReported, id=id, **fields) for id in ids]


def at(gateway: GatewayProcess) -> str:
    return f"http://127.0.0.1:{gateway.port}"


@both
def test_what_is_sent_has_a_receipt_and_again_is_a_duplicate(gateway: GatewayProcess, client):
    send, became = client(at(gateway), gateway.key)
    ids = fresh(3)

    first = send(reports(ids))
    fates = [became("test", id, wait_s=20) for id in ids]
    again = send(reports(ids))

    assert [one.status for one in first] == ["accepted"] * 3
    assert [one.status for one in fates] == ["stored"] * 3
    assert [(one.status, one.seq) for one in again] == [("duplicate", one.seq) for one in fates]
    assert became("test", fresh()[0]) is None


@both
def test_what_is_refused_says_what_is_wrong_and_where(gateway: GatewayProcess, client):
    send, became = client(at(gateway), gateway.key)
    [good] = fresh()

    with pytest.raises(EventsRefused, match=r"/1/data/pct") as refused:
        send(reports([good]) + reports(fresh(), pct=500))
    with pytest.raises(KeyRefused):
        client(at(gateway), "0123456789ab." + "x" * 43)[0](reports([good]))
    with pytest.raises(KeyRefused, match="other"):
        became("other", good)

    assert [one.pointer for one in refused.value.faults] == ["/1/data/pct"]
    assert became("test", good) is None


@both
def test_a_gateway_that_is_away_is_waited_for_and_then_given_up(client):
    send, _ = client(f"http://127.0.0.1:{free_port()}", "key", patience_s=1.5)
    began = time.monotonic()

    with pytest.raises(GatewayAway, match="send the same again"):
        send(reports(fresh()))
    assert 0.2 < time.monotonic() - began < 30


def test_many_at_once_through_a_gateway_that_is_killed_are_stored_once_each(shared: Instance):
    ids = fresh(60)

    async def send_all(client: AsyncClient, gateway: GatewayProcess) -> list[Sequence[Receipt]]:
        async def again() -> None:
            await asyncio.to_thread(gateway.wait_until_it_is_dead)
            gateway.program = (MUSTER, "gateway")
            await asyncio.to_thread(gateway.start)

        sent = [client.send(reports([id])) for id in ids]
        *receipts, _ = await asyncio.gather(*sent, again())
        return receipts

    with running_gateway(shared, program=dying_before_it_answers(20)) as gateway:
        client = AsyncClient(at(gateway), new_key(shared))
        receipts = run_apart(send_all(client, gateway))
    shared.wait_until_read()
    rows = shared.ask(
        "select event_id, count(*) from ledger where event_id = any(%s) group by 1", ids
    )

    assert all(len(one) == 1 for one in receipts)
    assert dict(rows) == dict.fromkeys(ids, 1)

"""One computation for all: shared while it holds, and with nobody who may read something else."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import brotli
import pytest

from dashboard import shared_answers
from dashboard.errors import ReadModelUnavailable
from dashboard.refusals import Refusal, refusal
from dashboard.shared_answers import FIXED_S, SharedAnswers, Standing
from dashboard.who import Asking, asks

PAGE, FRAME = "..overview-empty.children..", "..banner-top.children.."
PAST = {"as_of": "2020-01-01T00:00Z"}


@dataclass
class Muster:
    """What answers are made of here: what the viewer may read, and how often it was asked."""

    labels: list[int] = field(default_factory=lambda: [1, 2])
    seq: int = 7
    covers_everything: bool = False
    is_operator: bool = True
    noted_status: int = 503
    changes: int = 0
    computed: int = 0
    looked: int = 0
    status: int = 200
    padding: int = 0
    began: asyncio.Event = field(default_factory=asyncio.Event)
    while_computing: Callable[[], None] = lambda: None

    async def look(self) -> Standing:
        self.looked += 1
        await asyncio.sleep(0)
        return Standing(
            labels=list(self.labels),
            seq=self.seq,
            covers_everything=self.covers_everything,
            is_operator=self.is_operator,
        )

    async def app(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        question = json.loads((await receive())["body"])
        self.computed += 1
        self.began.set()
        labels, seq, status = list(self.labels), self.seq, self.status
        self.while_computing()
        await asyncio.sleep(0.01)
        said = {"n": self.computed, "labels": labels, "seq": seq, "asked": question["inputs"]}
        body = json.dumps(said).encode() + b" " * self.padding
        noted = refusal.get()
        if status != 200 and noted is not None:
            noted.status, noted.detail = self.noted_status, "away"
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    def shared(self, most_bytes: int = 2**20) -> SharedAnswers:
        return SharedAnswers(
            self.app,
            look=self.look,
            changes=lambda: self.changes,
            shared={PAGE: FIXED_S, FRAME: 0.0},
            most_bytes=most_bytes,
        )


async def ask(
    shared: SharedAnswers,
    parameters: dict[str, str] | None = None,
    *,
    output: str = PAGE,
    tick: int | None = None,
    takes: bytes = b"",
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Give status, headers and body of the answer to a page's question."""
    view = {"id": "view", "property": "data", "value": {"parameters": parameters or PAST}}
    inputs = [view, {"id": "tick", "property": "data", "value": tick}]
    body = json.dumps({"output": output, "inputs": inputs, "changedPropIds": []}).encode()
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    headers = [(b"accept-encoding", takes)] if takes else []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/_dash-update-component",
        "headers": headers,
    }
    await shared(scope, receive, send)
    start, said = messages
    return start["status"], dict(start["headers"]), said["body"]


async def test_many_who_ask_at_once_are_answered_by_one_computation():
    muster = Muster()
    shared = muster.shared()

    answers = await asyncio.gather(*(ask(shared, tick=n) for n in range(50)))

    assert muster.computed == 1
    assert len({body for _, _, body in answers}) == 1


async def test_a_thousand_random_views_give_the_same_bytes_cold_and_shared():
    muster, chance = Muster(), random.Random(12)
    shared = muster.shared(most_bytes=2**24)
    views = [
        {**PAST, "body": chance.choice(["NATO", "EU"]), "actor": f"A{chance.randrange(400)}"}
        for _ in range(1000)
    ]

    async def bodies() -> list[bytes]:
        return [body for _, _, body in await asyncio.gather(*(ask(shared, one) for one in views))]

    cold = await bodies()
    once = muster.computed

    again = await bodies()

    assert again == cold
    assert muster.computed == once == len({json.dumps(view) for view in views})


async def test_a_revoked_label_is_out_of_every_answer_at_once():
    muster = Muster()
    shared = muster.shared()
    await ask(shared)

    muster.labels = [1]
    _, _, body = await ask(shared)

    assert json.loads(body)["labels"] == [1]


async def test_who_may_not_read_what_is_under_no_label_gets_an_answer_of_their_own():
    muster = Muster(covers_everything=True)
    shared = muster.shared()
    await ask(shared)

    muster.covers_everything = False
    await ask(shared)

    assert muster.computed == 2


async def test_who_is_no_operator_gets_an_answer_of_their_own():
    muster = Muster()
    shared = muster.shared()
    await ask(shared)

    muster.is_operator = False
    await ask(shared)

    assert muster.computed == 2


async def test_who_waits_for_somebody_who_is_signed_out_meanwhile_is_answered_all_the_same():
    muster = Muster(status=500, noted_status=401)
    shared = muster.shared()

    async def told() -> tuple[int, int]:
        noted = Refusal()
        refusal.set(noted)
        with asks(Asking(f"token-{len(asyncio.all_tasks())}")):
            status, _, _ = await ask(shared)
        return status, noted.status

    first = asyncio.create_task(told())
    await muster.began.wait()
    others = [asyncio.create_task(told()) for _ in range(3)]
    await asyncio.sleep(0.005)
    muster.status = 200  # as it is for everybody else

    assert [await one for one in others] == [(200, 0)] * 3
    assert await first == (500, 401)
    assert muster.computed == 2


async def test_looks_are_shared_by_those_of_one_session_alone():
    muster = Muster()
    shared = muster.shared()

    async def one(token: str) -> None:
        with asks(Asking(token)):
            await ask(shared)

    await asyncio.gather(*(one(f"token-{n}") for n in range(10)))

    assert muster.looked >= 10


async def test_an_answer_under_way_is_not_given_to_who_asks_after_the_label_was_revoked():
    muster = Muster()
    shared = muster.shared()
    first = asyncio.create_task(ask(shared))
    await muster.began.wait()

    muster.labels = [1]
    _, _, body = await ask(shared)

    assert json.loads(body)["labels"] == [1]
    await first


@pytest.mark.parametrize("what", ["seq", "changes"])
async def test_an_answer_is_dropped_by_what_happens(what: str):
    muster = Muster()
    shared = muster.shared()
    await ask(shared)

    setattr(muster, what, 8)
    await ask(shared)

    assert muster.computed == 2


async def test_an_answer_during_which_something_happened_is_not_kept():
    muster = Muster()
    shared = muster.shared()

    def revoke_and_grant() -> None:
        muster.labels = [1]

    muster.while_computing = revoke_and_grant
    await ask(shared)
    muster.while_computing = lambda: None
    muster.labels = [1, 2]
    _, _, body = await ask(shared)

    assert json.loads(body)["n"] == 2


async def test_what_shows_the_present_holds_for_a_second(monkeypatch: pytest.MonkeyPatch):
    muster = Muster()
    shared = muster.shared()
    await ask(shared, {"body": "NATO"})
    await ask(shared, {"body": "NATO"})
    held = muster.computed

    monkeypatch.setattr(shared_answers, "LIVE_S", 0.0)
    await ask(shared, {"body": "NATO"})

    assert (held, muster.computed) == (1, 2)


async def test_the_frame_of_a_fixed_moment_tells_the_time_anew():
    muster = Muster()
    shared = muster.shared()

    await ask(shared, output=FRAME)
    await ask(shared, output=FRAME)

    assert muster.computed == 2


async def test_memory_is_bounded_and_the_oldest_goes_first():
    muster = Muster(padding=10_000)
    shared = muster.shared(most_bytes=100_000)
    for n in range(30):
        await ask(shared, {**PAST, "actor": f"A{n}"})
        assert shared.kept_bytes <= 100_000

    await ask(shared, {**PAST, "actor": "A29"})
    await ask(shared, {**PAST, "actor": "A0"})

    assert muster.computed == 31


async def test_a_refusal_is_told_to_everybody_who_waits_and_is_never_kept():
    muster = Muster(status=500)
    shared = muster.shared()

    async def refused() -> int:
        noted = Refusal()
        refusal.set(noted)
        await ask(shared)
        return noted.status

    told = await asyncio.gather(*(asyncio.create_task(refused()) for _ in range(5)))
    muster.status = 200
    status, _, _ = await ask(shared)

    assert told == [503] * 5
    assert (status, muster.computed) == (200, 2)


async def test_who_leaves_does_not_take_the_answer_away_from_the_others():
    muster = Muster()
    shared = muster.shared()
    first = asyncio.create_task(ask(shared))
    await muster.began.wait()
    second = asyncio.create_task(ask(shared))

    first.cancel()

    assert (await second)[0] == 200
    assert muster.computed == 1


async def test_a_crowd_is_answered_by_few_looks_at_the_database():
    muster = Muster()
    shared = muster.shared()

    await asyncio.gather(*(ask(shared) for _ in range(200)))

    assert muster.looked <= 4


async def test_a_database_that_is_away_is_told_by_the_page_itself():
    muster = Muster()

    async def away() -> Standing:
        raise ReadModelUnavailable("away")

    shared = SharedAnswers(muster.app, look=away, changes=lambda: 0, shared={PAGE: 1.0})

    assert (await ask(shared))[0] == 200
    assert muster.computed == 1


async def test_who_takes_it_gets_it_compressed_and_the_others_as_it_is():
    muster = Muster(padding=5000)
    shared = muster.shared()

    _, plain_headers, plain = await ask(shared)
    _, headers, packed = await ask(shared, takes=b"gzip, br")

    assert b"content-encoding" not in plain_headers
    assert headers[b"content-encoding"] == b"br"
    assert brotli.decompress(packed) == plain
    assert headers[b"vary"] == b"Accept-Encoding"

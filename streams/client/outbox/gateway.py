"""A gateway as a producer meets it: it takes events, refuses them for good, or not now."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from infra.errors import UsageError
from streams.client.errors import GatewayAway, KeyRefused

EVENTS = "/v1/events"
BATCH = "application/cloudevents-batch+json"
CONNECT_WITHIN_S = 5.0
ANSWER_WITHIN_S = 40.0
AT_ONCE = 16  # connections that are kept

_TAKEN = (200, 202)
_REFUSED = (400, 403, 409, 413, 422)
_NOT_NOW = (408, 429)


class Receipt(msgspec.Struct, frozen=True):
    """What the gateway says of an event it has taken."""

    status: str
    topic: str = ""
    partition: int | None = None
    offset: int | None = None
    seq: int | None = None

    def __str__(self) -> str:
        """Return it in one phrase."""
        if self.seq is not None:
            return f"{self.status}, number {self.seq} in the ledger"
        return f"{self.status}, {self.topic}/{self.partition} at {self.offset}"


class Fault(msgspec.Struct, frozen=True):
    """What is wrong, and where in the body."""

    pointer: str = ""
    reason: str = ""
    detail: str = ""


class DeadLetter(msgspec.Struct, frozen=True):
    """Why a record of an identity could not become an event."""

    reason: str
    detail: str


class Fate(msgspec.Struct, frozen=True):
    """What became of one event: accepted, stored with its number in the ledger, or dead-letter."""

    status: str
    seq: int | None = None
    dead_letters: list[DeadLetter] = []


class Taken(NamedTuple):
    """All events of a request are acknowledged: on the disk of Kafka, or in the ledger already."""

    receipts: Sequence[Receipt]


class Refused(NamedTuple):
    """Nothing of a request was taken; `faults` says by place in the body what is wrong."""

    title: str
    faults: Sequence[Fault]

    def by_place(self) -> Mapping[int, str]:
        """Return what is wrong with each event that is named, by its place in the batch."""
        found: dict[int, list[str]] = {}
        for fault in self.faults:
            place, _, inside = fault.pointer.removeprefix("/").partition("/")
            if place.isdecimal():
                where = f"{inside.replace('/', '.')}: " if inside else ""
                found.setdefault(int(place), []).append(f"{fault.reason}: {where}{fault.detail}")
        return {place: "; ".join(said) for place, said in found.items()}


class Later(NamedTuple):
    """Nothing was taken now; the same may be sent again after so many seconds, if it says."""

    why: str
    after_s: float | None


Reply = Taken | Refused | Later


class Gateway:
    """Sends batches of events over HTTP with a producer's key."""

    def __init__(self, address: str, key: str) -> None:
        """Make it ready; nothing is connected yet. Raises UsageError for no address of HTTP."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"--gateway {address!r}: expected an address as http://host:8060")
        self.address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": BATCH}
        timeout = urllib3.Timeout(connect=CONNECT_WITHIN_S, read=ANSWER_WITHIN_S)
        self._pool = urllib3.PoolManager(retries=False, timeout=timeout, maxsize=AT_ONCE)

    def post(self, contents: Sequence[bytes]) -> Reply:
        """Send events, each as structured JSON; all of them are taken, or none.

        Raises KeyRefused, and GatewayAway where no gateway is at this address.
        """
        body = b"[" + b",".join(contents) + b"]"
        try:
            answer = self._pool.request(
                "POST", self.address + EVENTS, body=body, headers=self._headers, redirect=False
            )
        except HTTPError as error:
            return Later(f"no answer: {type(error).__name__}", None)
        return self.judged(answer.status, answer.headers, answer.data)

    def fate(self, source: str, id: str, wait_s: int) -> "Fate | Later | None":
        """Return what became of an event, None if none is known; it waits so long at most.

        Raises KeyRefused, also for a source that the key is not for.
        """
        headers = {**self._headers, "Prefer": f"wait={wait_s}"}
        query = urlencode({"source": source, "id": id})
        address = f"{self.address}{EVENTS}?{query}"
        try:
            answer = self._pool.request("GET", address, headers=headers, redirect=False)
        except HTTPError as error:
            return Later(f"no answer: {type(error).__name__}", None)
        if answer.status == 200:
            return _read(answer.data, Fate)
        if answer.status == 404 and _read(answer.data, _Problem).title:
            return None
        if answer.status in (401, 403):
            raise KeyRefused(f"{self.address} does not take this key for {source}")
        if answer.status in _NOT_NOW or answer.status >= 500:
            return Later(f"status {answer.status}", _seconds(answer.headers.get("Retry-After")))
        raise GatewayAway(f"{self.address} answers {answer.status}: is that a gateway of Muster?")

    def judged(self, status: int, headers: Mapping[str, str], body: bytes) -> Reply:
        """Return what an answer means."""
        if status in _TAKEN:
            return Taken(_read(body, _Receipts).receipts)
        if status == 401:
            raise KeyRefused(f"{self.address} does not take this key: expired, revoked, or cut")
        if status in _REFUSED:
            problem = _read(body, _Problem)
            return Refused(problem.title or f"status {status}", problem.faults)
        if status in _NOT_NOW or status >= 500:
            return Later(f"status {status}", _seconds(headers.get("Retry-After")))
        raise GatewayAway(f"{self.address} answers {status}: is that a gateway of Muster?")


class _Receipts(msgspec.Struct):
    receipts: list[Receipt]


class _Problem(msgspec.Struct):
    title: str = ""
    faults: list[Fault] = []


def _read(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise GatewayAway("what answers is no gateway of Muster") from error


def _seconds(said: str | None) -> float | None:
    return float(said) if said and said.isdecimal() else None

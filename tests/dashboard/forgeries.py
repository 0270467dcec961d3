"""What somebody could send in the place of what our pages send."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from tests.support.callbacks import Message

GARBAGE = (
    "as_of=yesterday",
    "as_of=2019-13-45",
    "as_of=9999-12-31T00:00Z",
    "as_of=2019-01-01T00:00Z&as_of=2020-01-01T00:00Z",
    "asof=2019-12-31T00:00Z",
    "known_at=%00",
    "body=<script>alert(1)</script>",
    "pair=EST",
    "pair=EST+EST",
    "dimension=spiritual",
    "area=../../etc/passwd",
    "span=1e9",
    "actor=';drop table ledger;--",
    "seq=-1",
    "type=org.muster.%27",
    "text=" + "x" * 5000,
    "why=readiness:EST",
    "why=readiness:EST:<b>",
    "why=interop:EST:technical",
    "from_at=then",
    "wall=2",
    "speed=1000",
    "actors=" + ",".join(["EST"] * 9),
    "order=ORDER",
)
# Well formed, and about nothing that exists, or as far away as the clocks go.
ABOUT_NOTHING = (
    "body=NOSUCH&actor=NOSUCH&pair=NOSUCH%2BZZZ&actors=NOSUCH,ZZZ&why=readiness:NOSUCH:land",
    "exercise=none&lesson=none&meeting=none&decision=none&commitment=none&why=commitment:none:ZZZ",
    "as_of=1900-01-01&known_at=1900-01-01&why=rollup:land",
    "as_of=2199-12-31&known_at=2199-12-31&why=interop:NOSUCH%2BZZZ:technical",
    "from_at=2199-01-01&from_known_at=2199-01-01&as_of=1950-01-01&seq=999999999999999999",
    "subject=%25_' or 1=1 --&text=%5C%25_'&before=999999999999999999&show=dead-letters",
    "order=none&group=none&state=none&type=org.muster.none&kind=livex&span=all&speed=30",
)


def _nested(depth: int) -> Any:
    value: Any = 7
    for _ in range(depth):
        value = [value]
    return value


WRONG: tuple[Any, ...] = (
    None,
    7,
    -1.5e300,
    "x",
    "x" * 100_000,
    "\ud800",
    "\x00",
    [],
    ["view", "data"],
    {},
    {"id": {"id": "view"}},
    [None],
    _nested(900),
)
# For what a callback listens to and never reads: a few are enough.
UNREAD = (None, "\ud800", _nested(900))
RAW = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"NaN",
    b"\xff\xfe\x00",
    b"[" * 5000,
    b"1" * 5000,
    b"x" * 300_000,
    b'{"output": "main.children", "output": {}}',
)
# Addresses that lead nowhere, some of them out of the folders of the server.
NOWHERE = (
    "/no-such-page",
    "/%00",
    "/%ff",
    "/..",
    "/api/",
    "/api/none",
    "/api/events/",
    "/api/events/none",
    "/api/events/1/2",
    "/api/events/9999999999999999999",
    "/api/events/999999999999999999",
    "/api/frames/none",
    "/api/notes?page=%00",
    "/export/none/none.csv",
    "/export/overview/none.csv",
    "/export/overview/readiness.exe",
    "/export/overview/..%2f..%2fetc.csv",
    "/assets/none.css",
    "/assets/%2e%2e/server.py",
    "/assets/%00",
    "/_dash-none",
    "/_dash-layout/none",
    "/_dash-update-component",
    "/_dash-component-suites/none/none.js",
    "/_dash-component-suites/dash/%2e%2e/%2e%2e/etc/passwd",
    "/_dash-component-suites/dash/dcc/%00.js",
    "/streams",
    "/stream?last=",
    "/stream?last=minus-one",
    "/stream?last=9999999999999999999",
    "/health/none",
    "/_favicon.ico/none",
)


def misshapen(message: Message) -> Iterator[Message]:
    """Give the same message in every wrong shape: no callback can be meant by any of them."""
    places = ("inputs", "outputs", "changedPropIds")
    for name in ("output", *places):
        yield {key: value for key, value in message.items() if key != name}
        yield from ({**message, name: value} for value in WRONG if value != [])
    yield from ({**message, "state": value} for value in WRONG if value != message["state"])
    first = message["inputs"][0]
    for inputs in (
        [],
        message["inputs"] + [first],
        [{**first, "id": "no-such-place"}, *message["inputs"][1:]],
        [{**first, "id": {"type": "view", "index": 1}}, *message["inputs"][1:]],
        [{**first, "more": 1}, *message["inputs"][1:]],
        [[first], *message["inputs"][1:]],
    ):
        yield {**message, "inputs": inputs}
    yield {**message, "output": "main.children", "outputs": {"id": "main", "property": "children"}}
    yield {**message, "changedPropIds": ["view.data", "no-such-place.data"]}
    yield {**message, "cookies": {}}


def revalued(message: Message) -> Iterator[Message]:
    """Give the same message with what our pages would never put into it, place by place."""
    for name in ("inputs", "state"):
        for at, place in enumerate(message[name]):
            for value in (*(WRONG if _is_read(place) else UNREAD), *_forged(place)):
                places = list(message[name])
                places[at] = {**place, "value": value}
                yield {**message, name: places}


def _is_read(place: Message) -> bool:
    return place["id"] != "tick"


def _forged(place: Message) -> Iterator[Any]:
    queries = (*GARBAGE, *ABOUT_NOTHING)
    if (place["id"], place["property"]) == ("url", "search"):
        yield from (f"?{query}" for query in queries)
        yield "?text=\ud800"
    if place["id"] == "view":
        yield from ({"parameters": dict(parse_qsl(query))} for query in queries)
        yield from ({"parameters": value} for value in WRONG)
        yield from ({"parameters": {"text": value}} for value in WRONG)
        yield {"parameters": {"__proto__": "x"}}

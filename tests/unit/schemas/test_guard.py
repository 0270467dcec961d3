"""The quick check for repeated keys agrees with the slow one, always."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas import guard
from schemas.errors import Reason, Refused

KEYS = ['"a"', '"b"', '"\\u0061"', '"\\""', '"\\\\"', '":"', '"a\\":"', '""', '"é"']
SCALARS = ["1", "null", '"text"', '":"', '"\\":"', '"a\\\\"', '"x : y"', '"{"', '"]"', "[]", "{}"]
SPACES = ["", "", "", " ", "\n", "\t", "\r"]


@st.composite
def objects(draw: st.DrawFn, depth: int = 3) -> str:
    members = [member(draw, depth) for _ in range(draw(st.integers(0, 4)))]
    return "{" + ",".join(members) + "}"


def member(draw: st.DrawFn, depth: int) -> str:
    space = st.sampled_from(SPACES)
    key = draw(st.sampled_from(KEYS))
    return f"{draw(space)}{key}{draw(space)}:{draw(space)}{draw(values(depth - 1))}{draw(space)}"


def values(depth: int) -> st.SearchStrategy[str]:
    scalars = st.sampled_from(SCALARS)
    if depth == 0:
        return scalars
    arrays = st.lists(values(depth - 1), max_size=3).map(lambda some: f"[{','.join(some)}]")
    return scalars | objects(depth) | arrays


def has_repeated_keys(text: str) -> bool:
    found = False

    def look(pairs: list[tuple[str, object]]) -> None:
        nonlocal found
        found = found or len(pairs) != len({key for key, _ in pairs})

    json.loads(text, object_pairs_hook=look)
    return found


def reason_or_none(text: str) -> Reason | None:
    try:
        guard.read(text.encode())
    except Refused as refused:
        return refused.reason
    return None


@settings(deadline=None, max_examples=500)
@given(objects())
@example('{"a" :1,"a":2}')
@example('{"a" :":","a":2}')
@example('{"b":":","a" :1,"a":2}')
def test_the_quick_check_for_repeated_keys_is_exact(text: str) -> None:
    expected = Reason.DUPLICATE_KEY if has_repeated_keys(text) else None

    assert reason_or_none(text) == expected


def nested(opening: str, closing: str, levels: int) -> bytes:
    return ('{"a":' + opening * (levels - 1) + "1" + closing * (levels - 1) + "}").encode()


def test_32_levels_are_read_and_33_are_not() -> None:
    guard.read(nested("[", "]", 32))
    with pytest.raises(Refused, match="too-deep"):
        guard.read(nested("[", "]", 33))
    with pytest.raises(Refused, match="too-deep"):
        guard.read(nested('{"a":', "}", 33))


def test_what_stands_between_brackets_hides_no_depth() -> None:
    guard.read(nested('[12345,{"long name": null,"a":', "}]", 16))
    with pytest.raises(Refused, match="too-deep"):
        guard.read(nested('[12345,{"long name": null,"a":', "}]", 18))


def test_brackets_in_text_are_not_depth() -> None:
    guard.read(b'{"a":"' + b"[" * 1000 + b'\\"[[","b":[[]]}')


def test_many_small_objects_are_not_deep() -> None:
    guard.read(b'{"a":[' + b",".join([b'{"b":1}'] * 1000) + b"]}")


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), st.integers(1, 60), st.text('ab\\"[]{}', max_size=20))
def test_depth_is_counted_as_a_reader_would(arrays: int, levels: int, text: str) -> None:
    value: object = [text] * arrays
    for _ in range(levels):
        value = {"k": value, "t": [text]}
    raw = json.dumps(value)
    expected = Reason.TOO_DEEP if levels + 1 > guard.MAX_DEPTH else None

    assert reason_or_none(raw) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        b'"' + b'\\"' * 400_000,
        b'{"a":"' + b"\\" * 900_000,
        b"[]" * 400_000 + b"NaN",
        b'{"a":' + b'"' * 900_000,
        b"\\" * 900_000 + b"u0000",
    ],
    ids=["escaped quotes", "backslashes", "brackets", "quotes", "backslashes before a null"],
)
@pytest.mark.timeout(10)
def test_hostile_text_is_refused_without_delay(hostile: bytes) -> None:
    with pytest.raises(Refused):
        guard.read(hostile)

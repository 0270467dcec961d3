"""Compressed bodies: which encoding a browser takes, and a body in it."""

import gzip
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import brotli

Encoding = Literal["br", "gzip"]
# The better one first: browsers that take both get it.
ENCODINGS: tuple[Encoding, ...] = ("br", "gzip")
# A shorter body fits into one packet whatever is done to it.
LEAST_BYTES = 1000
_ANSWER_BROTLI, ANSWER_GZIP = 4, 6
_FILE_BROTLI, _FILE_GZIP = 11, 9


def accepted(scope: Mapping[str, Any]) -> Encoding | None:
    """Give the best encoding that the sender of a request takes, None when it takes none."""
    takes = set(_taken(scope["headers"]))
    return next((one for one in ENCODINGS if one in takes), None)


def compressed(body: bytes, encoding: Encoding, *, is_kept: bool = False) -> bytes:
    """Give a body in an encoding: as small as can be when it is kept, else quickly."""
    if encoding == "br":
        quality = _FILE_BROTLI if is_kept else _ANSWER_BROTLI
        return brotli.compress(body, quality=quality)
    # Without a time in it the same body gives the same bytes.
    return gzip.compress(body, _FILE_GZIP if is_kept else ANSWER_GZIP, mtime=0)


def _taken(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[str]:
    for name, value in headers:
        if name != b"accept-encoding":
            continue
        for part in value.decode("latin-1").lower().split(","):
            token, _, weight = part.partition(";")
            if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
                yield token.strip()

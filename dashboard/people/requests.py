"""What a request says of itself (pure): from where it comes, where it goes, what it does."""

import ipaddress
import json
import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

Scope = Mapping[str, Any]
# A path of ours and nothing that a browser could take for another place.
_OWN = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")
LONGEST_FORM = 4096
# What a page asks by itself when the feed brings something, or when time has passed.
BY_ITSELF = {"tick.data"}


def address_of(scope: Scope, proxy: str) -> str:
    """Give the address of who asks: of a request by the proxy what that says, else the peer."""
    peer = str((scope.get("client") or ("",))[0])
    if not proxy or peer != proxy:
        return peer
    said = [v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for"]
    last = ",".join(said).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return peer


def wanted(scope: Scope) -> str:
    """Give the address that a request asks for, as it can stand in another one."""
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")


def way_on(text: str, pages: Collection[str]) -> str:
    """Give where to go after signing in: the page that was wanted, else the first."""
    path = text.partition("?")[0]
    return text if _OWN.fullmatch(text) and path in pages else "/"


def form(body: bytes, names: Collection[str], most: int = 8) -> dict[str, str] | None:
    """Give the fields of a form, each once; None when it is not one of ours."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            max_num_fields=most,
            errors="strict",
        )
    except ValueError:  # UnicodeDecodeError is one, too
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) and fields.keys() <= set(names) else None


def is_by_itself(body: bytes) -> bool:
    """Tell whether a page asked by itself, without anybody having done something."""
    changed = json.loads(body).get("changedPropIds")
    return bool(changed) and set(changed) <= BY_ITSELF


def as_next(path: str) -> str:
    """Give a query that says where to go after signing in."""
    return urlencode({"next": path})


def next_of(query: bytes, pages: Collection[str]) -> str:
    """Give where a query says to go after signing in: a page of ours, or the first."""
    fields = dict(parse_qsl(query.decode("latin-1"), max_num_fields=20))
    return way_on(fields.get("next", ""), pages)

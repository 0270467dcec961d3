"""CloudEvents' binary mode: attributes as `ce_*` headers, the data as the message's value.

What other senders' kits do is taken where it says one thing only: `data_base64` of the JSON format
(3.1.1), a `ce_datacontenttype` that equals the content type, media types of any case with `+json`.
"""

import base64
import binascii
import re
from collections.abc import Sequence

import msgspec

from schemas import guard
from schemas.errors import Reason, Refused

PREFIX = "ce_"
HTTP_PREFIX = "ce-"
HTTP_VERSION = "ce-specversion"
JSON = "application/json"
BASE64 = "data_base64"
_IS_JSON = re.compile(r"application/(?:[\w.!#$&^+-]+\+)?json(?:\s*;.*)?", re.IGNORECASE)
Headers = Sequence[tuple[str, bytes | None]]


def is_binary(headers: Headers) -> bool:
    """Tell whether any attribute travels as a header, be it under the names HTTP has for them."""
    return any(name.startswith(PREFIX) or name.lower() == HTTP_VERSION for name, _ in headers)


def with_data(raw: bytes | None) -> bytes | None:
    """Return a structured event with its data as JSON, also when it was written in base 64."""
    if not raw or BASE64.encode() not in raw:
        return raw
    _, document = guard.read(raw)
    if BASE64 not in document:
        return raw
    if "data" in document:
        raise Refused(Reason.MIXED_MODES, f"both data and {BASE64}: one of them")
    body = _from_base64(document.pop(BASE64))
    _refuse_a_second_envelope(body)
    content_type = document.get("datacontenttype")
    if isinstance(content_type, str):
        document["datacontenttype"] = _plain(content_type)
    return msgspec.json.encode({**document, "data": msgspec.Raw(body)})


def _from_base64(written: object) -> bytes:
    try:
        return base64.b64decode(written if isinstance(written, str) else "", validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Reason.INVALID_ATTRIBUTE, f"{BASE64}: not base 64") from None


def _plain(content_type: str) -> str:
    """Return the one name for JSON, however a sender writes it."""
    return JSON if _IS_JSON.fullmatch(content_type) else content_type


def structured(body: bytes | None, headers: Headers) -> bytes:
    """Return the same event in structured mode, still to be checked like any other."""
    if not body:
        raise Refused(Reason.EMPTY, "the message has no value")
    content_type = _content_type(headers)
    attributes = _attributes(headers, content_type)
    if content_type is not None:
        attributes["datacontenttype"] = _plain(content_type)
    if len(body) <= guard.MAX_BYTES:  # a larger one is refused as it is
        _refuse_a_second_envelope(body)
    return msgspec.json.encode({**attributes, "data": msgspec.Raw(body)})


def _attributes(headers: Headers, content_type: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        if name.lower() == HTTP_VERSION:
            detail = f"the header {name!r} is named as over HTTP; over Kafka they begin with ce_"
            raise Refused(Reason.UNKNOWN_ATTRIBUTE, detail)
        if not name.startswith(PREFIX):
            continue
        attribute = name.removeprefix(PREFIX)
        if attribute in found:
            raise Refused(Reason.DUPLICATE_KEY, f"the header {name[:80]!r} occurs twice")
        if attribute == "datacontenttype" and _header_text(name, value) == content_type:
            continue  # said twice, and the same
        if attribute in ("data", "datacontenttype"):
            raise Refused(Reason.MIXED_MODES, f"the header {name!r}: not an attribute by header")
        found[attribute] = _header_text(name, value)
    return found


def _content_type(headers: Headers) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type":
            content_type = _header_text(name, value)
            if content_type.lower().startswith("application/cloudevents"):
                raise Refused(Reason.MIXED_MODES, "ce_ headers beside a structured event")
            return content_type
    return None


def _header_text(name: str, value: bytes | None) -> str:
    try:
        return (value or b"").decode()
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_JSON, f"the header {name[:80]!r} is not UTF-8") from None


def _refuse_a_second_envelope(body: bytes) -> None:
    """Refuse a body that is no single value (it could smuggle attributes in) or an envelope."""
    text, document = guard.read(body)
    if "specversion" in document:
        raise Refused(Reason.MIXED_MODES, f"an envelope in both headers and body: {text[:40]!r}")

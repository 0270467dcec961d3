"""CloudEvents' binary mode: attributes as `ce_*` headers, the data as the message's value."""

from collections.abc import Sequence

import msgspec

from schemas import guard
from schemas.errors import Reason, Refused

PREFIX = "ce_"
Headers = Sequence[tuple[str, bytes | None]]


def is_binary(headers: Headers) -> bool:
    """Tell whether any attribute travels as a header."""
    return any(name.startswith(PREFIX) for name, _ in headers)


def structured(body: bytes | None, headers: Headers) -> bytes:
    """Return the same event in structured mode, still to be checked like any other."""
    if not body:
        raise Refused(Reason.EMPTY, "the message has no value")
    attributes = _attributes(headers)
    content_type = _content_type(headers)
    if content_type is not None:
        attributes["datacontenttype"] = content_type
    if len(body) <= guard.MAX_BYTES:  # a larger one is refused as it is
        _refuse_a_second_envelope(body)
    return msgspec.json.encode({**attributes, "data": msgspec.Raw(body)})


def _attributes(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        if not name.startswith(PREFIX):
            continue
        attribute = name.removeprefix(PREFIX)
        if attribute in found:
            raise Refused(Reason.DUPLICATE_KEY, f"the header {name[:80]!r} occurs twice")
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

"""The cookie of a session (pure): the token and nothing else, for this server alone."""

from collections.abc import Iterable

# A browser takes a cookie of this name from this very server alone, by TLS, for all its paths.
UNDER_TLS = "__Host-muster"
WITHOUT = "muster"
LONGEST = 100


def name_of(*, has_tls: bool, what: str = "") -> str:
    """Give the name of the cookie."""
    return (UNDER_TLS if has_tls else WITHOUT) + what


def read(headers: Iterable[tuple[bytes, bytes]], name: str, longest: int = LONGEST) -> str | None:
    """Give the value of a cookie that a request brings; None when there is none, or two."""
    found: set[str] = set()
    for header, value in headers:
        if header != b"cookie":
            continue
        for part in value.decode("latin-1").split(";"):
            own, equals, text = part.strip().partition("=")
            if own == name and equals:
                found.add(text)
    token = found.pop() if len(found) == 1 else ""
    return token if 0 < len(token) <= longest and token.isascii() else None


def written(name: str, value: str, *, has_tls: bool, seconds: int | None = None) -> bytes:
    """Give the header that sets a cookie; for this browser's session where no time is named.

    Lax: whoever follows a link from elsewhere is signed in; what changes something is a POST, and
    those are taken from our own pages alone.
    """
    ends = "" if seconds is None else f"; Max-Age={seconds}"
    secure = "; Secure" if has_tls else ""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{ends}".encode("latin-1")

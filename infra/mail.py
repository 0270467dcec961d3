"""The mail server that messages go through, as the settings say it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from infra.errors import SettingsError

PORTS = {"smtp": 25, "smtps": 465}
ADDRESS = re.compile(r"[^@\s<>,;\"']{1,64}@[A-Za-z0-9.-]{1,250}")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed in, and who it is from."""

    host: str
    port: int
    is_tls: bool  # from the first byte; else as soon as the server offers it
    sender: str


def mail_server(value: Callable[[str], str]) -> MailServer | None:
    """Return the mail server that the settings name, if they name one."""
    text, sender = value("MUSTER_ALERTS_SMTP"), value("MUSTER_ALERTS_FROM")
    if not ADDRESS.fullmatch(sender):
        raise SettingsError(
            f"MUSTER_ALERTS_FROM is {sender!r}; write one address, like muster@example.org"
        )
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if not port or not parts.hostname or parts.path.strip("/") or parts.username:
        raise SettingsError(
            f"MUSTER_ALERTS_SMTP is {text!r}; write smtp://HOST:PORT, or smtps://HOST:PORT"
        )
    return MailServer(parts.hostname, port, parts.scheme == "smtps", sender)

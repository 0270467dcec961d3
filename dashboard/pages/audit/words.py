"""The trail of what people did, in words."""

import json

from dashboard.pages.audit.queries import AuditEntry, AuditState
from dashboard.wording.catalogue import say, texts


def title(state: AuditState | None) -> str:
    """Say how much was refused in the last day."""
    refused = state.refused_lately if state else 0
    return say("audit.trail.refused", n=refused) if refused else say("audit.trail.nothing_refused")


def about(state: AuditState | None, shown: int) -> str:
    """Say how much of the trail is shown, and what tells whether it is whole."""
    return say("audit.trail.about", shown=f"{shown:,}", n=state.entries if state else 0)


def act(code: str) -> str:
    """Give the words for a kind of act; one of a later version is said as it is."""
    return texts("audit.acts").get(code.replace(".", "_"), code)


def outcome(code: str) -> str:
    """Give the words for how it went."""
    return texts("audit.outcomes").get(code, code)


def who(one: AuditEntry) -> str:
    """Say who did it, and as what."""
    kind = texts("audit.kinds").get(one.who_kind, one.who_kind)
    return f"{one.who} ({kind})" if one.who else kind


def detail(one: AuditEntry) -> str:
    """Give what else is known; nothing when that is all."""
    said: dict[str, object] = json.loads(one.detail)
    return "; ".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in said.items())


def _plain(value: object) -> str:
    """Give a value of JSON without its marks."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

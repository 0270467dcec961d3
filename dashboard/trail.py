"""What people do on pages, written into the trail before it is done: else it is not done."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from dashboard.queries import ReadModel
from infra.audit.acts import Act, Outcome


class _Written(NamedTuple):
    number: int


async def write(
    model: ReadModel,
    act: Act,
    outcome: Outcome,
    subject: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Add an entry about who asks.

    Raises ReadModelUnavailable when it cannot be written, SignedOut when nobody asks any more.
    """
    await model.act(
        _Written,
        "audit_mine",
        act=act.value,
        outcome=outcome.value,
        subject=subject,
        detail=json.dumps(detail or {}),
    )

"""What pages need on which somebody records: who, up to what, and the forms of all types."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from dashboard.asked import Asked
from dashboard.queries import notes
from dashboard.queries.notes import Reader
from dashboard.who import LADDER
from dashboard.wording import names
from schemas.forms import forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What a form is made of."""

    reader: Reader | None

    @property
    def classifications(self) -> list[str]:
        """Give the classifications that may be chosen, the lowest first."""
        return list(LADDER[: self.reader.clearance_rank + 1]) if self.reader else []


async def read(asked: Asked) -> Recording:
    """Ask who records."""
    return Recording(reader=await notes.reader(asked.model))


@cache
def catalogue() -> list[dict[str, Any]]:
    """Give the form of every type, each with its name in words."""
    found: list[dict[str, Any]] = msgspec.to_builtins(forms())
    return [{**one, "name": names.event_kind(f"org.muster.{one['type']}")} for one in found]


def model(found: Recording) -> dict[str, Any]:
    """Give what scripts draw forms of."""
    return {"forms": catalogue(), "classifications": found.classifications}

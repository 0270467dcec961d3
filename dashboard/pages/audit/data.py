"""Everything the page about the trail shows, asked at once."""

from dataclasses import dataclass

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.audit import queries
from dashboard.pages.audit.queries import AuditEntry, AuditState

MOST_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Everything the page shows."""

    moment: Moment
    entries: list[AuditEntry]
    state: AuditState | None


async def read(asked: Asked) -> Audit:
    """Ask for the newest entries of the trail."""
    async with AtOnce() as at_once:
        entries = at_once.ask(queries.audit_entries(asked.model, max_rows=MOST_ROWS))
        state = at_once.ask(queries.audit_state(asked.model))
    found = state.result()
    return Audit(moment=asked.moment, entries=entries.result(), state=found[0] if found else None)

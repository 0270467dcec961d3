"""Do the ledger, the checkpoints, the dead letters and the projections agree?

The projections are folded afresh from the ledger, with every step an amendment made, into
temporary tables; both are then compared as sets of rows. All of it sees one moment of the
database, so workers may go on meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from psycopg import sql

from infra.errors import ServiceUnavailable
from infra.kafka import LogRange, cluster
from infra.postgres import Connection
from infra.settings import Settings
from infra.sql import load
from streams import rewriting
from streams.amendments import Step, flags, root_of, steps
from streams.projections import PROJECTIONS, STAMPS, Series
from streams.recorded import EventKey, Recorded
from streams.rewriting import EventSets
from streams.store import head, ledger
from streams.store.copying import copy
from streams.store.ledger import LedgerRow
from streams.store.session import WORLD, open_session

QUERIES = ("streams", "verify.sql")
BATCH_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was compared."""

    check: str
    of: str
    expected: str
    found: str
    first_difference: str | None = None

    @property
    def is_ok(self) -> bool:
        """Return whether both sides agree."""
        return self.expected == self.found and self.first_difference is None

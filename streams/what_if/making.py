"""Makes, makes anew and drops what-ifs, each whole or not at all; nothing else is written.

All of it is one transaction that sees the ledger at its beginning: whoever is killed in it leaves
nothing, and no reader ever finds half of one.
"""

import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from infra import worlds
from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.postgres import Connection, transaction
from infra.settings import Settings
from streams.events.amendments import root_of
from streams.events.recorded import Recorded
from streams.report.reading import reading_as
from streams.store.tables import head, ledger
from streams.store.tables.session import as_owner, follow, open_session
from streams.what_if import branch, tables
from streams.what_if.branch import Place
from streams.what_if.checking import Viewing, edited
from streams.what_if.edited import Edited
from streams.what_if.edits import Edit, from_written, written
from streams.what_if.errors import NameTaken, NoSuchWhatIf

ID_BYTES = 6
MOMENT = timedelta(microseconds=1)


class WhatIf(NamedTuple):
    """A what-if as it is kept."""

    whatif_id: str
    name: str
    author: str
    made_at: datetime
    seq: int
    whatif_known_at: datetime
    heard_at: datetime
    edits: str
    is_computed: bool

    @property
    def of_edits(self) -> tuple[Edit, ...]:
        """Return what is edited in it."""
        return from_written(self.edits)


class _Label(NamedTuple):
    label_id: int


class _Author(NamedTuple):
    viewer: str
    labels: frozenset[int]
    whatifs: Sequence[WhatIf]


def create(settings: Settings, viewer: str, name: str, edits: Sequence[Edit]) -> WhatIf:
    """Make a what-if of the history as it is now; return it once it can be read."""
    author = _author(settings, viewer)
    if any(name in (one.name, one.whatif_id) for one in author.whatifs):
        raise NameTaken(
            f"a what-if {name!r} is there already; choose another name, or drop it: "
            f"muster what-if drop {name!r}"
        )
    made_id = secrets.token_hex(ID_BYTES)
    _write_down(settings, Act.WHAT_IF_MAKE, made_id, viewer)
    with _at_one_moment(settings) as owner:
        _make(owner, author, made_id, name, edits)
    return named(settings, viewer, made_id)


def refresh(settings: Settings, viewer: str, name: str) -> WhatIf:
    """Make a what-if anew, of the history as it is now; return it."""
    author = _author(settings, viewer)
    kept = _one(author.whatifs, name)
    _write_down(settings, Act.WHAT_IF_REFRESH, kept.whatif_id, viewer)
    with _at_one_moment(settings) as owner:
        tables.drop(owner, worlds.schemas_of_whatif(kept.whatif_id))
        _make(owner, author, kept.whatif_id, kept.name, kept.of_edits)
    return named(settings, viewer, kept.whatif_id)


def drop(settings: Settings, viewer: str, name: str) -> WhatIf:
    """Remove a what-if; return what it was."""
    kept = _one(_author(settings, viewer).whatifs, name)
    _write_down(settings, Act.WHAT_IF_DROP, kept.whatif_id, viewer)
    with _at_one_moment(settings) as owner:
        tables.drop(owner, worlds.schemas_of_whatif(kept.whatif_id))
        owner.execute(tables.query("forget_whatif"), {"whatif_id": kept.whatif_id})
    return kept


def there_are(settings: Settings, viewer: str) -> Sequence[WhatIf]:
    """Return every what-if that a viewer may see, the oldest first."""
    return _author(settings, viewer).whatifs


def named(settings: Settings, viewer: str, name: str) -> WhatIf:
    """Return the what-if of a name, or of an id where two have the same name."""
    return _one(there_are(settings, viewer), name)


def _one(whatifs: Sequence[WhatIf], name: str) -> WhatIf:
    found = [one for one in whatifs if name in (one.name, one.whatif_id)]
    if not found:
        raise NoSuchWhatIf(f"there is no what-if {name[:60]!r}; `muster what-if list` shows all")
    if len(found) > 1:
        ids = " or ".join(one.whatif_id for one in found)
        raise NoSuchWhatIf(f"{len(found)} what-ifs are named {name[:60]!r}; say {ids}")
    return found[0]


def _write_down(settings: Settings, act: Act, whatif_id: str, viewer: str) -> None:
    """Say what is about to be done, in a transaction of its own: making one takes seconds."""
    with as_owner(settings, application_name="muster what-if") as owner:
        trail.write(owner, act, Outcome.BEGUN, whatif_id, {"viewer": viewer})


def _author(settings: Settings, viewer: str) -> _Author:
    with reading_as(settings, viewer) as model:
        mine = frozenset(one.label_id for one in model.ask(_Label, "my_labels"))
        return _Author(viewer, mine, model.ask(WhatIf, "whatifs"))


@contextmanager
def _at_one_moment(settings: Settings) -> Generator[Connection]:
    """Give a transaction of the owner, alone among those that make and drop worlds."""
    owner = open_session(settings.database("muster_owner"), application_name="muster what-if")
    with owner:
        owner.execute(tables.query("take_turn"))
        follow(owner)
        with transaction(owner):
            owner.execute(tables.query("see_one_moment"))
            yield owner


def _make(
    owner: Connection, author: _Author, whatif_id: str, name: str, edits: Sequence[Edit]
) -> None:
    end, world = head.read(owner), worlds.in_force(owner)
    found = edited(owner, edits, Viewing(author.labels, head.now(owner)))
    place = Place(end.seq, end.recorded_at, end.recorded_at + MOMENT)
    made = branch.branch(found, _before(owner, author, found), place)
    trunk, both = worlds.schema_of(world), worlds.parts_of_whatif(whatif_id)
    (schema, _), _ = both
    where = [tables.Where(*names, trunk, end.recorded_at) for names in both]
    tables.make(owner, where[0], made.whatif, whatif_id)
    tables.make(owner, where[1], made.versus, whatif_id, sums_of=schema)
    row: dict[str, object] = {
        "whatif_id": whatif_id,
        "name": name,
        "author": author.viewer,
        "edits": written(edits),
        "label_ids": found.label_ids,
        "world": world,
        "seq": place.seq,
        "known_at": place.known_at,
        "heard_at": place.heard_at,
        "ends_at": made.whatif.ends_at,
    }
    owner.execute(tables.query("add_whatif"), row)


def _before(owner: Connection, author: _Author, found: Edited) -> list[Recorded]:
    """Return what the ledger has of the roots that are touched.

    What is added may have the identity of an event that its author does not see: that stays as it
    is, and both stand beside each other for whoever sees both.
    """
    roots = branch.touched_by(found)
    added = {root_of(one.data) or branch.key_of(one) for one in found.added}
    return [
        one
        for one in ledger.sets_of(owner, roots)
        if one.label_id in author.labels or (root_of(one.data) or one.key) not in added
    ]

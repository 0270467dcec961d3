"""Write tests/contract/fold_hashes.json: what each projection makes of the examples, by version.

`python -m tests.folds` adds what is new: an example, a projection, a version that was raised. It
changes no hash of a version that is there: a database knows its rows by their version.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import schemas
from schemas.decoded import Decoded
from schemas.envelope import decode
from streams.decode import copy_csv
from streams.events.recorded import recorded
from streams.projections import versions
from streams.verify import folding
from tests.bench.load import load
from tests.support.builders import RECEIVED_AT

EXAMPLES = Path(schemas.__path__[0]) / "examples"
HASHES = Path(__file__).parent / "contract" / "fold_hashes.json"
AT = datetime(2026, 11, 1, tzinfo=UTC)
LOAD = "the load of the benchmarks"  # all ratings, evaluators and outcomes
SEED, LOADED = 1, 2_000

Hashes = dict[str, dict[str, Any]]  # by projection: its version, and a hash for each example


def main() -> int:
    """Add the hashes that are missing."""
    noted = known()
    for name, one in found().items():
        of_name = noted.get(name)
        if of_name is None or of_name["version"] != one["version"]:
            noted[name] = one
        else:
            of_name["of"] = one["of"] | of_name["of"]
    kept = {name: one for name, one in noted.items() if name in versions()}
    HASHES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    sys.stdout.write(f"written: {HASHES.name}\n")
    return 0


def found() -> Hashes:
    """Give for each projection its version, and a hash of the rows it makes of each example."""
    hashes: Hashes = {name: {"version": one, "of": {}} for name, one in versions().items()}
    for example, events in _examples():
        for name, rows in _rows(events).items():
            hashes[name]["of"][example] = hashlib.sha256(copy_csv.lines(rows)).hexdigest()[:32]
    return hashes


def known() -> Hashes:
    """Give what is committed."""
    return json.loads(HASHES.read_text()) if HASHES.exists() else {}


def _rows(events: list[Decoded]) -> dict[str, list[tuple[object, ...]]]:
    by_table: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for seq, event in enumerate(events, 1):
        for row in folding.of_plain_event(recorded(event, seq, AT)):
            by_table[row.table].append(row.values)
    return by_table


def _examples() -> Iterator[tuple[str, list[Decoded]]]:
    for path in sorted(EXAMPLES.rglob("*.json")):
        name = path.relative_to(EXAMPLES).as_posix()
        yield name, [decode(path.read_bytes(), received_at=RECEIVED_AT)]
    messages = islice(load(SEED, LOADED), LOADED)
    yield LOAD, [decode(one.value, received_at=RECEIVED_AT) for one in messages]


if __name__ == "__main__":
    sys.exit(main())

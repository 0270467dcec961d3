"""Write tests/contract/example_hashes.json: the hash of each example, for ever.

`python -m tests.hashes` adds those of new examples. It changes none: events are compared by them.
"""

import json
import sys
from pathlib import Path

import schemas
from schemas.decoded import content_hash
from schemas.envelope import decode
from tests.support.builders import RECEIVED_AT

EXAMPLES = Path(schemas.__path__[0]) / "examples"
HASHES = Path(__file__).parent / "contract" / "example_hashes.json"


def main() -> int:
    """Add the hashes of examples that have none."""
    HASHES.write_text(json.dumps(found() | known(), indent=2, sort_keys=True) + "\n")
    sys.stdout.write(f"written: {HASHES.name}\n")
    return 0


def found() -> dict[str, str]:
    """Give the hash of each example by its path."""
    return {
        path.relative_to(EXAMPLES).as_posix(): content_hash(
            decode(path.read_bytes(), received_at=RECEIVED_AT)
        ).hex()
        for path in sorted(EXAMPLES.rglob("*.json"))
    }


def known() -> dict[str, str]:
    """Give the hashes that are committed."""
    return json.loads(HASHES.read_text())


if __name__ == "__main__":
    sys.exit(main())

"""A command of `muster` that is killed before it sends a statement, as by a power cut.

`python -m tests.support.dying_at STATEMENT rebuild`: a statement of one of the files below.
"""

import os
import signal
import sys
from typing import Any

import psycopg

from infra import cli
from infra.sql import load

FILES = (
    ("streams.rebuild", "rebuild.sql"),
    ("streams.dead_letters", "queries.sql"),
    ("streams.what_if", "whatif.sql"),
    ("streams.method_diff", "method_diff.sql"),
)


def main() -> None:
    """Run the command until it would send the statement."""
    name, *arguments = sys.argv[1:]
    deadly = [found[name] for file in FILES if name in (found := load(*file))]
    assert deadly, name
    execute = psycopg.Cursor.execute

    def watched(self: Any, query: Any, *values: Any, **more: Any) -> Any:
        if any(query == one for one in deadly):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(self, query, *values, **more)

    psycopg.Cursor.execute = watched  # type: ignore[method-assign]
    sys.exit(cli.run(arguments))


if __name__ == "__main__":
    main()

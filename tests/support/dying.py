"""A command of `muster` that is killed before its n-th change of a folder, as by a power cut.

`python -m tests.support.dying NUMBER FOLDER archive write FOLDER`
"""

import os
import signal
import sys
from itertools import count

from infra import cli

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")


def main() -> None:
    """Run the command until its time has come."""
    number, folder, *arguments = sys.argv[1:]
    changes = count(1)

    def watch(event: str, values: tuple[object, ...]) -> None:
        is_change = event in CHANGES or (event == "open" and _writes(values))
        if is_change and folder in str(values[0]) and next(changes) == int(number):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    sys.exit(cli.run(arguments))


def _writes(values: tuple[object, ...]) -> bool:
    flags = values[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


if __name__ == "__main__":
    main()

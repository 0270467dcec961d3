"""`muster outbox ...` that is killed at the n-th moment at which something becomes lasting.

Moments lie before and after each commit to the disk and each request to the gateway. Usage:
python -m tests.support.dying_outbox N send --key-file key ...
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from infra import cli
from streams.client.outbox.gateway import Gateway
from streams.client.outbox.store import Outbox


def dying(method: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    """Give a method around which the process may be killed, when it is time."""

    def called(*arguments: Any) -> Any:
        _die_when_due(left)
        found = method(*arguments)
        _die_when_due(left)
        return found

    return called


def _die_when_due(left: list[int]) -> None:
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    remaining = [int(sys.argv.pop(1))]
    sys.argv.insert(1, "outbox")
    Outbox.settle = dying(Outbox.settle, remaining)  # type: ignore[method-assign]
    Outbox.put = dying(Outbox.put, remaining)  # type: ignore[method-assign]
    Gateway.post = dying(Gateway.post, remaining)  # type: ignore[method-assign]
    sys.exit(cli.run(sys.argv[1:]))

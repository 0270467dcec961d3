"""A gateway that is killed between Kafka's acknowledgement and its own answer.

`python -m tests.support.dying_gateway N`: after the N-th request that Kafka has acknowledged.
"""

import os
import signal
import sys
from collections.abc import Sequence
from itertools import count

from infra import cli
from streams.client.message import Message
from streams.gateway.broker import Broker, Placed


def main() -> None:
    """Run the gateway until its time has come."""
    acknowledged, last, send = count(1), int(sys.argv[1]), Broker.send

    async def send_and_die(broker: Broker, messages: Sequence[Message]) -> list[Placed]:
        places = await send(broker, messages)
        if next(acknowledged) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return places

    Broker.send = send_and_die  # type: ignore[method-assign]
    sys.exit(cli.run(["gateway"]))


if __name__ == "__main__":
    main()

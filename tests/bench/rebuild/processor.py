"""How much processor time something takes, of this process, those it starts, and the database."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from infra.postgres import Connection


@dataclass(slots=True)
class Spent:
    """Seconds of all processors together, and those that went by."""

    processors_s: float = 0.0
    wall_s: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        """Give both together."""
        return Spent(self.processors_s + other.processors_s, self.wall_s + other.wall_s)


@contextmanager
def spent(connection: Connection) -> Iterator[Spent]:
    """Give what the block takes, once it is left; others may be busy on the machine meanwhile."""
    found = Spent()
    began = so_far(connection)
    yield found
    ended = so_far(connection)
    found.processors_s = ended.processors_s - began.processors_s
    found.wall_s = ended.wall_s - began.wall_s


def so_far(connection: Connection) -> Spent:
    """Give what all of them have taken up to now, and what a clock says."""
    return Spent(_processors_s(connection), time.monotonic())


def _processors_s(connection: Connection) -> float:
    server = psutil.Process(connection.info.backend_pid).parent()
    assert server is not None  # the server of a backend
    ended = server.cpu_times()
    running = sum(_own_s(one) for one in (server, *server.children()))
    ours = os.times()
    return (
        ours.user
        + ours.system
        + ours.children_user
        + ours.children_system
        + running
        + ended.children_user
        + ended.children_system
    )


def _own_s(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0  # its time is among what the server's ended processes took
    return times.user + times.system

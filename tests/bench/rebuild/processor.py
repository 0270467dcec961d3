"""How much processor time something takes, of this process, those it starts, and the database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from infra.postgres import Connection


@dataclass(slots=True)
class Spent:
    """Seconds of all processors together."""

    seconds: float = 0.0


@contextmanager
def spent(connection: Connection) -> Iterator[Spent]:
    """Give what the block takes, once it is left; others may be busy on the machine meanwhile."""
    found = Spent()
    began_s = so_far_s(connection)
    yield found
    found.seconds = so_far_s(connection) - began_s


def so_far_s(connection: Connection) -> float:
    """Give what all of them have taken up to now."""
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

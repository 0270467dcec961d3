"""Where the logs of the partitions ended when a worker looked."""

from collections.abc import Mapping

from infra.postgres import Connection
from infra.sql import load


def record(connection: Connection, ends: Mapping[tuple[str, int, int], int]) -> None:
    """Remember the ends, by topic, epoch and partition; forget what tells nothing any more."""
    queries = load(__package__, "queries.sql")
    columns = {
        "topics": [topic for topic, _, _ in ends],
        "epochs": [epoch for _, epoch, _ in ends],
        "partitions": [partition for _, _, partition in ends],
        "ends": list(ends.values()),
    }
    connection.execute(queries["record_log_ends"], columns)
    connection.execute(queries["forget_log_ends"])

"""Which amendments are kept without effect."""

from collections.abc import Iterable, Mapping

from infra.postgres import Connection
from infra.sql import load


def replace(connection: Connection, seqs: Iterable[int], flags: Mapping[int, str]) -> None:
    """Say about these amendments what holds now."""
    queries = load(__package__, "queries.sql")
    connection.execute(queries["forget_flags"], {"seqs": sorted(seqs)})
    rows = [{"seq": seq, "flag": str(flag)} for seq, flag in sorted(flags.items())]
    connection.cursor().executemany(queries["add_flag"], rows)

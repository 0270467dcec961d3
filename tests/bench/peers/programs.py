"""The programs that are measured on the same topics, and how each is run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers.environment import packages


@dataclass(frozen=True, slots=True)
class Program:
    """One reader of the topics, run as a process of its own."""

    name: str  # as figures have it
    text: str  # as people read it
    command: tuple[str, ...]  # the module and its arguments
    slowest_per_s: int  # whoever is slower is given up
    peer: str | None = None  # whose packages come before ours

    @property
    def import_path(self) -> Sequence[Path]:
        """Give the folders its process imports from before any other."""
        return [] if self.peer is None else [packages(self.peer)]


AT_ONCE = "4000"  # as many as a batch of the worker holds at most
WORKER = Program("live", "live path, one worker", ("infra.cli", "worker"), 2_000)
ONE_BY_ONE = Program(
    "one_by_one", "Faust, one event a transaction", ("tests.bench.peers.on_faust",), 50
)
# Each of them does the worker's work in transactions as large as the worker's.
PEERS = (
    Program(
        "take",
        "Faust with take, 4,000 events at most",
        ("tests.bench.peers.on_faust", AT_ONCE),
        200,
    ),
    Program(
        "quix",
        "Quix Streams, a batching sink, 4,000 events a commit",
        ("tests.bench.peers.on_quix", AT_ONCE),
        200,
        peer="quix",
    ),
    Program(
        "bytewax",
        "Bytewax, a dynamic sink, 4,000 events at most",
        ("tests.bench.peers.on_bytewax", AT_ONCE),
        200,
        peer="bytewax",
    ),
)

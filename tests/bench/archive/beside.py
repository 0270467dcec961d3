"""Writing and reading the files of an archive, beside plain Parquet of the same table."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from streams.archive import chain, checking, disk, parquet
from streams.archive.chain import Archive
from streams.archive.contents import LEDGER
from tests.bench.figures import Figure, Goal

NO_SLOWER_THAN_TWICE = Goal("≥", 0.5)
BATCH_ROWS = 10_000  # about as many as the database sends at once


def ratios(archive: Path, folder: Path, rounds: int) -> Iterator[Figure]:
    """Give both ratios, by processor time and taken in turns: others may be busy."""
    beside = _Beside(archive, folder)
    pairs = (
        ("write", beside.write_plain, beside.write_ours),
        ("read", beside.read_plain, beside.read_ours),
    )
    for name, plain, ours in pairs:
        ratio = _ratio(plain, ours, rounds)
        text = f"archive {name} ÷ plain Parquet {name}"
        yield Figure(f"archive_{name}_to_plain", text, ratio, "", NO_SLOWER_THAN_TWICE)


class _Beside:
    def __init__(self, archive: Path, folder: Path) -> None:
        self._archive = archive
        self._files = [one for one in chain.read(archive).files if one.table == LEDGER.name]
        self._tables = [pq.read_table(archive / one.path) for one in self._files]
        self._plain, self._ours = folder / "plain", folder / "ours"
        self._plain.mkdir()
        disk.make_folder(self._ours / disk.PARTIAL)

    def write_plain(self) -> None:
        for number, table in enumerate(self._tables):
            pq.write_table(table, self._plain / f"{number}.parquet", compression="zstd")

    def write_ours(self) -> None:
        for table in self._tables:
            file = parquet.MonthFile(self._ours, "2025-01")
            for batch in table.to_batches(max_chunksize=BATCH_ROWS):
                file.add(batch)
            file.finish()
            file.file.name_it(file.path)

    def read_plain(self) -> None:
        for number in range(len(self._tables)):
            pq.read_table(self._plain / f"{number}.parquet")

    def read_ours(self) -> None:
        for file in self._files:
            assert not list(checking.damages_of(Archive(self._archive, (), ()), file))
            for _ in parquet.batches(self._archive, file, LEDGER):
                pass


def _ratio(plain: Callable[[], None], ours: Callable[[], None], rounds: int) -> float:
    """Give how fast the second is, as a share of the first; each at its best of some rounds."""
    taken_s = [(_processor_s(plain), _processor_s(ours)) for _ in range(rounds)]
    plains, others = zip(*taken_s, strict=True)
    return min(plains) / min(others)


def _processor_s(what: Callable[[], None]) -> float:
    began_s = time.process_time()
    what()
    return time.process_time() - began_s

"""A Parquet file, batch by batch, its pages checked."""
# pyright: standard

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from streams.imports.errors import ImportFailed
from streams.imports.plain import text_of

BATCH_ROWS = 1_000


def rows(path: Path, decimal: str) -> Iterator[list[str]]:
    """Return the names of the columns, then every row, as texts."""
    try:
        # Without the check a flipped bit is a wrong value and no error.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield list(file.schema_arrow.names)
            for batch in file.iter_batches(BATCH_ROWS):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    yield [text_of(value, decimal) for value in values]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ImportFailed(f"{path} cannot be read as Parquet: {error}") from error

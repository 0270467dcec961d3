"""The process that opens a workbook: `python -m streams.imports.workbook_child`.

Arguments: file, sheet (empty: the only visible one), decimal mark, bytes of memory, seconds.
One JSON line for each row that holds something; one sentence on stderr and exit 1 when it cannot.
"""
# pyright: standard

import resource
import sys
from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from streams.imports.plain import text_of


def main() -> int:
    """Write the rows of a sheet."""
    path, sheet, decimal, memory, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        encode = msgspec.json.Encoder().encode
        for line in _lines(path, sheet, decimal):
            sys.stdout.buffer.write(encode(line) + b"\n")
        sys.stdout.buffer.flush()
    except MemoryError:
        return 2
    except BrokenPipeError:
        return 0
    except Exception as error:  # whatever the library says of a file, a person gets one line
        sys.stderr.write(f"cannot be read as a workbook: {type(error).__name__}: {error}\n")
        return 1
    return 0


def _lines(path: str, wanted: str, decimal: str) -> Iterator[tuple[int, list[str], str | None]]:
    import openpyxl  # noqa: PLC0415 - only once the limits stand

    values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(path, read_only=True, data_only=False)
    name = _sheet(values, wanted)
    # A formula whose result was never kept reads as an empty cell: only its text tells them apart.
    pairs = zip_longest(_rows(values[name]), _rows(formulas[name]), fillvalue=())
    for number, (row, written) in enumerate(pairs, start=1):
        cells = [text_of(value, decimal) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        problem = _problem(row, written)
        if cells or problem:
            yield number, cells, problem


def _sheet(book, wanted: str) -> str:  # noqa: ANN001 - the library has no types
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if wanted:
        if wanted in book.sheetnames:
            return wanted
        raise LookupError(f"there is no sheet {wanted!r}; it has {', '.join(book.sheetnames)}")
    if len(visible) != 1:
        raise LookupError(
            f"it has the sheets {', '.join(visible)}: name one with file.sheet in the mapping"
        )
    return visible[0]


def _rows(sheet):  # noqa: ANN001, ANN202
    sheet.reset_dimensions()  # the extent a file states may be any
    return sheet.iter_rows(values_only=True)


def _problem(values: tuple[object, ...], written: tuple[object, ...]) -> str | None:
    for place, (value, formula) in enumerate(zip(values, written, strict=False)):
        if value is None and isinstance(formula, str) and formula.startswith("="):
            return (
                f"column {place + 1} has a formula whose result is not in the file; "
                "open the workbook, save it and import again"
            )
    return None


if __name__ == "__main__":
    sys.exit(main())

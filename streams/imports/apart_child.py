"""The process that opens a file made by others: `python -m streams.imports.apart_child`.

Arguments: kind, file, sheet (empty: the only visible one), decimal mark, bytes of memory, seconds.
One JSON line for each row that holds something; one sentence on stderr and exit 1 when it cannot.
"""
# pyright: standard

import resource
import sys
from collections.abc import Iterator

import msgspec


def main() -> int:
    """Write the rows of a table."""
    kind, path, sheet, decimal, memory, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        encode = msgspec.json.Encoder().encode
        for line in _lines(kind, path, sheet, decimal):
            sys.stdout.buffer.write(encode(line) + b"\n")
        sys.stdout.buffer.flush()
    except MemoryError:
        return 2
    except BrokenPipeError:
        return 0
    except Exception as error:  # whatever the library says of a file, a person gets one line
        said = str(error) if isinstance(error, LookupError) else f"{type(error).__name__}: {error}"
        sys.stderr.write(f"cannot be read as {NAMES[kind]}: {' '.join(said.split())}\n")
        return 1
    return 0


NAMES = {"xlsx": "a workbook", "ods": "an OpenDocument spreadsheet", "ics": "a calendar"}


def _lines(
    kind: str, path: str, sheet: str, decimal: str
) -> Iterator[tuple[int, list[str], str | None]]:
    # Only once the limits stand, and only the library that is needed.
    if kind == "xlsx":
        from streams.imports import excel  # noqa: PLC0415

        return excel.lines(path, sheet, decimal)
    if kind == "ods":
        from streams.imports import opendocument  # noqa: PLC0415

        return opendocument.lines(path, sheet, decimal)
    from streams.imports import calendars  # noqa: PLC0415

    return calendars.lines(path)


if __name__ == "__main__":
    sys.exit(main())

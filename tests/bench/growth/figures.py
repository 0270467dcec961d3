"""What was measured of several sizes as a table: a column a size, and how it grows."""

import math
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Figure
from tests.bench.growth.measure import Grown, Values

BYTES, SECONDS = "bytes an event", "s"

Kind = Callable[[Grown], Values]


def figures_of(found: Sequence[Grown]) -> list[Figure]:
    """Give every value of every size, and every exponent."""
    figures: list[Figure] = []
    for kind, unit in ((_bytes, BYTES), (_seconds, SECONDS)):
        for name in _names(found, kind):
            for one in found:
                if (value := kind(one).get(name)) is not None:
                    text = f"{name}, {one.events:,} events"
                    figures.append(Figure(f"{name} at {one.events}", text, value, unit))
    for name in _names(found, _seconds):
        if (slope := _exponent(found, name)) is not None:
            figures.append(Figure(f"{name} exponent", f"{name}, exponent", slope, ""))
    return figures


def show(found: Sequence[Grown], console: Console) -> None:
    """Print both tables: bytes an event, and seconds with the exponent by which they grow."""
    console.print(_table(found, _bytes, BYTES, "{:,.0f}", has_exponent=False))
    console.print(_table(found, _seconds, "seconds", "{:.3f}", has_exponent=True))


def _table(
    found: Sequence[Grown], kind: Kind, title: str, form: str, *, has_exponent: bool
) -> Table:
    table = Table(title=title)
    table.add_column("")
    for one in found:
        table.add_column(f"{one.events:,} events", justify="right")
    if has_exponent:
        table.add_column("exponent", justify="right")
    for name in _names(found, kind):
        values = [kind(one).get(name) for one in found]
        row = ["" if value is None else form.format(value) for value in values]
        if has_exponent:
            slope = _exponent(found, name)
            row.append("" if slope is None else f"{slope:.2f}")
        table.add_row(name, *row)
    return table


def _bytes(one: Grown) -> Values:
    return one.bytes_per_event


def _seconds(one: Grown) -> Values:
    return one.seconds


def _names(found: Sequence[Grown], kind: Kind) -> list[str]:
    """Give what was measured of any size, in its order."""
    return list(dict.fromkeys(name for one in found for name in kind(one)))


def _exponent(found: Sequence[Grown], name: str) -> float | None:
    """Give e in `seconds ~ events ** e` from the two largest sizes; None of one size alone."""
    if len(found) < 2:
        return None
    small, large = found[-2:]
    ratio = large.seconds[name] / small.seconds[name]
    return math.log(ratio) / math.log(large.events / small.events)

"""A selector that belongs to one page: what is picked goes into the address under its own name."""

from collections.abc import Callable
from typing import TypeVar

from dashboard.components.parts import Own
from dashboard.components.selector import Option, selector

D = TypeVar("D")

NOTHING = "ALL"  # the option that takes the choice out of the address


def picker_of(
    page: str,
    name: str,
    label: Callable[[], str],
    width: int,
    *,
    options: Callable[[D], list[Option]],
    value: Callable[[D], str],
) -> Own[D]:
    """Give a selector whose options and choice the page's data fills."""
    id = f"pick-{name}-{page}"
    return selector(id, label, width, options=options, value=value, by="pick", into=f"{id}-picked")

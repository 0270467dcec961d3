"""Which statement of several about the same thing holds? The last one."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from schemas.events import EventData
from tests.reference.statements import Statement

Data = TypeVar("Data", bound=EventData)
Key = TypeVar("Key", bound=Hashable)


def latest(
    statements: Iterable[Statement],
    kinds: type[Data] | tuple[type[Data], ...],
    key: Callable[[Data], Key],
) -> dict[Key, tuple[Statement, Data]]:
    """Give the last statement of these types about each key."""
    found: dict[Key, tuple[Statement, Data]] = {}
    for one in sorted(statements, key=lambda one: one.order):
        if isinstance(one.data, kinds):
            found[key(one.data)] = (one, one.data)
    return found

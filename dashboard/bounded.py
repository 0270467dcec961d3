"""Values kept in memory, at most so many bytes of them."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Bounded(Generic[Key, Value]):
    """Values by key; what was kept or touched longest ago goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    @property
    def bytes(self) -> int:
        """Give how much is kept, at most what was allowed."""
        return self._bytes

    def keep(self, key: Key, value: Value, size_bytes: int) -> None:
        """Keep a value in place of what was kept under this key."""
        _, before = self._kept.pop(key, (None, 0))
        self._kept[key] = (value, size_bytes)
        self._bytes += size_bytes - before
        while self._bytes > self._most_bytes:
            _, (_, size) = self._kept.popitem(last=False)
            self._bytes -= size

    def get(self, key: Key) -> Value | None:
        """Give the value of a key; None when nothing is kept under it."""
        value, _ = self._kept.get(key, (None, 0))
        return value

    def touch(self, key: Key) -> bool:
        """Let what is kept under a key go last, and say whether there is anything."""
        if key not in self._kept:
            return False
        self._kept.move_to_end(key)
        return True

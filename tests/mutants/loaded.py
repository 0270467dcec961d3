"""A fault put into functions that are loaded already."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutants.recording import PACKAGES, ROOT


class Loaded:
    """The functions of the project that are loaded in this process, found by their code."""

    def __init__(self, root: Path = ROOT, packages: Sequence[str] = PACKAGES) -> None:
        self._root = root
        self._functions: dict[CodeType, list[FunctionType]] = defaultdict(list)
        self._caches: list[_lru_cache_wrapper[object]] = []
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(str(root)):
                self._functions[one.__code__].append(one)
            elif isinstance(one, _lru_cache_wrapper) and _package(one) in packages:
                self._caches.append(one)

    def put(self, path: Path, was: str, becomes: str) -> int:
        """Give each function of a file the code of another text; return how many changed.

        What was kept of earlier calls is forgotten.
        """
        old, new = (compile(text, str(self._root / path), "exec") for text in (was, becomes))
        changed = 0
        for before, after in _pairs(old, new):
            for function in self._functions.get(before, ()):
                if before.co_freevars == after.co_freevars:
                    function.__code__ = after
                    changed += 1
        for cache in self._caches:
            cache.cache_clear()
        return changed


def _package(cache: object) -> str:
    return str(getattr(cache, "__module__", "")).partition(".")[0]


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Give the code of each function that differs, before and after."""
    both = [[one for one in code.co_consts if isinstance(one, CodeType)] for code in (old, new)]
    # One more or less: from here on nobody knows which is which, and the outer one has them all.
    if len(both[0]) != len(both[1]):
        return
    for before, after in zip(*both, strict=True):
        if before != after:
            yield before, after
            yield from _pairs(before, after)

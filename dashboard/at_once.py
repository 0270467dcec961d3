"""Questions that are asked at the same time, however many, each answer with its own type."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class AtOnce:
    """Asks everything that is named inside its block, and is left once all answers are there.

    `async with AtOnce() as at_once: members = at_once.ask(...)`; after the block
    `members.result()` is the answer. The first question that fails ends the others, and its error
    is the one that is raised.
    """

    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()

    async def __aenter__(self) -> "AtOnce":
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._group.__aexit__(kind, error, trace)
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    def ask(self, question: Coroutine[Any, Any, Answer]) -> "asyncio.Task[Answer]":
        """Ask something; its answer is there once the block is left."""
        return self._group.create_task(question)

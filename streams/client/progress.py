"""How far a long command is: a bar on a terminal, now and then a line elsewhere."""

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

SECONDS_BETWEEN_LINES = 5
SECONDS_BETWEEN_SHOWN = 0.1


class ProgressBar:
    """Shows progress on stderr, so that stdout stays the command's answer."""

    def __init__(self, title: str, total: int | None) -> None:
        self._title = title
        self._total = total
        self._shown_at = 0.0
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[status]}"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task(title, total=total, status="")
        self._line_due_at = time.monotonic() + SECONDS_BETWEEN_LINES

    def advance(self, amount: int, status: str) -> None:
        """Move on by so much of the total, and say how things stand."""
        self._bar.update(self._task, advance=amount, status=status)
        self._say_now_and_then(status)

    def show(self, done: int, status: str) -> None:
        """Show so much of the total as done, and say how things stand; ten times a second."""
        now = time.monotonic()
        if now < self._shown_at + SECONDS_BETWEEN_SHOWN and done != self._total:
            return
        self._shown_at = now
        self._bar.update(self._task, completed=done, status=status)
        self._say_now_and_then(status)

    def __enter__(self) -> "ProgressBar":
        """Show the bar until the block is left."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def _say_now_and_then(self, status: str) -> None:
        if not self._console.is_terminal and time.monotonic() >= self._line_due_at:
            self._line_due_at = time.monotonic() + SECONDS_BETWEEN_LINES
            self._console.print(f"{self._title}: {status}", highlight=False)

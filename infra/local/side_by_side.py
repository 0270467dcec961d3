"""Tasks that run at the same time and stop as one, also on Ctrl-C."""

import contextlib
import signal
import threading
from collections.abc import Callable, Generator, Sequence
from types import FrameType

from infra.errors import Cancelled

Task = Callable[[], None]


def side_by_side(tasks: Sequence[Task], cancel: threading.Event) -> None:
    """Run tasks at the same time; a failure or an interruption cancels the rest."""
    failures: list[BaseException] = []

    def attempt(task: Task) -> None:
        try:
            task()
        except BaseException as error:  # it is raised again, by the thread that waits
            failures.append(error)
            cancel.set()

    threads = [threading.Thread(target=attempt, args=(task,)) for task in tasks]
    with _interruptions_cancel(cancel):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    telling = [error for error in failures if not isinstance(error, Cancelled)]
    if failures:
        raise (telling or failures)[0]


@contextlib.contextmanager
def _interruptions_cancel(cancel: threading.Event) -> Generator[None]:
    """Turn Ctrl-C into `cancel` for as long as tasks run, and raise it afterwards.

    An exception in the middle of starting or joining threads would leave some of them running.
    """
    interrupted = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        interrupted.set()
        cancel.set()

    before = {}
    if threading.current_thread() is threading.main_thread():
        # Not those that are ignored or left to the system: a background job ignores Ctrl-C.
        handled = [s for s in (signal.SIGINT, signal.SIGTERM) if callable(signal.getsignal(s))]
        before = {number: signal.signal(number, note) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if interrupted.is_set():
        raise KeyboardInterrupt

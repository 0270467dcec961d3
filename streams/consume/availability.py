"""Which services are away; said once when they go and once when they are back."""

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger()


class Availability:
    """Turns many failed attempts into two lines of the log."""

    def __init__(self, note: Callable[[], str] = str) -> None:
        """`note` gives what else may be why one is away, or nothing."""
        self._note = note
        self._away: set[str] = set()
        self._lock = threading.Lock()

    def lost(self, service: str, error: BaseException) -> None:
        """Take note that a service did not answer."""
        with self._lock:
            is_new = service not in self._away
            self._away.add(service)
        if is_new:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            reason += self._note()
            log.warning("waiting-for-service", service=service, reason=reason)

    def answered(self, service: str) -> None:
        """Take note that a service did answer."""
        if service not in self._away:
            return
        with self._lock:
            self._away.discard(service)
        log.info("service-is-back", service=service)

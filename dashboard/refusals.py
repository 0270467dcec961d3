"""How a callback says no: the gate turns its refusal into the right HTTP status."""

import functools
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from dashboard.errors import BadView, NotAllowed, NotMigrated, ReadModelUnavailable, SignedOut

BAD_REQUEST = 400
SIGNED_OUT = 401
NOT_ALLOWED = 403
UNAVAILABLE = 503


@dataclass(slots=True)
class Refusal:
    """Why the callback of this request gave no answer; status 0 while there is no reason."""

    status: int = 0
    detail: str = ""


# Set by the gate for every request, filled by the callback that runs inside it.
refusal: ContextVar[Refusal | None] = ContextVar("refusal", default=None)

Callback = Callable[..., Awaitable[Any]]


def guarded(callback: Callback) -> Callback:
    """Give the callback with its refusals noted for the gate, which answers by their status."""

    @functools.wraps(callback)
    async def answer(*arguments: Any) -> Any:
        try:
            return await callback(*arguments)
        except BadView as error:
            note(BAD_REQUEST, str(error))
            raise
        except NotAllowed as error:
            note(NOT_ALLOWED, str(error))
            raise
        except SignedOut:
            raise  # noted where it was found out
        except NotMigrated as error:
            note(UNAVAILABLE, f"the database: {error}")
            raise
        except ReadModelUnavailable as error:
            note(UNAVAILABLE, f"the database does not answer: {error}")
            raise

    return answer


def note(status: int, detail: str) -> None:
    """Note for the gate why the request that is under way has no answer."""
    noted = refusal.get()
    if noted is not None:
        noted.status, noted.detail = status, detail

"""Looking at passwords, few at a time: each check takes 64 MiB and a tenth of a second."""

import asyncio

from dashboard.errors import DashboardError
from dashboard.people.door import Door
from infra.viewers import passwords

AT_ONCE = 2
MOST_WAITING = 40
LONGEST_NAME = 100


class Throttled(DashboardError):
    """Too many attempts; `wait_s` says how long nothing is looked at."""

    def __init__(self, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(f"wait {wait_s} s")


class Crowded(DashboardError):
    """So many passwords wait to be looked at that this one is not."""


class Checks:
    """Signs people in by a password: the same answer, as late, whatever is wrong."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def sign_in(self, account: str, password: str, address: str) -> str | None:
        """Give the token of a new session; None for a wrong name or password.

        Raises Throttled after too many mistakes, and Crowded when too many ask at once.
        """
        if self._waiting >= MOST_WAITING:
            raise Crowded
        self._waiting += 1
        try:
            async with self._at_once:
                return await self._looked_at(account, password, address)
        finally:
            self._waiting -= 1

    async def _looked_at(self, account: str, password: str, address: str) -> str | None:
        if wait_s := await self._door.attempt(account[:LONGEST_NAME], address):
            raise Throttled(wait_s)
        kept = await self._door.password_of(account[:LONGEST_NAME])
        # What is too long to be a password takes as long as a wrong one.
        typed = password[: passwords.MOST + 1]
        is_right = await asyncio.to_thread(passwords.is_right, typed, kept)
        token = await self._door.begin(account, kept, address) if is_right and kept else None
        if token is None:
            await self._door.refuse(account[:LONGEST_NAME], address, "wrong name or password")
        return token

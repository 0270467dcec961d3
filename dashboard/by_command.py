"""What a page does by a command: it only reads, so the command acts, as from a shell."""

import asyncio
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import NamedTuple

from dashboard import who

# What others made is read by the command: it may take so much and no more.
MEMORY_BYTES = 2 * 1024**3
LONGEST_LINE = 64 * 1024**2


class Answer(NamedTuple):
    """How a command ended, what it said, and what it says is wrong."""

    exit_code: int
    said: bytes
    wrong: str


async def run(*command: str, viewer: str, within_s: float, arguments: list[str]) -> str | None:
    """Run a command to its end, as who asks, else as this viewer; give what it says is wrong.

    None when it did what it was told. Raises TimeoutError when it takes longer, and has ended it.
    """
    asks = one.viewer if (one := who.person()) else viewer
    process = await _begun(*command, "--viewer", asks, *arguments, stdin=DEVNULL, stdout=DEVNULL)
    found = await _ended(process, None, within_s)
    return found.wrong if found.exit_code else None


async def answer(*command: str, within_s: float) -> Answer:
    """Run a command to its end with the session of who asks on its standard input.

    It may take two gigabytes of memory. Raises TimeoutError when it takes longer, and has ended
    it.
    """
    process = await begun(*command, has_session=False)
    return await _ended(process, session(), within_s)


async def begun(*command: str, has_session: bool = True) -> Process:
    """Start a command that is watched on its way, with the session of who asks."""
    process = await _begun(*command, stdin=PIPE, stdout=PIPE)
    resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
    if has_session:
        assert process.stdin is not None
        process.stdin.write(session())
        process.stdin.close()
    return process


def session() -> bytes:
    """Give the line by which a command asks the database as who asks here."""
    one = who.asking.get()
    return f"{one.token if one else ''}\n".encode()


async def _begun(*command: str, stdin: int, stdout: int) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "infra.cli",
        *command,
        stdin=stdin,
        stdout=stdout,
        stderr=PIPE,
        limit=LONGEST_LINE,
    )


async def _ended(process: Process, told: bytes | None, within_s: float) -> Answer:
    try:
        async with asyncio.timeout(within_s):
            said, wrong = await process.communicate(told)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        raise
    assert process.returncode is not None
    return Answer(process.returncode, said or b"", wrong.decode(errors="replace").strip())

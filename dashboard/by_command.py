"""What a page does by a command: it only reads, so the command acts, as from a shell."""

import asyncio
import sys

from dashboard import who


async def run(*command: str, viewer: str, within_s: float, arguments: list[str]) -> str | None:
    """Run a command to its end, as who asks, else as this viewer; give what it says is wrong.

    None when it did what it was told. Raises TimeoutError when it takes longer, and has ended it.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "infra.cli",
        *command,
        "--viewer",
        one.viewer if (one := who.person()) else viewer,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(within_s):
            _, said = await process.communicate()
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        raise
    return said.decode(errors="replace").strip() if process.returncode else None

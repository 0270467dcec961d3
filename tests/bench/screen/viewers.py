"""Light viewers: `python -m tests.bench.screen.viewers stream|poll PORT COUNT`.

A process of its own, so that what the viewers cost is not counted as the server's. Each opens one
connection as a browser would, and either listens to the stream or asks once a second.
"""

import asyncio
import itertools
import json
import sys

from tests.bench.screen.peer import EVERY_MS, message

HOST = "127.0.0.1"


async def listen(port: int) -> None:
    """Read the stream for ever, as a shared worker does."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
    await writer.drain()
    while await reader.read(65536):
        pass


async def poll(port: int, wait_s: float) -> None:
    """Ask for ever once a second, as a page with dcc.Interval does."""
    await asyncio.sleep(wait_s)
    reader, writer = await asyncio.open_connection(HOST, port)
    for number in itertools.count(1):
        body = json.dumps(message(number)).encode()
        head = (
            "POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        await _answer(reader)
        await asyncio.sleep(EVERY_MS / 1000)


async def _answer(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length")
    )
    await reader.readexactly(length)


async def main(way: str, port: int, count: int) -> None:
    """Keep that many viewers going until the process is ended."""
    # Browsers are not opened at the same instant: the asking is spread over the second.
    viewers = [
        listen(port) if way == "stream" else poll(port, number / count * EVERY_MS / 1000)
        for number in range(count)
    ]
    await asyncio.gather(*viewers)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))

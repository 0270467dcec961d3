"""What takes messages of alerts: a webhook that misbehaves when told, and a mail server."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Webhook:
    """A webhook: what it took, by id, and how often each came."""

    address: str = ""
    manner: str = "takes"  # refuses, hangs, hangs up (takes it, and its answer is lost)
    came: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tries: int = 0

    @property
    def taken(self) -> dict[str, dict[str, Any]]:
        """Give what came by id: whoever takes messages drops an id that it has."""
        return dict(self.came)

    @property
    def said(self) -> list[tuple[str, str, str]]:
        """Give each change that was said: subject, change and episode."""
        return [
            (alert["subject"], alert["change"], alert["episode"])
            for content in self.taken.values()
            for cause in content["causes"]
            for alert in cause["alerts"]
        ]


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Give a webhook that listens."""
    found = Webhook()
    is_over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.tries += 1
            manner = found.manner
            if manner == "hangs":
                is_over.wait(30)
                return
            if manner != "refuses":
                found.came.append((self.headers["webhook-id"], json.loads(body)))
            if manner == "hangs up":
                self.connection.close()
                return
            self.send_response(500 if manner == "refuses" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    found.address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Mailbox:
    """What a mail server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.address = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take an e-mail."""
        from email import message_from_bytes
        from email.policy import default

        self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Give a mail server that listens."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        box.address = f"smtp://127.0.0.1:{port}"
        yield box
    finally:
        controller.stop()


def within(seconds: float, is_so: Any) -> bool:
    """Tell whether something becomes so in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return bool(is_so())

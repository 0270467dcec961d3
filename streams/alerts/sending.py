"""Send messages: each until it is taken, under one id, one at a time to each address."""

import secrets
import smtplib
import ssl
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, NamedTuple

import msgspec
import structlog
import urllib3

from infra.postgres import Connection, transaction
from infra.settings import MailServer
from infra.sql import load
from streams.alerts import messages
from streams.alerts.errors import NotTaken
from streams.alerts.messages import Said
from streams.alerts.rules import Channel, Recipient

MESSAGE_BYTES = 16
ANSWER_WITHIN_S = 10.0
AT_ONCE = 8
FIRST_AGAIN_S = 2
LAST_AGAIN_S = 300

log = structlog.get_logger()


class Message(NamedTuple):
    """What is to be sent, with its whole content."""

    message_id: str
    viewer: str
    channel: str
    address: str
    content: str
    tries: int


class Waiting(NamedTuple):
    """A change that is to be sent, and when it may be."""

    to: Recipient
    due_at: datetime
    is_allowed: bool
    labels: list[int]
    said: Said


Sender = Callable[[Message], None]


def again_after(tries: int) -> timedelta:
    """Return after how long a message is sent again that was not taken so often."""
    return timedelta(seconds=min(FIRST_AGAIN_S * 2 ** min(tries, 20), LAST_AGAIN_S))


def groups(waiting: Iterable[Waiting], now: datetime) -> dict[Recipient, list[Waiting]]:
    """Return what goes out now by address: as soon as one change is due, all go with it (pure)."""
    found: dict[Recipient, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.to, []).append(one)
    return {
        to: some
        for to, some in found.items()
        if any(one.due_at <= now or not one.is_allowed for one in some)
    }


class Post:
    """Makes messages of changes and sends them, beside the evaluation and never in its way."""

    def __init__(self, worker: Connection, senders: Mapping[str, Sender], link: str) -> None:
        self._worker = worker
        self._senders = senders
        self._link = link
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="alerts")
        self._under_way: dict[Future[None], Message] = {}

    def make(self) -> int:
        """Make messages of the changes that are due; return how many."""
        self._worker.execute(_query("keep_back_shelved"))
        rows = self._worker.execute(_query("waiting")).fetchall()
        waiting = [_waiting(row) for row in rows]
        if not waiting:
            return 0
        now = self._worker.execute(_query("head")).fetchone()
        assert now is not None
        made = groups(waiting, now[1])
        for to, some in made.items():
            self._make_one(to, some)
        return len(made)

    def _make_one(self, to: Recipient, some: list[Waiting]) -> None:
        message_id = secrets.token_hex(MESSAGE_BYTES)
        allowed = [one for one in some if one.is_allowed]
        with transaction(self._worker):
            for one in some:
                if not one.is_allowed:
                    self._worker.execute(_query("keep_back"), one.said._asdict())
            if not allowed:
                return
            said = messages.content(
                message_id, to.viewer, (one.said for one in allowed), self._link
            )
            row = {
                "message_id": message_id,
                "viewer": to.viewer,
                "channel": to.channel,
                "address": to.address,
                "labels": sorted({label for one in allowed for label in one.labels}),
                "content": msgspec.json.encode(said).decode(),
            }
            self._worker.execute(_query("message"), row)
            with self._worker.cursor() as cursor:
                assigned = [one.said._asdict() | {"message_id": message_id} for one in allowed]
                cursor.executemany(_query("assign"), assigned)

    def send(self) -> int:
        """Begin to send what is due, note what came of what was sent; return how many began."""
        self._note_results()
        busy = [message.address for message in self._under_way.values()]
        rows = self._worker.execute(_query("due"), {"busy": busy}).fetchall()
        began = 0
        for *columns, is_allowed in rows:
            message = Message._make(columns)
            if not is_allowed:
                # Rights at the moment of sending decide, not those of when it was written.
                self._worker.execute(_query("withhold"), {"message_id": message.message_id})
                continue
            if len(self._under_way) >= AT_ONCE:
                break
            again = {"again_after": again_after(message.tries), "message_id": message.message_id}
            self._worker.execute(_query("try"), again)
            self._under_way[self._pool.submit(self._senders[message.channel], message)] = message
            began += 1
        return began

    def _note_results(self) -> None:
        for future in [one for one in self._under_way if one.done()]:
            message = self._under_way.pop(future)
            error = future.exception()
            row = {"message_id": message.message_id}
            if error is None:
                self._worker.execute(_query("delivered"), row)
                continue
            why = str(error)[:300] if isinstance(error, NotTaken) else type(error).__name__
            self._worker.execute(_query("not_taken"), row | {"why": why})
            if message.tries == 0:  # once, not at each try
                log.warning("a message was not taken", message=message.message_id, reason=why)

    def finish(self, within_s: float) -> None:
        """Wait a little for what is under way; what is not taken by then is sent again."""
        wait(self._under_way, timeout=within_s)
        self._note_results()
        self._pool.shutdown(wait=False, cancel_futures=True)


def senders(mail: MailServer | None) -> dict[str, Sender]:
    """Return what sends, by channel."""
    pool = urllib3.PoolManager(retries=False, timeout=ANSWER_WITHIN_S, maxsize=AT_ONCE)
    return {
        Channel.WEBHOOK.value: lambda message: by_webhook(pool, message),
        Channel.MAIL.value: lambda message: by_mail(mail, message),
    }


def by_webhook(pool: urllib3.PoolManager, message: Message) -> None:
    """Post a message; whoever takes it answers with 2xx, and drops an id that came before."""
    headers = {"Content-Type": "application/json", "webhook-id": message.message_id}
    try:
        answer = pool.request(
            "POST",
            message.address,
            body=message.content.encode(),
            headers=headers,
            redirect=False,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise NotTaken(f"no answer: {type(error).__name__}") from error
    # What it says is not read: it may be long, or never end.
    answer.close()
    if not 200 <= answer.status < 300:
        raise NotTaken(f"it answered {answer.status}")


def by_mail(server: MailServer | None, message: Message) -> None:
    """Send a message as an e-mail; the same one again has the same Message-ID."""
    if server is None:
        raise NotTaken("no mail server is set: MUSTER_ALERTS_SMTP")
    said: dict[str, Any] = msgspec.json.decode(message.content)
    mail = EmailMessage()
    mail["From"] = server.sender
    mail["To"] = message.address
    mail["Subject"] = f"[Muster] {messages.heading(said)}"
    mail["Message-ID"] = f"<{message.message_id}@muster>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(messages.as_text(said))
    try:
        with _connected(server) as smtp:
            smtp.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise NotTaken(f"not taken by the mail server: {type(error).__name__}") from error


def _connected(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.is_tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=ANSWER_WITHIN_S, context=trusted)
    smtp = smtplib.SMTP(server.host, server.port, timeout=ANSWER_WITHIN_S)
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=trusted)
    return smtp


def _waiting(row: tuple[Any, ...]) -> Waiting:
    viewer, channel, address, due_at, is_allowed, labels, *said = row
    to = Recipient(viewer, channel, address)
    return Waiting(to, due_at, is_allowed, labels, Said._make(said))


def _query(name: str) -> Any:
    return load(__package__ or "", "alerts.sql")[name]

"""One dead letter in words, and the commands for it; nothing in it does anything to a page."""

from collections.abc import Iterator, Sequence

from dashboard.pages.events.queries import Letter, LetterAction
from dashboard.queries.storing import DeadLetter
from dashboard.wording.catalogue import say, texts
from dashboard.wording.events import without_prefix
from dashboard.wording.numbers import dtg
from schemas.faults import Fault, written_out
from schemas.remedies import remedy

MOST_SHOWN = 20_000
MOST_OF_A_HEADER = 500
_ACTIONS = texts("events.letter.action")
_STATES = texts("events.letter.state")


def address(one: DeadLetter | Letter) -> str:
    """Give how the address of a page names a dead letter."""
    return f"{one.topic}@{one.epoch}/{one.partition}/{one.offset}"


def name(one: DeadLetter | Letter) -> str:
    """Give the name that commands take."""
    life = "" if one.is_newest_epoch else f"@{one.epoch}"
    return f"{without_prefix(one.topic)}{life}/{one.partition}/{one.offset}"


def title(one: Letter) -> str:
    """Say why it could not become an event, and how it stands."""
    return say("events.letter.title", reason=one.reason, state=_STATES[one.state])


def what_to_do(one: Letter) -> str:
    """Say what to do about it."""
    return remedy(one.reason)


def facts(one: Letter) -> Iterator[tuple[str, str]]:
    """Give what is known of it, each by its name."""
    yield say("events.letter.detail"), plain(one.detail or say("events.letter.withheld"))
    yield say("events.letter.identity"), _identity(one)
    yield say("events.letter.recorded"), dtg(one.recorded_at)
    yield (
        say("events.letter.came"),
        say(
            "events.letter.came_over",
            topic=one.topic,
            epoch=one.epoch,
            partition=one.partition,
            offset=f"{one.offset:,}",
        ),
    )
    yield say("events.letter.size"), say("events.letter.bytes", n=one.size_bytes)
    if one.key is not None:
        yield say("events.letter.key"), of_bytes(one.key[:MOST_OF_A_HEADER])


def _identity(one: Letter) -> str:
    if not one.is_covered:
        return say("events.letter.withheld")
    identity = " ".join(part for part in (one.source, one.event_id) if part)
    return plain(identity) or say("events.letter.unread")


def today(one: Letter, faults: Sequence[Fault] | None) -> list[str]:
    """Say what today's version finds wrong with it; nothing to who may not see its content."""
    if not one.is_covered:
        return []
    if faults is None:
        return [say("events.letter.not_judged")]
    if not faults:
        return [say("events.letter.faultless")]
    return [plain(f"{fault.pointer or '/'}: {fault.detail} ({fault.reason})") for fault in faults]


def commands(one: Letter) -> list[tuple[str, str]]:
    """Give the commands that can be run for it now, each with what it does."""
    own = f"muster dead-letters {{}} {name(one)}"
    found = [(own.format("show"), say("events.letter.command.show"))]
    if one.state == "discarded":
        return [*found, (own.format("restore"), say("events.letter.command.restore"))]
    again = " --again" if one.state == "redriven" else ""
    found += [
        (f"{own.format('redrive')}{again}", say("events.letter.command.redrive")),
        (
            f"{own.format('redrive')}{again} --corrected event.json",
            say("events.letter.command.corrected"),
        ),
    ]
    if one.state == "open":
        found.append((f'{own.format("discard")} --why "…"', say("events.letter.command.discard")))
    return found


def done(one: LetterAction) -> str:
    """Say what somebody did with it, and what became of that."""
    what = _ACTIONS[one.action.replace(" ", "_")]
    if one.is_corrected:
        what = say("events.letter.with_copy", what=what)
    if one.why is not None:
        what = say("events.letter.because", what=what, why=plain(one.why))
    said = say("events.letter.by", at=dtg(one.acted_at), what=what, who=plain(one.acted_by))
    if one.became is None:
        return said
    return say("events.letter.and_became", said=said, became=_became(one))


def _became(one: LetterAction) -> str:
    seq = f"{one.became_seq or 0:,}"
    where = f"{without_prefix(one.sent_topic or '')}/{one.sent_partition}/{one.sent_offset}"
    if one.became == "stored":
        return say("events.letter.became.stored", seq=seq)
    if one.became == "known before":
        return say("events.letter.became.known_before", seq=seq)
    if one.became == "dead again":
        reason = one.became_reason or ""
        return say("events.letter.became.dead_again", where=where, reason=reason)
    if one.became == "not read yet":
        return say("events.letter.became.not_read_yet", where=where)
    if one.became == "lost":
        return say("events.letter.became.lost", where=where)
    return say("events.letter.became.missing", where=where)


def headers(one: Letter) -> list[str]:
    """Give its headers, in their order."""
    pairs = zip(one.header_names or (), one.header_values or (), strict=True)
    return [
        f"{plain(name)}: {of_bytes((value or b'')[:MOST_OF_A_HEADER])}" for name, value in pairs
    ]


def received(one: Letter) -> str:
    """Give what was received as text, cut where it is long."""
    value = one.received or b""
    shown = of_bytes(value[:MOST_SHOWN])
    more = len(value) - MOST_SHOWN
    return f"{shown}\n{say('events.letter.more', n=more)}" if more > 0 else shown


def editable(one: Letter) -> str:
    """Give what was received as the text of an event, to be corrected."""
    pairs = [*zip(one.header_names or (), one.header_values or (), strict=True)]
    return written_out(one.received, pairs)


def of_bytes(value: bytes) -> str:
    """Give bytes as text, with what is no text spelt out."""
    return plain(value.decode("utf-8", "backslashreplace"))


def plain(text: str) -> str:
    """Give text with what cannot be seen, or turns the direction of writing, spelt out."""
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" else ascii(sign)[1:-1] for sign in text
    )

"""Dead letters as text for a terminal, to which nothing in them can do anything (pure)."""

from collections.abc import Iterator, Sequence

from schemas.faults import Fault, faults_today
from schemas.remedies import remedy
from schemas.vocabulary import TopicName
from streams.dead_letters.letters import Action, Group, Letter, Listed
from streams.dead_letters.place import Place, written

SHOWN_BYTES = 2000


def group(one: Group) -> str:
    """Return a reason with how many dead letters it has."""
    counts = (("open", one.open), ("redriven", one.redriven), ("discarded", one.discarded))
    said = ", ".join(f"{count:,} {state}" for state, count in counts if count)
    return f"{one.reason}: {said}"


def listed(one: Listed, prefix: str) -> list[str]:
    """Return the lines for one of a list."""
    who = plain(f"{one.source or 'unknown source'} {one.event_id or ''}".strip())
    state = "" if one.state == "open" else f"  {one.state}"
    return [
        f"  {one.name(prefix)}  {one.recorded_at:%Y-%m-%d %H:%M}  {who}{state}",
        f"      {plain(one.detail)}",
    ]


def in_full(letter: Letter, history: Sequence[Action], prefix: str) -> str:
    """Return all there is to say about one."""
    kept = "" if letter.is_whole else f", {len(letter.value)} of them kept"
    facts: Sequence[tuple[str, object]] = (
        ("reason", letter.reason),
        ("detail", letter.detail),
        ("state", letter.state),
        ("source", letter.source or "could not be read"),
        ("id", letter.event_id or "could not be read"),
        ("came over", _came_over(letter.place, prefix)),
        ("recorded at", f"{letter.recorded_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("size", f"{letter.size_bytes} bytes{kept}"),
        ("sha256", letter.sha256.hex()),
        ("what to do", remedy(letter.reason)),
    )
    lines = [f"{name + ':':<13}{plain(str(value))}" for name, value in facts]
    lines += [f"today:       {line}" for line in _today(letter, prefix)]
    lines += [f"done:        {plain(done(one, prefix))}" for one in history]
    if letter.key is not None:
        lines.append(f"key          {of_bytes(letter.key)}")
    for name, value in letter.headers:
        lines.append(f"header       {plain(name)}: {of_bytes(value or b'')}")
    size = len(letter.value)
    more = f"\n… {size - SHOWN_BYTES} bytes more: --bytes" if size > SHOWN_BYTES else ""
    return "\n".join([*lines, "", f"{of_bytes(letter.value[:SHOWN_BYTES])}{more}"])


def done(one: Action, prefix: str) -> str:
    """Return what somebody did with a dead letter, and what became of it."""
    what = one.action
    if one.is_corrected:
        what += " with a corrected copy"
    if one.why is not None:
        what += f" ({one.why})"
    return f"{one.acted_at:%Y-%m-%d %H:%M:%S} {what} by {one.acted_by}{_became(one, prefix)}"


def _became(one: Action, prefix: str) -> str:
    if one.sent_topic is None or one.sent_partition is None or one.sent_offset is None:
        return ""
    place = Place(one.sent_topic, one.sent_epoch, one.sent_partition, one.sent_offset)
    where = written(place, prefix, is_newest_epoch=True)
    said = {
        None: f"; not known to be sent, else it is at {where} or later: redrive looks there first",
        "stored": f"; stored as {one.became_seq}, from {where}",
        "known before": f"; the ledger had it already, as {one.became_seq}",
        "dead again": f"; dead again at {where}: {one.became_reason}",
        "not read yet": f"; at {where}, not read yet",
        "lost": f"; lost with the topic before it was read, at {where}: redrive --again",
        "missing": f"; missing at {where}: see `muster verify`",
    }
    return said[one.became]


def _came_over(place: Place, prefix: str) -> str:
    topic = place.topic.removeprefix(prefix)
    return f"{topic}, life {place.epoch}, partition {place.partition}, offset {place.offset}"


def _today(letter: Letter, prefix: str) -> Iterator[str]:
    topic = letter.place.topic.removeprefix(prefix)
    if not letter.is_whole:
        yield "cannot be judged: only its beginning is kept"
        return
    faults = faults_today(letter.value, letter.headers, topic if topic in [*TopicName] else None)
    if not faults:
        yield "nothing is wrong with it by itself: redrive sends it again"
    yield from (plain(_fault(one)) for one in faults)


def _fault(one: Fault) -> str:
    return f"{one.pointer or '(all of it)'}  {one.reason}: {one.detail}"


def of_bytes(value: bytes) -> str:
    """Return bytes as text that does nothing to a terminal."""
    return plain(value.decode("utf-8", "backslashreplace"))


def plain(text: str) -> str:
    """Return text that does nothing to a terminal: what anybody may send is in it."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else ascii(sign)[1:-1] for sign in text
    )

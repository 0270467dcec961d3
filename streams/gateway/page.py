"""The reference as one plain page: no script, no network, everything a first event needs."""

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from schemas.events import ExerciseResultRecorded
from streams.gateway.answers import EventType
from streams.gateway.catalogue import catalogue, event_type
from streams.gateway.limits import LONGEST_WAIT_S
from streams.gateway.problems import URN, ProblemKind
from streams.gateway.received import MOST_BATCH_BYTES, MOST_BYTES, MOST_EVENTS

MIB = 1024 * 1024


@cache
def text() -> bytes:
    """Return the page."""
    entry = event_type(ExerciseResultRecorded.TYPE)
    assert entry is not None  # it is in the registry
    event = entry.examples[-1]
    template = Template(files(__package__ or "").joinpath("reference.html").read_text("utf-8"))
    page = template.substitute(
        source=escape(event["source"]),
        id=escape(event["id"]),
        event=escape(json.dumps(event, indent=2), quote=False),
        longest_wait=LONGEST_WAIT_S,
        most_mib=MOST_BYTES // MIB,
        most_batch_mib=MOST_BATCH_BYTES // MIB,
        most_events=f"{MOST_EVENTS:,}",
        problems="\n".join(map(_problem_row, ProblemKind)),
        types="\n".join(map(_type_row, catalogue().types)),
    )
    return page.encode()


def _problem_row(kind: ProblemKind) -> str:
    code, status, title, detail = kind.value
    means = escape(f"{title}. {detail}")
    return (
        f'<tr id="{code}"><td>{status}</td><td><code>{URN}{code}</code></td><td>{means}</td></tr>'
    )


def _type_row(entry: EventType) -> str:
    subject = escape("+".join(entry.subject) or "its root's")
    link = f'<a href="/v1/types/{entry.type}"><code>{entry.type}</code></a>'
    versions = ", ".join(str(one.version) for one in (entry, *entry.earlier))
    says = escape(entry.says)
    return f"<tr><td>{link}</td><td>{versions}</td><td>{says}</td><td>{subject}</td></tr>"

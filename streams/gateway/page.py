"""The reference as one plain page: no script, no network, everything a first event needs."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from streams.gateway.answers import EventType
from streams.gateway.catalogue import catalogue
from streams.gateway.limits import LONGEST_WAIT_S
from streams.gateway.problems import URN, ProblemKind
from streams.gateway.received import MOST_BATCH_BYTES, MOST_BYTES, MOST_EVENTS

MIB = 1024 * 1024
LANGUAGES = {
    "Python": "first.py",
    "Java": "First.java",
    "Go": "first.go",
    "Node": "first.mjs",
}


@cache
def text() -> bytes:
    """Return the page."""
    template = Template(files(__package__ or "").joinpath("reference.html").read_text("utf-8"))
    page = template.substitute(
        event=escape(_example("event.json"), quote=False),
        curl=escape(_example("first.sh"), quote=False),
        languages="\n".join(_language(name, file) for name, file in LANGUAGES.items()),
        longest_wait=LONGEST_WAIT_S,
        most_mib=MOST_BYTES // MIB,
        most_batch_mib=MOST_BATCH_BYTES // MIB,
        most_events=f"{MOST_EVENTS:,}",
        problems="\n".join(map(_problem_row, ProblemKind)),
        types="\n".join(map(_type_row, catalogue().types)),
    )
    return page.encode()


def _example(file: str) -> str:
    return files(__package__ or "").joinpath("examples", file).read_text("utf-8")


def _language(name: str, file: str) -> str:
    text = escape(_example(file), quote=False)
    head = f"<summary>{name}: <code>{file}</code></summary>"
    return f'<details>{head}<pre tabindex="0">{text}</pre></details>'


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

"""Every way to do something is either written into the trail, or it is said here why not."""

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import click

from dashboard import gate
from dashboard.people import entrance, walls
from infra.audit.acts import Act
from infra.cli import GROUP

ROOT = Path(__file__).parents[2]

LOOKS = "it only looks"
IN_THE_LEDGER = "what it sends is in the ledger, with its source"
RUNS = "a service, or what starts and stops one; it acts for nobody"
OWNER = "run by who owns the machine; the database keeps which files it applied"
OF_ALERTS = "who did what to rules and alerts is kept in alert_action, which is only added to"
TRIED = "a world that is never committed"
OWN_DISK = "it changes nothing but a file of the producer's own"

# What a command writes into the trail, by its name; else why it writes nothing.
COMMANDS: dict[str, Act | str] = {
    "alerts run": RUNS,
    "alerts check": LOOKS,
    "alerts list": LOOKS,
    "alerts history": LOOKS,
    "alerts ack": OF_ALERTS,
    "alerts shelve": OF_ALERTS,
    "alerts unshelve": OF_ALERTS,
    "alerts rules add": OF_ALERTS,
    "alerts rules list": LOOKS,
    "alerts rules remove": OF_ALERTS,
    "alerts rules explain": LOOKS,
    "archive write": LOOKS,
    "archive verify": LOOKS,
    "archive list": LOOKS,
    "archive restore": OWNER,
    "audit list": LOOKS,
    "audit verify": LOOKS,
    "audit head": LOOKS,
    "audit export": Act.AUDIT_EXPORT,
    "dashboard": RUNS,
    "dead-letters": LOOKS,
    "dead-letters list": LOOKS,
    "dead-letters show": LOOKS,
    "dead-letters redrive": Act.REDRIVE,
    "dead-letters discard": Act.DISCARD,
    "dead-letters restore": Act.RESTORE,
    "demo": IN_THE_LEDGER,
    "down": OWNER,
    "gateway": RUNS,
    "import": IN_THE_LEDGER,
    "map": LOOKS,
    "keys create": Act.KEY_MAKE,
    "keys list": LOOKS,
    "keys revoke": Act.KEY_REVOKE,
    "method diff": TRIED,
    "metrics": LOOKS,
    "migrate": OWNER,
    "outbox put": OWN_DISK,
    "outbox send": IN_THE_LEDGER,
    "outbox list": LOOKS,
    "outbox again": OWN_DISK,
    "outbox drop": OWN_DISK,
    "publish": IN_THE_LEDGER,
    "rebuild": OWNER,
    "rebuild back": OWNER,
    "rebuild drop": OWNER,
    "rebuild list": LOOKS,
    "rebuild status": LOOKS,
    "record": IN_THE_LEDGER,
    "replay start": Act.REPLAY_START,
    "replay play": Act.REPLAY_TURN,
    "replay pause": Act.REPLAY_TURN,
    "replay seek": Act.REPLAY_TURN,
    "replay step": Act.REPLAY_TURN,
    "replay speed": Act.REPLAY_TURN,
    "replay hand-over": Act.REPLAY_TURN,
    "replay stop": Act.REPLAY_STOP,
    "replay list": LOOKS,
    "replay show": LOOKS,
    "report": Act.REPORT,
    "review create": Act.REVIEW,
    "review list": LOOKS,
    "review show": LOOKS,
    "review finding": Act.REVIEW,
    "review withdraw": Act.REVIEW,
    "review delete": Act.REVIEW,
    "schemas check": LOOKS,
    "status": LOOKS,
    "up": RUNS,
    "verify": LOOKS,
    "viewers add": Act.VIEWER_MAKE,
    "viewers list": LOOKS,
    "viewers revoke": Act.VIEWER_REVOKE,
    "viewers password": Act.VIEWER_PASSWORD,
    "viewers check": LOOKS,
    "walls pair": Act.WALL_PAIR,
    "walls list": LOOKS,
    "walls end": Act.WALL_END,
    "what-if create": Act.WHAT_IF_MAKE,
    "what-if list": LOOKS,
    "what-if show": LOOKS,
    "what-if refresh": Act.WHAT_IF_REFRESH,
    "what-if drop": Act.WHAT_IF_DROP,
    "worker": RUNS,
}

# The same of what the dashboard answers: each route, and what takes a POST.
ROUTES: dict[str, Act | str] = {
    "path": LOOKS,  # a page
    "/stream": LOOKS,
    "/health": LOOKS,
    "/health/alive": LOOKS,
    "/health/ready": LOOKS,
    "/api/events/{seq}": "what a page shows of an event, for whoever may look at pages",
    "/api/frames": LOOKS,
    "NOTES_PATH": Act.NOTE,
    "WHATIFS_PATH": Act.WHAT_IF_ASK,
    "REPLAY_PATH": Act.REPLAY_TURN,
    "REPORTS_PATH": Act.EXPORT,
    "RECORD_PATH": IN_THE_LEDGER,
    "RECORD_CHECK_PATH": LOOKS,
    "LETTER_PATH": Act.REDRIVE,
    "LETTER_CHECK_PATH": LOOKS,
    "IMPORT_PATH": Act.IMPORT,
    "IMPORT_FILE_PATH": LOOKS,
    "IMPORT_LOOK_PATH": LOOKS,
    "IMPORT_CHECK_PATH": LOOKS,
    "ALERTS_PATH": OF_ALERTS,
    "ROUTE": Act.EXPORT,
    "/export/{rest:path}": "nothing is there",
}
POSTS: dict[str, Act | str] = {
    gate.UPDATE_PATH: LOOKS,
    gate.NOTES_PATH: Act.NOTE,
    gate.WHATIFS_PATH: Act.WHAT_IF_ASK,
    gate.REPLAY_PATH: Act.REPLAY_TURN,
    gate.REPORTS_PATH: Act.EXPORT,
    gate.RECORD_PATH: IN_THE_LEDGER,
    gate.RECORD_CHECK_PATH: LOOKS,
    gate.LETTER_PATH: Act.REDRIVE,
    gate.LETTER_CHECK_PATH: LOOKS,
    gate.IMPORT_PATH: Act.IMPORT,
    gate.IMPORT_FILE_PATH: LOOKS,
    gate.IMPORT_LOOK_PATH: LOOKS,
    gate.IMPORT_CHECK_PATH: LOOKS,
    gate.ALERTS_PATH: OF_ALERTS,
    entrance.SIGN_IN: Act.SIGN_IN,
    entrance.SIGN_OUT: Act.SIGN_OUT,
    entrance.EVERYWHERE: Act.SIGN_OUT,
    walls.PAIR: Act.WALL_PAIR,
    walls.END: Act.WALL_END,
}


def commands() -> Iterator[str]:
    for entry in entry_points(group=GROUP):
        yield from below(entry.load(), entry.name)


def below(command: click.Command, name: str) -> Iterator[str]:
    """Give the names of what can be run, a group that does something by itself included."""
    if not isinstance(command, click.Group):
        yield name
        return
    if command.invoke_without_command:
        yield name
    for own, one in command.commands.items():
        yield from below(one, f"{name} {own}")


def test_of_every_command_it_is_said_what_it_leaves_in_the_trail():
    assert sorted(commands()) == sorted(COMMANDS)


def test_of_every_route_it_is_said_what_it_leaves_in_the_trail():
    text = (ROOT / "dashboard/server.py").read_text()
    found = {one.strip('"') for one in re.findall(r"add_api_route\(\s*([^,\s]+)", text)}

    assert found == set(ROUTES)


def test_of_everything_that_takes_a_post_it_is_said_what_it_leaves_in_the_trail():
    assert {**gate.MAX_BYTES, **entrance.MAX_BYTES}.keys() == POSTS.keys()


def test_the_database_writes_no_act_that_has_no_word():
    files = (ROOT / "infra/timescale/core").glob("*.sql")
    gateway = ROOT / "streams/gateway/gateway.sql"
    text = "\n".join(one.read_text() for one in (*files, gateway))
    said = set(re.findall(r"'([a-z-]+\.[a-z-]+|sign-in|sign-out)'", text))

    assert {one for one in said if not re.search(r"^(muster|www)\.", one)} <= {*Act}

"""Each kind of act leaves its entry in the trail: who, from where, what; and no more than that."""

import json
import re
import subprocess
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from infra.audit import trail
from infra.audit.acts import Act, Outcome
from infra.audit.chain import Entry, faults
from schemas.events import ExerciseConducted, ExerciseResultRecorded, MemberJoined
from tests.dashboard.running import Dashboard
from tests.dashboard.signing import PASSWORD, Client, account, by_login, signed_in
from tests.support.builders import document, event
from tests.support.gateway import running_gateway
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

HERE = "127.0.0.1"
ORIGIN = r"[^ ]+, muster {}"
SECRET_WORDS = "the words of a note, and of an event"
RESULTS = "exercise-results"


@pytest.fixture(scope="module")
def dashboard(muster: Instance, tmp_path_factory: pytest.TempPathFactory) -> Generator[Dashboard]:
    """Give a dashboard with people, an exercise, and a record that is no event."""
    joined = [event(MemberJoined, actor=one, from_on="2004-03-29") for one in ("EST", "FIN")]
    muster.send("summit-decisions", joined)
    muster.send(RESULTS, [event(ExerciseConducted, exercise_id="amber-27")])
    wrong = document(ExerciseResultRecorded, id="wrong", source="audited", rating="Z")
    muster.send(RESULTS, [json.dumps(wrong).encode()])
    muster.wait_until_read()
    own = by_login(muster).start()
    account(muster, "ann", "SECRET", None, "recorder", "analyst")
    account(muster, "bea", "RESTRICTED", "FIN")
    account(muster, "cleo", "COSMIC TOP SECRET", None, "administrator")
    yield own
    own.stop()


@dataclass
class House:
    """What a case may act on."""

    muster: Instance
    dashboard: Dashboard
    folder: Path

    def run(self, *arguments: object) -> str:
        """Run a command, which must succeed."""
        code, said = self.muster.muster(*map(str, arguments))
        assert code == 0, said
        return said

    def typed(self, text: str, *arguments: str) -> None:
        """Run a command that reads a line."""
        subprocess.run(
            [MUSTER, *arguments],
            env=dict(environment(self.muster.settings)),
            input=text,
            text=True,
            check=True,
            capture_output=True,
        )

    def letter(self) -> str:
        """Give the place of the dead letter."""
        listed = self.run("dead-letters", "list", "--state", "all")
        found = re.search(rf"{RESULTS}/\d+/\d+", listed)
        assert found, listed
        return found[0]

    def post(self, name: str, path: str, body: object, **headers: str) -> int:
        """Send something as a page does; give the status."""
        own = {"Content-Type": "application/json", **headers}
        client = signed_in(self.dashboard, name)
        return client.ask("POST", path, json.dumps(body).encode(), own).status


def sign_in(house: House) -> None:
    signed_in(house.dashboard, "ann")


def wrong_password(house: House) -> None:
    assert Client(house.dashboard.url).sign_in("ann", "not the right one").status == 403


def wrong_name(house: House) -> None:
    # Somebody typed the password into the field of the name.
    assert Client(house.dashboard.url).sign_in(PASSWORD, "ann").status == 403


def sign_out(house: House) -> None:
    assert signed_in(house.dashboard, "ann").form("/sign-out").status == 200


def sign_out_everywhere(house: House) -> None:
    assert signed_in(house.dashboard, "ann").form("/sign-out-everywhere").status == 200


def no_role_to_take_away(house: House) -> None:
    assert signed_in(house.dashboard, "bea").get("/export/events/log.csv").status == 403


def no_role_for_a_page(house: House) -> None:
    signed_in(house.dashboard, "bea").get("/system")


def no_role_for_its_table(house: House) -> None:
    assert signed_in(house.dashboard, "ann").get("/export/system/viewers.csv").status == 403


def take_away(house: House) -> None:
    assert signed_in(house.dashboard, "ann").get("/export/events/log.csv").status == 200


def write_note(house: House) -> None:
    body = {"kind": "note", "about": "/events#log", "text": SECRET_WORDS}
    key = "Idempotency-Key"
    assert house.post("ann", "/api/notes", body, **{key: "a-key-of-a-note-01"}) == 201


def import_table(house: House) -> None:
    client, path = signed_in(house.dashboard, "ann"), "/api/imports"
    head = f"Country,Day,Mark\nEST,2026-05-01,{{}}\n# {SECRET_WORDS},,\n"
    octets = {"Content-Type": "application/octet-stream"}
    dropped = client.ask("POST", f"{path}/file?name=a.csv", head.format(4).encode(), octets)
    file = json.loads(dropped.body)["file"]
    event = {
        "type": "org.muster.capability.assessed", "key": ["Country"], "time": {"column": "Day"},
        "fields": {
            "actor": {"column": "Country"}, "area": "land", "instrument": "A",
            "instrument_version": "1", "level": {"column": "Mark", "as": "int"},
            "evaluator": "self",
        },
    }  # fmt: skip
    label = {"policy": "MUSTER", "classification": "UNCLASSIFIED"}
    mapping = {"name": "own", "title": SECRET_WORDS, "label": label, "events": [event]}
    assert house.post("ann", f"{path}/check", {"file": file, "mapping": mapping}) == 200
    assert house.post("ann", path, {"file": file, "mapping": mapping}) == 202


def ask_for_a_whatif(house: House) -> None:
    house.post("ann", "/api/whatifs", {"exercise": "amber-27"})


def make_whatif(house: House) -> None:
    house.run("what-if", "create", "Its name", "--without-exercise", "amber-27", "--viewer", "ann")


def refresh_whatif(house: House) -> None:
    house.run("what-if", "refresh", "Its name", "--viewer", "ann")


def drop_whatif(house: House) -> None:
    house.run("what-if", "drop", "Its name", "--viewer", "ann")


def make_review(house: House) -> None:
    house.run("review", "create", "Amber", "--exercise", "amber-27", "--viewer", "ann")


def make_report(house: House) -> None:
    house.run("report", "Amber", "-o", house.folder / "amber.html", "--viewer", "ann")


def make_viewer(house: House) -> None:
    house.run("viewers", "add", "dora", "--clearance", "SECRET", "--nation", "EST")


def change_viewer(house: House) -> None:
    house.run("viewers", "add", "dora", "--clearance", "RESTRICTED", "--nation", "EST")


def set_password(house: House) -> None:
    house.typed(f"{PASSWORD}\n", "viewers", "password", "dora")


def revoke_viewer(house: House) -> None:
    house.run("viewers", "revoke", "dora")


def remove_viewer(house: House) -> None:
    house.muster.ask("delete from muster.viewer where name = 'dora' returning name")


def wall_code(house: House) -> str:
    """Open a screen; give the code that it shows."""
    shown = Client(house.dashboard.url).get("/wall").body
    found = re.search(r'class="wall-code">([^<]+)<', shown)
    assert found, shown
    return found[1]


def pair_wall(house: House) -> None:
    form = {"code": wall_code(house), "name": "Hall", "viewer": "bea", "every": "30"}
    assert signed_in(house.dashboard, "cleo").form("/walls/pair", **form).status == 200


def pair_no_wall(house: House) -> None:
    form = {"code": "2222-2222", "name": "Hall 2", "viewer": "bea", "every": "30"}
    assert signed_in(house.dashboard, "cleo").form("/walls/pair", **form).status == 409


def end_wall(house: House) -> None:
    assert signed_in(house.dashboard, "cleo").form("/walls/end", name="Hall").status == 200


def pair_wall_by_command(house: House) -> None:
    house.run("walls", "pair", wall_code(house), "--viewer", "bea", "--name", "Hall 3")


def end_wall_by_command(house: House) -> None:
    house.run("walls", "end", "Hall 3")


def make_key(house: House) -> None:
    house.run("keys", "create", "north", "--source", "north/*")


def key_of(house: House) -> str:
    found: str = house.muster.one("select key_id from muster.producer_key")
    return found


def change_key(house: House) -> None:
    house.muster.ask("update muster.producer_key set events_per_s = 7 returning key_id")


def revoke_key(house: House) -> None:
    house.run("keys", "revoke", key_of(house))


def refused_by_the_gateway(house: House) -> None:
    with running_gateway(house.muster) as gateway:
        gateway.post(b'{"secret": "content"}', key="0123456789ab." + "x" * 43)


def redrive(house: House) -> None:
    file = house.folder / "event.json"
    file.write_text(
        json.dumps(document(ExerciseResultRecorded, id="wrong", source="audited", rating="S"))
    )
    house.run("dead-letters", "redrive", house.letter(), "--corrected", file)


def discard(house: House) -> None:
    house.run("dead-letters", "discard", house.letter(), "--why", SECRET_WORDS)


def restore(house: House) -> None:
    house.run("dead-letters", "restore", house.letter())


def start_replay(house: House) -> None:
    own = ("--from", "2026-05-01", "--to", "2026-05-20", "--viewer", "ann", "--known", "now")
    house.run("replay", "start", "amber", *own)


def turn_replay(house: House) -> None:
    assert house.post("ann", "/api/replay", {"clock": "amber", "act": "pause"}) == 200


def stop_replay(house: House) -> None:
    house.run("replay", "stop", "amber", "--viewer", "ann")


def export_trail(house: House) -> None:
    house.run("audit", "export", "-o", house.folder / "trail.jsonl")


Row = tuple[Act, Outcome, str, str, str]
BY_VIEWER = ("viewer ann", HERE)
CASES: dict[Callable[[House], None], Row] = {
    sign_in: (Act.SIGN_IN, Outcome.DONE, "viewer ann", HERE, ""),
    wrong_password: (Act.SIGN_IN, Outcome.REFUSED, "viewer ann", HERE, ""),
    wrong_name: (Act.SIGN_IN, Outcome.REFUSED, "nobody ", HERE, ""),
    sign_out: (Act.SIGN_OUT, Outcome.DONE, "viewer ann", HERE, ""),
    sign_out_everywhere: (Act.SIGN_OUT, Outcome.DONE, "viewer ann", HERE, ""),
    no_role_to_take_away: (
        Act.ACCESS, Outcome.REFUSED, "viewer bea", HERE, "GET /export/events/log.csv",
    ),
    no_role_for_a_page: (Act.ACCESS, Outcome.REFUSED, "viewer bea", HERE, "GET /system"),
    no_role_for_its_table: (
        Act.ACCESS, Outcome.REFUSED, "viewer ann", HERE, "GET /export/system/viewers.csv",
    ),
    take_away: (Act.EXPORT, Outcome.DONE, "viewer ann", HERE, "events/log.csv"),
    write_note: (Act.NOTE, Outcome.BEGUN, "viewer ann", HERE, "note/[0-9a-f-]{36}"),
    import_table: (Act.IMPORT, Outcome.BEGUN, "viewer ann", HERE, "table [0-9a-f]{12}"),
    ask_for_a_whatif: (Act.WHAT_IF_ASK, Outcome.BEGUN, "viewer ann", HERE, "without an exercise"),
    make_whatif: (Act.WHAT_IF_MAKE, Outcome.BEGUN, "user", "what-if", "[0-9a-f]{12}"),
    refresh_whatif: (Act.WHAT_IF_REFRESH, Outcome.BEGUN, "user", "what-if", "[0-9a-f]{12}"),
    drop_whatif: (Act.WHAT_IF_DROP, Outcome.BEGUN, "user", "what-if", "[0-9a-f]{12}"),
    make_review: (Act.REVIEW, Outcome.DONE, "user", "report", "[0-9a-f]{12}"),
    make_report: (Act.REPORT, Outcome.BEGUN, "user", "report", "[0-9a-f]{12}"),
    make_viewer: (Act.VIEWER_MAKE, Outcome.DONE, "user", "viewers", "dora"),
    change_viewer: (Act.VIEWER_CHANGE, Outcome.DONE, "user", "viewers", "dora"),
    set_password: (Act.VIEWER_PASSWORD, Outcome.DONE, "user", "viewers", "dora"),
    revoke_viewer: (Act.VIEWER_REVOKE, Outcome.DONE, "user", "viewers", "dora"),
    # Whoever comes past every command is known by the role alone.
    remove_viewer: (Act.VIEWER_REMOVE, Outcome.DONE, "viewer owner", "", "dora"),
    pair_wall: (Act.WALL_PAIR, Outcome.DONE, "viewer cleo", HERE, "Hall"),
    pair_no_wall: (Act.WALL_PAIR, Outcome.REFUSED, "viewer cleo", HERE, "Hall 2"),
    end_wall: (Act.WALL_END, Outcome.DONE, "viewer cleo", HERE, "Hall"),
    pair_wall_by_command: (Act.WALL_PAIR, Outcome.DONE, "user", "walls", "Hall 3"),
    end_wall_by_command: (Act.WALL_END, Outcome.DONE, "user", "walls", "Hall 3"),
    make_key: (Act.KEY_MAKE, Outcome.DONE, "user", "keys", "[0-9a-f]{12} of north"),
    change_key: (Act.KEY_CHANGE, Outcome.DONE, "viewer owner", "", "[0-9a-f]{12} of north"),
    revoke_key: (Act.KEY_REVOKE, Outcome.DONE, "user", "keys", "[0-9a-f]{12} of north"),
    refused_by_the_gateway: (Act.REQUEST, Outcome.REFUSED, "nobody ", HERE, "POST /v1/events"),
    discard: (Act.DISCARD, Outcome.DONE, "user", "dead-letters", rf".*{RESULTS}/\d+/\d+"),
    restore: (Act.RESTORE, Outcome.DONE, "user", "dead-letters", rf".*{RESULTS}/\d+/\d+"),
    redrive: (Act.REDRIVE, Outcome.BEGUN, "user", "dead-letters", rf".*{RESULTS}/\d+/\d+"),
    start_replay: (Act.REPLAY_START, Outcome.DONE, "user", "replay", "amber"),
    turn_replay: (Act.REPLAY_TURN, Outcome.DONE, "viewer ann", HERE, "amber"),
    stop_replay: (Act.REPLAY_STOP, Outcome.DONE, "user", "replay", "amber"),
    export_trail: (Act.AUDIT_EXPORT, Outcome.BEGUN, "user", "audit", "trail.jsonl"),
}  # fmt: skip


@pytest.fixture
def house(muster: Instance, dashboard: Dashboard, tmp_path: Path) -> House:
    with muster.connect() as owner:
        owner.execute("delete from muster.sign_in_attempt")
    return House(muster, dashboard, tmp_path)


def entries(muster: Instance) -> list[Entry]:
    with muster.connect() as owner:
        return trail.newest(owner, trail.Filter(), 1_000_000)


def test_there_is_a_case_for_every_kind_of_act():
    assert {act for act, *_ in CASES.values()} == {*Act}


@pytest.mark.parametrize("act", CASES, ids=lambda one: one.__name__)
def test_each_act_leaves_its_entry(house: House, act: Callable[[House], None]):
    before = len(entries(house.muster))
    act(house)
    found = entries(house.muster)[before:]
    wanted, outcome, who, origin, subject = CASES[act]

    own = [one for one in found if (one.act, one.outcome) == (wanted, outcome)]
    assert len(own) == 1, found
    one = own[0]
    if who == "user":
        assert f"{one.who_kind} {one.who}" == f"user {trail.user()}"
        assert re.fullmatch(ORIGIN.format(origin), one.origin), one
    else:
        assert (f"{one.who_kind} {one.who}", one.origin) == (who, origin)
    assert re.fullmatch(subject, one.subject), one


def test_the_trail_is_whole_and_holds_no_words_no_password_and_no_token(house: House):
    client = signed_in(house.dashboard, "ann")
    found = entries(house.muster)
    written = json.dumps([one._asdict() for one in found], default=str)

    assert list(faults(found)) == []
    assert PASSWORD not in written
    assert SECRET_WORDS not in written
    assert "content" not in written
    assert [one for one in client.cookies.values() if one and one in written] == []


def test_an_export_is_verified_without_a_database(house: House):
    file = house.folder / "trail.jsonl"
    house.run("audit", "export", "-o", file)
    said = house.run("audit", "verify", "--file", file)
    lines = file.read_text().splitlines()
    lines[1] = lines[1].replace('"who":"', '"who":"x')
    file.write_text("\n".join([*lines[:3], *lines[4:]]))

    code, broken = house.muster.muster("audit", "verify", "--file", str(file))

    assert "the trail is whole" in said
    assert code == 65
    assert "entry 2 was changed\nentry 4 is gone\n" in broken


def test_what_cannot_be_written_down_is_not_done(house: House):
    ann = signed_in(house.dashboard, "ann")
    reports = house.folder / "amber.html"
    refused = "raise exception 'no room' using errcode = '53100'"
    with house.muster.connect() as owner:
        owner.execute(
            "create function muster.no_room() returns trigger language plpgsql as"
            f" $$ begin {refused}; end $$"
        )
        owner.execute(
            "create trigger no_room before insert on muster.audit_entry"
            " for each row execute function muster.no_room()"
        )
    try:
        statuses = [
            Client(house.dashboard.url).sign_in("ann").status,
            Client(house.dashboard.url).sign_in("ann", "not the right one").status,
            ann.get("/export/events/log.csv").status,
            ann.get("/export/system/viewers.csv").status,
        ]
        codes = [
            house.muster.muster("viewers", "add", "eve", "--clearance", "SECRET", "--all-nations")[
                0
            ],
            house.muster.muster("report", "Amber", "-o", str(reports), "--viewer", "ann")[0],
            house.muster.muster("keys", "create", "south", "--source", "south/*")[0],
        ]
        with running_gateway(house.muster) as gateway:
            gatewayed = gateway.post(b"{}").status
    finally:
        with house.muster.connect() as owner:
            owner.execute("drop function muster.no_room cascade")

    assert statuses[:3] == [503, 503, 503]
    assert statuses[3] == 403  # refused all the same
    assert 0 not in codes
    assert gatewayed == 503
    assert not reports.exists()
    assert house.muster.ask("select from muster.viewer where name = 'eve'") == []
    assert house.muster.ask("select from muster.producer_key where producer = 'south'") == []

"""People sign in: each sees what is theirs, and whoever is out is out everywhere and at once."""

import http.client
import json
import re
import subprocess
import time
from collections.abc import Generator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from dashboard import app
from infra.clock import utc_now
from infra.viewers import kept
from schemas.events import MemberJoined, ResourceLevelReported
from tests.dashboard.running import Dashboard, Watched, look, place, until
from tests.dashboard.signing import (
    HASH,
    PASSWORD,
    Client,
    account,
    browser_of,
    by_login,
    signed_in,
)
from tests.support.builders import event
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

PAGES = (
    "/", "/interoperability", "/trends", "/exercises", "/lessons", "/summits", "/partners",
    "/review", "/events", "/audit", "/system",
)  # fmt: skip
OUT_WITHIN_S = 5.0
ROWS = "[...document.querySelectorAll('#latest-events li')].map(li => li.innerText)"


@pytest.fixture(scope="module", autouse=True)
def people(muster: Instance) -> None:
    """Have a body with two members, and four people who may see different things."""
    muster.send(
        "summit-decisions",
        [event(MemberJoined, actor=actor, from_on="2004-03-29") for actor in ("EST", "FIN")],
    )
    muster.wait_until_read()
    account(muster, "ann", "RESTRICTED", "EST", "recorder", "analyst")
    account(muster, "bea", "RESTRICTED", "FIN")
    account(muster, "cleo", "COSMIC TOP SECRET", None, "administrator")
    account(muster, "dora", "RESTRICTED", "EST")


@pytest.fixture(scope="module")
def dashboard(muster: Instance) -> Generator[Dashboard]:
    own = by_login(muster).start()
    yield own
    own.stop()


@pytest.fixture(autouse=True)
def no_waiting(muster: Instance) -> None:
    with muster.connect() as owner:
        owner.execute("delete from muster.sign_in_attempt")


def report(muster: Instance, actor: str, pct: float, classification: str, *nations: str) -> None:
    """Have a report that is released to some nations, and wait until it is stored."""
    own = {"releasableto": ",".join(nations)} if nations else {}
    sent = event(
        ResourceLevelReported,
        actor=actor,
        pct=pct,
        time=utc_now().isoformat(),
        policy="NATO",
        classification=classification,
        **own,
    )
    muster.send("capability-updates", [sent])
    muster.wait_until_read()


def test_three_people_live_at_once_see_each_only_what_is_theirs(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    seen: dict[str, Watched] = {}
    for name in ("ann", "bea", "cleo"):
        context = browser_of(chromium, dashboard, signed_in(dashboard, name))
        seen[name] = look(chromium, dashboard.url, "/", context=context)

    report(muster, "EST", 41.5, "RESTRICTED", "EST")
    report(muster, "FIN", 42.5, "RESTRICTED", "FIN")
    report(muster, "FIN", 43.5, "SECRET", "FIN")
    until(lambda: rows(seen["cleo"].page, "43.5"), "the last event at the headquarters")
    until(lambda: rows(seen["ann"].page, "41.5"), "the event of Estonia")
    until(lambda: rows(seen["bea"].page, "42.5"), "the event of Finland")
    time.sleep(1)

    for name, theirs in (("ann", ["41.5"]), ("bea", ["42.5"]), ("cleo", ["41.5", "42.5", "43.5"])):
        found = [pct for pct in ("41.5", "42.5", "43.5") if rows(seen[name].page, pct)]
        assert found == theirs, name
        whole = seen[name].page.content()
        assert [pct for pct in ("41.5", "42.5", "43.5") if pct in whole] == theirs, name
        assert name in seen[name].text("a.viewer")
        seen[name].is_clean()
        seen[name].context.close()


def rows(page: Page, words: str) -> list[str]:
    return [row for row in page.evaluate(ROWS) if words in row]


def test_the_stream_says_nothing_of_what_its_viewer_may_not_see(dashboard, muster):
    said: dict[str, str] = {}
    streams = {name: Stream(dashboard, signed_in(dashboard, name)) for name in ("ann", "bea")}
    report(muster, "FIN", 61.5, "RESTRICTED", "FIN")
    report(muster, "FIN", 62.5, "RESTRICTED", "FIN")
    for name, one in streams.items():
        said[name] = one.until_quiet()

    counts = [int(n) for n in re.findall(r'"count":([0-9]+)', said["bea"])]
    assert sum(counts) == 2
    assert "61.5" in said["bea"]
    assert "event: events" not in said["ann"]
    assert "event: hb" in said["ann"]


class Stream:
    """The stream of somebody without a browser."""

    def __init__(self, dashboard: Dashboard, client: Client) -> None:
        parts = urlsplit(dashboard.url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=9)
        cookie = f"muster={client.cookies['muster']}"
        self._connection.request("GET", "/stream", headers={"Cookie": cookie})
        self.answer = self._connection.getresponse()

    def until_quiet(self, s: float = 6.5) -> str:
        """Give what it says in the next seconds."""
        began, said = time.monotonic(), b""
        while time.monotonic() - began < s:
            said += self.answer.read1(65536)
        self._connection.close()
        return said.decode()


WAYS_OUT = ("revoked", "clearance", "nation", "role", "password", "idle", "absolute", "erased")


@pytest.mark.parametrize("way", WAYS_OUT)
def test_whoever_is_out_while_looking_is_at_the_sign_in_page_within_five_seconds(
    chromium: Browser, dashboard: Dashboard, muster: Instance, way: str
):
    name = account(muster, f"eve-{way}", "RESTRICTED", "EST")
    seen = look(
        chromium,
        dashboard.url,
        "/trends",
        context=browser_of(chromium, dashboard, signed_in(dashboard, name)),
    )
    put_out(muster, name, way)
    took_s = until(lambda: "/sign-in" in place(seen.page), "the sign-in page", OUT_WITHIN_S)

    print(f"out by {way} after {took_s:.2f} s")
    assert "next=%2Ftrends" in place(seen.page)
    assert not seen.page.query_selector(".page")
    seen.context.close()


def put_out(muster: Instance, name: str, way: str) -> None:
    with muster.connect() as owner:
        if way == "revoked":
            kept.revoke(owner, name)
        elif way == "clearance":
            kept.put_viewer(owner, name, "UNCLASSIFIED", "EST")
        elif way == "nation":
            kept.put_viewer(owner, name, "RESTRICTED", "FIN")
        elif way == "role":
            kept.put_viewer(owner, name, "RESTRICTED", "EST", ["recorder"])
        elif way == "password":
            kept.set_password(owner, name, HASH)
        else:
            column = {
                "idle": "seen_at = seen_at - interval '31 minutes'",
                "absolute": "expires_at = clock_timestamp()",
                "erased": None,
            }[way]
            statement = (
                f"update muster.session set {column} where viewer = %s"
                if column
                else "delete from muster.session where viewer = %s"
            )
            owner.execute(statement, [name])


def test_signing_out_ends_the_page_in_every_tab_and_the_stolen_cookie_is_worth_nothing(
    chromium: Browser, dashboard: Dashboard
):
    client = signed_in(dashboard, "ann")
    stolen = dict(client.cookies)
    context = browser_of(chromium, dashboard, client)
    first = look(chromium, dashboard.url, "/", context=context)
    second = look(chromium, dashboard.url, "/trends", context=context)
    first.page.click("a.viewer")
    until(lambda: place(first.page).endswith("/you"), "who one is")
    first.page.click("text=Sign out >> nth=0")
    until(lambda: "/sign-in" in place(second.page), "the other tab to be out", OUT_WITHIN_S)

    assert "You are signed out." in first.text("main")
    thief = Client(dashboard.url, cookies=stolen)
    assert thief.get("/").status == 303
    assert thief.get("/stream").status == 401
    context.close()


def test_signing_out_everywhere_ends_the_other_browsers_and_nobody_elses(
    chromium: Browser, dashboard: Dashboard
):
    here, bea = signed_in(dashboard, "ann"), signed_in(dashboard, "bea")
    elsewhere = look(
        chromium,
        dashboard.url,
        "/",
        context=browser_of(chromium, dashboard, signed_in(dashboard, "ann")),
    )
    answer = here.form("/sign-out-everywhere")
    until(lambda: "/sign-in" in place(elsewhere.page), "the other browser to be out", OUT_WITHIN_S)

    assert answer.status == 200
    assert here.get("/you").status == 303
    assert bea.get("/you").status == 200
    elsewhere.context.close()


def test_one_signs_in_at_the_page_and_is_where_one_wanted_to_go(
    chromium: Browser, dashboard: Dashboard
):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(dashboard.url + "/trends?body=NATO")
    assert "/sign-in" in page.url
    page.fill("#name", "dora")
    page.fill("#password", "wrong battery staple")
    page.click("button[type=submit]")
    assert "do not go together" in page.inner_text("main")
    page.fill("#name", "dora")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    until(lambda: place(page).endswith("/trends?body=NATO"), "the page that was wanted")
    until(lambda: page.query_selector("a.viewer"), "who one is")
    page.click("a.viewer")
    said = page.inner_text("main")

    assert "dora" in said
    assert "RESTRICTED" in said
    assert "EST" in said
    assert "look at pages" in said
    assert "write notes" not in said
    context.close()


def test_the_pages_of_the_door_have_no_barriers_in_light_and_dark(
    chromium: Browser, dashboard: Dashboard
):
    context = browser_of(chromium, dashboard, signed_in(dashboard, "ann"))
    for path, own in (("/you", context), ("/sign-in", chromium.new_context())):
        page = own.new_page()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(dashboard.url + path)
            Watched(page, own).has_no_barriers(scheme)
        own.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_a_session_is_the_way_to_sign_in_and_nothing_of_it(dashboard, path):
    answer = Client(dashboard.url).get(path)

    assert answer.status == 303
    assert answer.header("location").startswith("/sign-in?next=")
    assert answer.body == ""


ELSEWHERE = (
    "/stream", "/api/events/1", "/api/frames", "/api/notes?page=/", "/_dash-layout", "/signed-in",
    "/_dash-dependencies", "/export/overview/matrix.csv", "/export/system/partitions.csv",
)  # fmt: skip
WITHOUT = ({}, {"muster": "made-up"}, {"muster": "x" * 500}, {"muster": ""}, {"other": "1"})


@pytest.mark.parametrize("path", ELSEWHERE)
@pytest.mark.parametrize("cookies", WITHOUT, ids=str)
def test_whatever_else_is_asked_without_a_session_is_401_and_nothing_else(
    dashboard, path, cookies
):
    answer = Client(dashboard.url, cookies=dict(cookies)).get(path)

    assert answer.status == 401
    assert json.loads(answer.body).keys() == {"error"}


def test_every_callback_without_a_session_is_401(dashboard):
    signed = signed_in(dashboard, "cleo")
    callbacks = json.loads(signed.get("/_dash-dependencies").body)
    asked = 0
    for one in callbacks:
        if one["clientside_function"]:
            continue
        asked += 1
        answer = post(Client(dashboard.url), one)
        assert answer.status == 401, one["output"]
        refused = (401,) if of_a_role(one["output"]) else (401, 403)
        assert post(signed, one).status not in refused, one["output"]
    assert asked >= 10


def of_a_role(output: str) -> bool:
    """Tell whether a callback fills a page that is there for a role alone."""
    return any(f"..{page.name}.className." in output for page in app.PAGES if page.only_for)


def post(client: Client, callback: dict):
    outputs = [
        dict(zip(("id", "property"), pair.rsplit(".", 1), strict=True))
        for pair in callback["output"].strip(".").split("...")
    ]
    asked = {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "inputs": [
            {**one, "value": {"path": "/", "title": "x", "parameters": {}}}
            if one["id"] == "view"
            else one
            for one in callback["inputs"]
        ],
        "state": callback["state"],
        "changedPropIds": [f"{one['id']}.{one['property']}" for one in callback["inputs"]],
    }
    content = {"Content-Type": "application/json"}
    return client.ask("POST", "/_dash-update-component", json.dumps(asked).encode(), content)


def test_what_is_for_operators_is_for_administrators_alone(dashboard):
    plain, chief = signed_in(dashboard, "ann"), signed_in(dashboard, "cleo")
    callbacks = json.loads(plain.get("/_dash-dependencies").body)
    own = [one for one in callbacks if "system.className" in one["output"]]
    (page,) = own

    assert post(plain, page).status == 403
    assert post(chief, page).status == 200
    assert plain.get("/export/system/partitions.csv").status == 403
    assert "This is for others" in plain.get("/system").body
    assert 'href="/system"' not in plain.get("/").body
    assert 'href="/system"' in chief.get("/").body


def test_of_dead_letters_others_are_told_that_they_are_not_shown(chromium, dashboard):
    shown = {}
    for name in ("ann", "cleo"):
        context = browser_of(chromium, dashboard, signed_in(dashboard, name))
        seen = look(chromium, dashboard.url, "/events?show=dead-letters", context=context)
        shown[name] = (seen.text("#dead-title"), seen.text(".page"))
        context.close()

    assert shown["ann"][0] == "What is for operators is shown to administrators."
    assert "Dead letters (" not in shown["ann"][1]
    assert "operators" not in shown["cleo"][0]
    assert "Dead letters (" in shown["cleo"][1]


def test_a_health_check_needs_no_session_and_learns_nothing_but_a_status(dashboard):
    for path in ("/health", "/health/alive", "/health/ready"):
        answer = Client(dashboard.url).get(path)

        assert json.loads(answer.body).keys() == {"status"}


def note(client: Client, text: str, **headers: str):
    body = json.dumps({"kind": "note", "about": "/#matrix", "text": text}).encode()
    key = re.sub(r"[^a-z0-9]", "", text.lower()).ljust(16, "x")
    own = {"Content-Type": "application/json", "Idempotency-Key": key, **headers}
    return client.ask("POST", "/api/notes", body, own)


def test_a_note_carries_who_wrote_it_and_needs_the_role(dashboard, muster):
    ann, bea = signed_in(dashboard, "ann"), signed_in(dashboard, "bea")
    written = note(ann, "Seen by the watch")
    refused = note(bea, "Not a recorder")
    muster.wait_until_read()
    listed = json.loads(ann.get("/api/notes?page=/").body)["notes"]

    assert written.status == 201, written.body
    assert json.loads(written.body)["marking"].endswith(" EST")
    assert refused.status == 403
    assert "recorder" in refused.body
    assert [(one["author"], one["text"]) for one in listed] == [("ann", "Seen by the watch")]
    assert json.loads(bea.get("/api/notes?page=/").body)["notes"] == []


def test_taking_files_away_needs_the_role_analyst(dashboard):
    ann, bea = signed_in(dashboard, "ann"), signed_in(dashboard, "bea")

    assert ann.get("/export/events/log.csv").status in (200, 404)
    assert bea.get("/export/events/log.csv").status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/sign-out-everywhere", "/api/notes"])
def test_another_site_sends_nothing_in_anybodys_name(dashboard, origin, path):
    client = signed_in(dashboard, "ann")
    answer = client.form(path, {"Origin": origin}, name="ann", password=PASSWORD, next="/")

    assert answer.status == 403
    assert client.get("/you").status == 200


@pytest.mark.parametrize(
    "next_path",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "/none", "javascript:1", ""],
)
def test_after_signing_in_one_goes_nowhere_else(dashboard, next_path):
    answer = Client(dashboard.url).sign_in("ann", next=next_path)

    assert (answer.status, answer.header("location")) == (303, "/")


def test_the_cookie_is_for_this_server_alone_and_new_each_time(dashboard):
    client = Client(dashboard.url)
    client.cookies["muster"] = "chosen-by-somebody-else"
    answer = client.sign_in("ann")
    first = client.cookies["muster"]
    second = signed_in(dashboard, "ann").cookies["muster"]
    kept_cookie = answer.header("set-cookie")

    assert "HttpOnly" in kept_cookie
    assert "SameSite=Lax" in kept_cookie
    assert "Domain" not in kept_cookie
    assert first not in ("chosen-by-somebody-else", second)
    assert len(first) >= 43


def test_signing_in_again_ends_the_session_that_the_browser_had(dashboard):
    client = signed_in(dashboard, "ann")
    before = Client(dashboard.url, cookies=dict(client.cookies))
    assert client.sign_in("bea").status == 303

    assert "bea" in client.get("/you").body
    assert before.get("/you").status == 303


def test_a_wrong_password_an_unknown_name_and_a_revoked_one_are_told_the_same(dashboard, muster):
    account(muster, "gone", "RESTRICTED", "EST")
    with muster.connect() as owner:
        kept.revoke(owner, "gone")
    told, took = set(), {}
    # The quickest of five: what else the machine does takes time too.
    for name, password in 5 * (
        ("ann", "wrong battery staple"),
        ("nobody-at-all", PASSWORD),
        ("gone", PASSWORD),
        ("operator", PASSWORD),
        ("owner", PASSWORD),
        ("", PASSWORD),
        ("x" * 3000, PASSWORD),
    ):
        began = time.perf_counter()
        answer = Client(dashboard.url).sign_in(name, password)
        seconds = time.perf_counter() - began
        took[name[:20]] = min(seconds, took.get(name[:20], seconds))
        told.add((answer.status, answer.body))
        with muster.connect() as owner:
            owner.execute("delete from muster.sign_in_attempt")

    print({name: f"{s * 1000:.0f} ms" for name, s in took.items()})
    assert len(told) == 1
    assert next(iter(told))[0] == 403
    # Nobody is told without the work that a wrong password takes; a busy core only adds to it.
    assert min(took.values()) > 0.5 * took["ann"]
    assert max(took.values()) < 5 * took["ann"]


def test_after_five_mistakes_the_right_password_is_not_even_looked_at(dashboard):
    client = Client(dashboard.url)
    first = [client.sign_in("dora", "wrong battery staple").status for _ in range(5)]
    answer = client.sign_in("dora")

    assert first == [403] * 5
    assert answer.status == 429
    assert int(answer.header("retry-after")) >= 1
    assert client.get("/you").status == 303


def test_what_a_page_asks_by_itself_keeps_no_session_alive(dashboard, muster):
    account(muster, "frank", "RESTRICTED", "EST")
    client = signed_in(dashboard, "frank")
    callbacks = json.loads(client.get("/_dash-dependencies").body)
    (page,) = [one for one in callbacks if "overview.className" in one["output"]]
    with muster.connect() as owner:
        owner.execute("update muster.session set seen_at = seen_at - interval '29 minutes'")
    before = muster.one("select seen_at from muster.session where viewer = 'frank'")
    dashboard.kill()
    dashboard.start()  # it remembers nobody as just seen

    inputs = [one for one in page["inputs"] if one["id"] == "tick"]
    assert inputs
    asked_by_itself = {**page}
    answer = ask_by_itself(client, asked_by_itself)
    assert answer.status == 200
    assert client.get("/api/notes?page=/").status == 200
    assert client.get("/signed-in").status == 204
    assert muster.one("select seen_at from muster.session where viewer = 'frank'") == before
    assert client.get("/").status == 200
    assert muster.one("select seen_at from muster.session where viewer = 'frank'") > before


def ask_by_itself(client: Client, callback: dict):
    sent: list[bytes] = []

    class Recording(Client):
        def ask(self, method, path, body=None, headers=None):
            message = json.loads(body)
            message["changedPropIds"] = ["tick.data"]
            sent.append(json.dumps(message).encode())
            return client.ask(method, path, sent[0], headers)

    return post(Recording(client.url, cookies=client.cookies), callback)


def test_a_cookie_that_ended_changes_nothing_of_what_is_said_at_the_door(dashboard):
    stale = Client(dashboard.url, cookies={"muster": "ended-long-ago"})
    page = stale.get("/sign-in")
    wrong = stale.sign_in("ann", "wrong battery staple")

    assert page.status == 200
    assert wrong.status == 403
    assert "do not go together" in wrong.body
    assert stale.get("/health/alive").status == 200


def test_a_stream_of_a_session_that_ends_says_so_and_ends(dashboard, muster):
    client = signed_in(dashboard, "bea")
    parts = urlsplit(dashboard.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request("GET", "/stream", headers={"Cookie": f"muster={client.cookies['muster']}"})
    stream = connection.getresponse()
    assert b"event: hb" in stream.read1(4096)
    with muster.connect() as owner:
        owner.execute("delete from muster.session where viewer = 'bea'")
    began, said = time.monotonic(), b""
    while more := stream.read1(4096):
        said += more
    connection.close()

    assert b"event: signed-out" in said
    assert time.monotonic() - began < OUT_WITHIN_S


def test_while_the_database_is_set_for_everybody_no_dashboard_with_logins_starts(muster):
    with muster.connect() as owner:
        owner.execute("update muster.viewer set db_role = 'muster_reader' where name = 'operator'")
    try:
        code, said = _start(muster)
    finally:
        with muster.connect() as owner:
            owner.execute("update muster.viewer set db_role = null where name = 'operator'")

    assert code == 2
    assert "people sign in" in said
    assert "muster migrate" in said


def test_without_logins_no_dashboard_starts_that_would_show_nothing(muster):
    code, said = _start(muster, "none")

    assert code == 2
    assert "MUSTER_LOGINS is 'none'" in said
    assert len(said.splitlines()) == 1


def _start(muster: Instance, logins: Any = "local") -> tuple[int, str]:
    done = subprocess.run(
        [MUSTER, "dashboard", "--port", "1"],
        env=dict(environment(replace(muster.settings, logins=logins))),
        capture_output=True,
        timeout=60,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr

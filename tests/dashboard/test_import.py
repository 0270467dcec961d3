"""Somebody drops a table: mapped by example, checked whole, recorded as who dropped it."""

import hashlib
import http.client
import json
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser

from dashboard.dropped import LARGEST_BYTES
from infra.viewers import kept
from tests.dashboard.running import Dashboard, look, until
from tests.dashboard.signing import Client, account, by_login, signed_in
from tests.support.instance import Instance

PATH = "/api/imports"
ROWS = [
    "{table} 26,Estonia,Logistics,log-1,S,external,2026-05-12\n",
    "{table} 26,Finland,Logistics,log-2,P,external,2026-05-12\n",
    "{table} 26,Atlantis,Logistics,log-3,P,external,2026-05-12\n",
]
HEAD = "Exercise,Nation,Domain,Objective,Grade,Evaluated by,Date\n"


def table(name: str, rows: list[str] = ROWS) -> bytes:
    return (HEAD + "".join(rows)).format(table=name).encode()


class Importer:
    """Who drops tables: somebody who is signed in, or whoever is at a dashboard without logins."""

    def __init__(self, dashboard: Dashboard, client: Client | None = None) -> None:
        self._dashboard, self._client = dashboard, client

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Any:
        headers = {"Content-Type": kind} if kind else {}
        if self._client is not None:
            own = {**headers, "Origin": self._client.url, "Sec-Fetch-Site": "same-origin"}
            answer = self._client.ask(method, path, body, own)
            return answer.status, json.loads(answer.body)
        url = self._dashboard.url + path
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310
        status, said = self._dashboard.ask(request)
        return status, json.loads(said)

    def dropped(self, content: bytes, name: str = "marks.csv") -> Any:
        path = f"{PATH}/file?name={quote(name)}"
        return self.ask("POST", path, content, "application/octet-stream")

    def post(self, path: str, **said: object) -> Any:
        return self.ask("POST", PATH + path, json.dumps(said).encode(), "application/json")

    def guessed(self, file: str, name: str, **label: object) -> dict[str, Any]:
        made = self.post("/look", file=file, type="exercise.result_recorded")[1]["guess"][
            "mapping"
        ]
        made["name"] = name
        made["label"] |= {"classification": "UNCLASSIFIED", **label}
        made["events"][0]["fields"]["exercise_kind"] = "livex"
        return made

    def recorded(self, file: str, mapping: dict[str, Any]) -> dict[str, Any]:
        """Check and record; give what became of it."""
        assert self.post("/check", file=file, mapping=mapping)[0] == 200
        status, said = self.post("", file=file, mapping=mapping)
        assert status == 202, said

        def stage() -> dict[str, Any]:
            return self.ask("GET", f"{PATH}?file={file}")[1]

        until(lambda: stage()["stage"] in ("done", "failed"), "the end of the import")
        return stage()

    def plan(self, content: bytes, name: str, **label: object) -> dict[str, Any]:
        """Drop a table and give what an import would do."""
        file = self.dropped(content)[1]["file"]
        mapping = self.guessed(file, name, **label)
        return self.post("/check", file=file, mapping=mapping)[1]


@pytest.fixture
def anybody(dashboard: Dashboard) -> Importer:
    return Importer(dashboard)


def test_a_table_is_dropped_mapped_by_example_checked_and_recorded(
    chromium: Browser, dashboard: Dashboard, muster: Instance, tmp_path: Path
):
    file = tmp_path / "Dropped.csv"
    file.write_bytes(table("Dropped"))
    seen = look(chromium, dashboard.url, "/import")
    page = seen.page
    until(lambda: page.query_selector("#import-file"), "the place for a file")
    page.set_input_files("#import-file", str(file))
    until(lambda: page.query_selector("#import-type"), "the choice of types")
    seen.shows("#import-columns", "Estonia · Finland")
    page.select_option("#import-type", "exercise.result_recorded")
    seen.shows("#import-outcome", "Still to say: Classification, Exercise kind")
    page.select_option("[data-sets='source'][data-field='exercise_kind']", "=")
    page.select_option("[data-sets='constant'][data-field='exercise_kind']", "livex")
    page.select_option("[data-sets='classification']", "UNCLASSIFIED")
    seen.shows("#import-plan", "3 rows, 2 events, 0 skipped, 1 refused")
    seen.shows("#import-refused", "Row 4: actor: 'Atlantis' is no country known by that name")
    assert len(page.query_selector_all("#import-first details")) == 2
    seen.has_no_barriers("light")
    seen.has_no_barriers("dark")
    with page.expect_download() as saving:
        page.click("#import-save")
    saved = Path(saving.value.path()).read_text()

    page.click("#import-record")

    seen.shows("#import-outcome", "✓ 2 events are in the ledger")
    seen.shows("#import-plan", "0 new, 2 the same")
    assert 'exercise_kind = "livex"' in saved
    source = muster.ask("select distinct source from ledger where subject = 'EST'")
    assert source == [("muster/import/operator/dropped",)]
    acts = muster.ask(
        "select detail::jsonb ->> 'sha256' from muster.audit_entry where act = 'import'"
    )
    assert (hashlib.sha256(file.read_bytes()).hexdigest(),) in acts

    # The saved mapping draws the same form, and what was recorded is the same.
    (tmp_path / "saved.toml").write_text(saved)
    page.set_input_files("#import-saved", str(tmp_path / "saved.toml"))
    until(lambda: page.query_selector("[data-sets='constant']"), "the form of the saved mapping")
    assert page.input_value("[data-sets='constant']") == "livex"
    seen.is_clean()
    seen.context.close()


def test_what_says_something_else_corrects_and_the_same_sends_nothing(
    anybody: Importer, muster: Instance
):
    file = anybody.dropped(table("Again"))[1]["file"]
    first = anybody.recorded(file, anybody.guessed(file, "again"))
    changed = [ROWS[0].replace(",S,", ",M,"), *ROWS[1:]]
    found = anybody.plan(table("Again", changed), "again")

    assert (first["stored"], first["exit_code"]) == (2, 0)
    assert found["plan"] == {"corrected": 1, "same": 1, "gone": 0}
    assert found["corrected"] == [{"row": 2, "says": "rating S -> M", "field": ""}]
    file = anybody.dropped(table("Again", changed))[1]["file"]
    assert anybody.recorded(file, anybody.guessed(file, "again"))["stored"] == 1
    assert muster.one("select count(*) from ledger where source like '%%/again'") == 3
    assert muster.one("select coalesce(sum(duplicates + dead), 0) from checkpoint") == 0


def test_only_what_was_checked_is_recorded(anybody: Importer):
    file = anybody.dropped(table("Unchecked"))[1]["file"]
    mapping = anybody.guessed(file, "unchecked")
    unchecked = anybody.post("", file=file, mapping=mapping)
    anybody.post("/check", file=file, mapping=mapping)
    other = anybody.post("", file=file, mapping={**mapping, "name": "other"})

    assert (unchecked[0], other[0]) == (409, 409)
    assert "Check it first" in other[1]["error"]


def test_bad_input_gets_a_reason(anybody: Importer, dashboard: Dashboard, tmp_path: Path):
    file = anybody.dropped(table("Bad"))[1]["file"]
    pdf = anybody.dropped(b"%PDF-1.7 ...", "../../etc/a.pdf")
    mapping = anybody.guessed(file, "bad")
    other = tmp_path / "secret.csv"
    other.write_text("a\n1\n")
    reading = {**mapping, "query": {"sql": "select * from file", "tables": {"t": str(other)}}}
    written = {**mapping, "events": [{**mapping["events"][0], "type": "org.muster.note.added"}]}
    json_kind = {"Content-Type": "application/json"}

    assert pdf == (422, {"error": "a.pdf is a PDF; export the table as CSV or .xlsx"})
    assert (
        "cannot be read from a page"
        in anybody.post("/check", file=file, mapping=reading)[1]["wrong"]
    )
    assert "wrong" in anybody.post("/check", file=file, mapping=written)[1]
    assert "is not TOML" in anybody.post("/check", file=file, toml="a = ")[1]["wrong"]
    assert anybody.post("/check", file=file)[0] == 400
    assert anybody.post("/check", file=file, shipped="../x")[0] == 400
    assert anybody.post("/check", file="0" * 32, mapping=mapping)[0] == 404
    assert anybody.post("/look", file="../x")[0] == 400
    assert dashboard.post(f"{PATH}/check", {}, {"Content-Type": "text/plain"}) == 415
    assert dashboard.post(f"{PATH}/check", b"x" * 300_000, json_kind) == 413
    assert dashboard.post(PATH, {}, {"Origin": "http://evil.test"}) == 403
    assert anybody.ask("GET", f"{PATH}?file=nobody")[0] == 404


def test_what_is_too_large_is_refused_before_it_comes(dashboard: Dashboard):
    where = urlsplit(dashboard.url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    connection.putrequest("POST", f"{PATH}/file?name=a.csv")
    connection.putheader("Content-Length", str(LARGEST_BYTES + 1))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()

    assert status == 413


@pytest.fixture
def by_name(muster: Instance) -> Generator[Dashboard]:
    own = by_login(muster).start()
    account(muster, "ann", "RESTRICTED", None, "recorder")
    account(muster, "cid", "RESTRICTED", None, "recorder")
    account(muster, "bea", "RESTRICTED", None)
    yield own
    own.stop()


def test_each_records_as_themselves_and_is_compared_with_what_they_may_see(
    by_name: Dashboard, muster: Instance
):
    ann = Importer(by_name, signed_in(by_name, "ann"))
    cid = Importer(by_name, signed_in(by_name, "cid"))
    bea = Importer(by_name, signed_in(by_name, "bea"))
    content, marked = table("Named"), {"classification": "RESTRICTED"}
    file = ann.dropped(content)[1]["file"]
    became = ann.recorded(file, ann.guessed(file, "named", **marked))
    above = ann.plan(content, "named", classification="SECRET")
    owners = muster.ask("select distinct source from ledger where source like '%%/named'")

    assert became["stored"] == 2
    assert owners == [("muster/import/ann/named",)]
    assert "you are cleared up to RESTRICTED" in above["wrong"]
    # What is the same for ann is new for cid, who is told nothing of hers.
    assert ann.plan(content, "named", **marked)["plan"] == {"same": 2, "gone": 0}
    assert cid.plan(content, "named", **marked)["plan"] == {"new": 2, "gone": 0}
    assert cid.post("/look", file=file)[0] == 404
    assert bea.dropped(content)[0] == 403
    assert bea.ask("GET", f"{PATH}?file={file}")[0] == 403
    # Who is cleared for less is compared with less.
    with muster.connect() as owner:
        kept.put_viewer(owner, "ann", "UNCLASSIFIED", None, ["recorder"])
    lower = Importer(by_name, signed_in(by_name, "ann"))
    assert lower.plan(content, "named")["plan"] == {"new": 2, "gone": 0}

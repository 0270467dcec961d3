"""Reports from the page Review: by the rights of who asks, and final only of what is kept."""

import io
import json
import re
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.instance import Instance

BEGINS = {
    "html": b"<!doctype html>",
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
}
NAME = "Last week"
pytestmark = pytest.mark.usefixtures("filled")


@pytest.fixture(scope="module")
def kept(filled: Instance) -> str:
    """Give the id of a review that is kept."""
    period = ("--from", "2026-08-25", "--to", "2026-09-01")
    code, said = filled.muster("review", "create", NAME, *period)
    assert code == 0, said
    found = re.search(r"\b[0-9a-f]{12}\b", said + filled.muster("review", "list")[1])
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def shown(chromium: Browser, dashboard: Dashboard, kept: str) -> Iterator[Watched]:
    """Give Review with its reports open."""
    seen = look(chromium, dashboard.url, "/review")
    until(lambda: seen.page.query_selector(f"#review-report [data-review='{kept}']"), "buttons")
    seen.page.click("#review-name details.report-commands:has(#review-report) > summary")
    yield seen
    seen.context.close()


def taken(shown: Watched, button: str, to: Path) -> Path:
    """Press a button, and give the file that the browser gets."""
    with shown.page.expect_download(timeout=120_000) as awaited:
        shown.page.click(f"#review-report {button}")
    file = to / awaited.value.suggested_filename
    awaited.value.save_as(file)
    return file


@pytest.mark.parametrize("form", BEGINS)
def test_what_is_shown_is_taken_away_as_a_draft(shown: Watched, tmp_path: Path, form: str):
    file = taken(shown, f"[data-from-at][data-report='{form}']", tmp_path)
    what = "plan" if form == "xlsx" else "report"

    assert re.fullmatch(rf"muster-{what}-nato-[0-9-]+-to-[0-9-]+-DRAFT\.{form}", file.name)
    assert file.read_bytes().lower().startswith(BEGINS[form].lower())
    assert f"{file.name} is made" in shown.text("#review-report-state")
    shown.is_clean()


def test_a_draft_is_marked_as_the_screen_is(shown: Watched, tmp_path: Path):
    file = taken(shown, "[data-from-at][data-report='html']", tmp_path)
    marking = shown.text("#banner-top").partition("·")[0].strip()

    text = file.read_text()
    assert marking
    assert marking in text
    assert "DRAFT" in text


def test_it_is_said_while_it_is_made(shown: Watched, tmp_path: Path):
    said = shown.page.evaluate(
        """() => new Promise(done => {
            const state = document.getElementById('review-report-state');
            new MutationObserver(() => done(state.textContent)).observe(state, {childList: true});
            document.querySelector("#review-report [data-from-at][data-report='html']").click();
        })"""
    )

    assert said == "The HTML is being made …"
    until(lambda: "is made" in shown.text("#review-report-state"), "the report")


def test_what_is_kept_is_made_final_and_what_is_taken_away_is_what_is_kept(
    filled: Instance, shown: Watched, tmp_path: Path, kept: str
):
    shown.page.once("dialog", lambda dialog: dialog.accept())
    file = taken(shown, f"[data-review='{kept}'][data-final]", tmp_path)
    of_review = "select bytes from muster.report_file where review_id = %s and format = 'pdf'"

    assert file.name == "muster-report-last-week-FINAL-1.pdf"
    assert filled.ask(of_review, kept) == [(file.read_bytes(),)]


def test_nothing_is_made_final_by_who_thinks_again(shown: Watched, kept: str):
    before = shown.text("#review-report-state")
    shown.page.once("dialog", lambda dialog: dialog.dismiss())
    shown.page.click(f"#review-report [data-review='{kept}'][data-final]")

    assert shown.text("#review-report-state") == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reports_have_no_barriers(shown: Watched, scheme):
    shown.has_no_barriers(scheme)


def post(dashboard: Dashboard, body: object) -> tuple[int, str]:
    content = {"Content-Type": "application/json"}
    text = json.dumps(body).encode()
    return dashboard.ask(
        urllib.request.Request(f"{dashboard.url}/api/reports", text, content)  # noqa: S310
    )


PERIOD = {"from_at": "2026-06-01T00:00Z", "to_at": "2026-09-01T00:00Z", "body": "NATO"}


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        ({"format": "html", "review": "0" * 12}, 409, "there is no review"),
        ({"format": "html", "review": "--help"}, 400, "review"),
        ({"format": "exe", **PERIOD}, 400, "format"),
        ({"format": "html"}, 400, "expected a review"),
        ({"format": "html", **PERIOD, "is_final": True}, 400, "only what is kept can be final"),
        ({"format": "html", **PERIOD, "from_at": "2026-06-01"}, 400, "from_at"),
        ({"format": "html", **PERIOD, "from_at": PERIOD["to_at"]}, 409, "does not lie before"),
        ({"format": "html", **PERIOD, "body": "-o"}, 400, "body"),
    ],
    ids=str,
)
def test_what_cannot_be_made_is_refused_in_a_sentence(
    dashboard: Dashboard, body: object, status: int, why: str
):
    code, said = post(dashboard, body)

    assert (code, why in json.loads(said)["error"]) == (status, True), said


def test_a_plan_opens_as_a_workbook(shown: Watched, tmp_path: Path, kept: str):
    file = taken(shown, f"[data-review='{kept}'][data-report='xlsx']", tmp_path)

    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(file.read_bytes())).namelist()

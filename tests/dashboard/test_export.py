"""What is on the screen can be exported, and says wherever it goes what it is."""

import csv
import io
import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from schemas import method
from tests.dashboard.running import Dashboard, look, until

TABLES = ("overview/readiness", "interoperability/pairs", "trends/trend", "events/log")
GARBAGE = {
    "/export/no-such-page/log.csv": 404,
    "/export/events/no-such-card.csv": 404,
    "/export/overview/latest.csv": 404,
    "/export/events/log.exe": 404,
    "/export/events/log": 404,
    "/export/events/%2e%2e%2fetc.csv": 404,
    "/export/events/" + "x" * 300 + ".csv": 404,
    "/export/events/log.csv?as_of=yesterday": 400,
    "/export/events/log.csv?asof=2020-01-01": 400,
    "/export/events/log.csv?as_of=2020-01-01&as_of=2021-01-01": 400,
    "/export/events/log.csv?text=%00": 400,
}

pytestmark = pytest.mark.usefixtures("filled")


def taken(dashboard: Dashboard, path: str) -> tuple[dict[str, str], list[list[str]]]:
    """Give the facts and the lines of a table."""
    status, text = dashboard.get(path)
    assert status == 200, text
    lines = text.removeprefix("\ufeff").split("\r\n")
    facts = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    rest = "\r\n".join(line for line in lines if not line.startswith("# "))
    return facts, list(csv.reader(io.StringIO(rest)))


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_what_it_is_and_its_link_gives_the_same_again(
    dashboard: Dashboard, table: str
):
    facts, lines = taken(dashboard, f"/export/{table}.csv")

    assert facts["body"] == "NATO"
    assert facts["viewer"] == "operator"
    assert facts["method"] == str(method.load().method.version)
    assert facts["marking"].startswith("EXERCISE DATA · ")
    assert int(facts["rows"]) == len(lines) - 1 > 0
    query = facts["link"].partition("?")[2]
    assert f"as_of={facts['as of']}" in query
    assert f"known_at={facts['known at']}" in query
    again, same = taken(dashboard, f"/export/{table}.csv?{query}")
    assert same == lines
    assert again["link"] == facts["link"]
    assert dashboard.get(facts["link"].removeprefix(dashboard.url))[0] == 200


def test_the_name_of_a_file_says_page_card_and_moment(dashboard: Dashboard):
    url = f"{dashboard.url}/export/events/log.csv?as_of=2025-06-30T12:00Z"
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
        disposition = answer.headers["content-disposition"]

    assert disposition == 'attachment; filename="muster-events-log-301200ZJUN2025.csv"'


@pytest.mark.parametrize("path", GARBAGE)
def test_garbage_is_refused_and_never_breaks_the_server(dashboard: Dashboard, path: str):
    assert dashboard.get(path)[0] == GARBAGE[path]


def test_a_card_gives_its_table_and_its_chart_from_its_menu(
    chromium: Browser, dashboard: Dashboard, tmp_path: Path
):
    seen = look(chromium, dashboard.url, "/trends")
    until(lambda: seen.page.query_selector("#trend-figure-8 .scatterlayer path"), "the charts")

    files = {}
    for item in (
        "[data-take=csv]",
        "[data-take=parquet]",
        "[data-picture=png]",
        "[data-picture=svg]",
    ):
        seen.page.focus("#trend .menu summary")
        seen.page.keyboard.press("Enter")
        with seen.page.expect_download() as download:
            seen.page.click(f"#trend {item}")
        name = download.value.suggested_filename
        assert re.fullmatch(r"muster-trends-trend-\d{6}Z[A-Z]{3}\d{2}\.\w+", name)
        download.value.save_as(tmp_path / name)
        files[name.rpartition(".")[2]] = (tmp_path / name).read_bytes()

    svg = files["svg"].decode()
    assert files["png"].startswith(b"\x89PNG")
    assert files["parquet"].startswith(b"PAR1")
    assert svg.count("EXERCISE DATA · ") == 2
    assert "viewer operator" in svg
    assert seen.text("#trend-title").split(",")[0] in svg
    assert f"Link back: {dashboard.url}/trends?as_of=" in svg
    assert svg.count('class="main-svg"') >= 9
    seen.page.focus("#trend .menu summary")
    seen.page.keyboard.press("Enter")
    seen.has_no_barriers("dark")
    seen.has_no_barriers("light")
    seen.page.keyboard.press("Escape")
    assert seen.page.evaluate("document.querySelector('#trend .menu').open") is False
    seen.is_clean()
    seen.context.close()


def test_a_card_without_chart_or_table_offers_only_the_page(
    chromium: Browser, dashboard: Dashboard
):
    seen = look(chromium, dashboard.url, "/")

    seen.page.click("#latest .menu summary")

    shown = "[...document.querySelectorAll('#latest .menu-list > *:not([hidden])')].length"
    until(lambda: seen.page.evaluate(shown) == 1, "one thing to export")
    seen.context.close()


@pytest.mark.parametrize("query", ["", "?as_of=2025-06-30T12:00Z"])
def test_a_page_on_paper_is_marked_above_and_below_and_says_what_it_is(
    chromium: Browser, dashboard: Dashboard, tmp_path: Path, query: str
):
    seen = look(chromium, dashboard.url, f"/{query}")
    marking = seen.text("#banner-top")

    seen.page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)

    pages = [page.extract_text() for page in PdfReader(tmp_path / "page.pdf").pages]
    for text in pages:
        assert text.count(marking) == 2
    whole = "\n".join(pages)
    assert re.search(r"Printed \d{6}Z[A-Z]{3}\d{2} · as of \d{6}Z", whole)
    assert f"Link back: {dashboard.url}/?as_of=" in whole
    assert "viewer operator" in whole
    if query:
        assert "as of 301200ZJUN2025" in whole
    assert "Export" not in whole
    seen.context.close()

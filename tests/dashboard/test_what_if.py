"""What-ifs in a browser: picked on a page, compared on Review, and never to be taken for facts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from dashboard.app import PAGES
from infra.postgres import connect
from tests.dashboard.running import Dashboard, Watched, look, until
from tests.support.instance import Instance

MARKED = "WHAT-IF: "
pytestmark = pytest.mark.usefixtures("filled")


@pytest.fixture(scope="module")
def exercise_id(filled: Instance) -> str:
    """Give the exercise with most results."""
    with connect(filled.settings.database("muster_owner")) as owner:
        row = owner.execute(
            "select exercise_id from muster_1.exercise_result where ended_at = 'infinity'"
            " group by 1 order by count(*) desc, 1 limit 1"
        ).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture(scope="module")
def picked(chromium: Browser, dashboard: Dashboard, exercise_id: str) -> Iterator[Watched]:
    """Give Review after somebody picked on the page of exercises that one be left out."""
    seen = look(chromium, dashboard.url, f"/exercises?exercise={exercise_id}")
    until(lambda: seen.page.query_selector("[data-without-exercise]"), "the button")
    seen.page.click("[data-without-exercise]")
    until(lambda: "/review?" in address(seen), "Review")
    until(lambda: "than in the facts" in seen.text("main"), "the comparison")
    yield seen
    seen.context.close()


def address(seen: Watched) -> str:
    return seen.page.evaluate("location.pathname + location.search")


def whatif(seen: Watched) -> str:
    return address(seen).rpartition("whatif=")[2].partition("&")[0]


def test_what_is_picked_is_compared_on_review(picked: Watched, exercise_id: str):
    until(lambda: picked.page.query_selector("#review-changes details"), "changes")
    picked.page.click("#review-changes details summary")

    assert f"Without {exercise_id}" in picked.text("main")
    assert "event left out" in picked.text("#review-changes")
    assert f"{MARKED}Without {exercise_id} · NOT FACTS" in picked.text("#banner-top")
    assert f"{MARKED}Without {exercise_id} · NOT FACTS" in picked.text("#banner-bottom")
    assert "WHAT-IF" in picked.text("#mode")
    picked.is_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_review_of_a_what_if_has_no_barriers(picked: Watched, scheme):
    picked.has_no_barriers(scheme)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_a_what_if_is_marked_and_keeps_it_in_its_links(
    chromium: Browser, dashboard: Dashboard, picked: Watched, page
):
    query = f"whatif={whatif(picked)}"
    seen = look(chromium, dashboard.url, f"{page.path}?{query}")
    links = [one.get_attribute("href") or "" for one in seen.page.query_selector_all("#nav a")]

    assert MARKED in seen.text("#banner-top")
    assert seen.page.query_selector("[data-note]:visible") is None
    assert all(query in href for href in links)
    assert seen.page.query_selector("[data-without-event], [data-without-exercise]") is None
    seen.is_clean()
    seen.context.close()


def test_a_file_of_a_what_if_says_so(dashboard: Dashboard, picked: Watched):
    status, text = dashboard.get(f"/export/review/difference.csv?whatif={whatif(picked)}")

    assert status == 200
    assert MARKED in text.partition("\n\n")[0]
    assert f"whatif={whatif(picked)}" in text


def test_what_is_picked_again_is_made_once(dashboard: Dashboard, exercise_id: str, picked):
    assert dashboard.post("/api/whatifs", {"exercise": exercise_id}) == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"exercise": "unheard-of"}, 409),
        ({"seq": 10**12}, 404),
        ({"seq": -1}, 400),
        ({}, 400),
        ({"exercise": "a", "seq": 1}, 400),
        ({"exercise": ["a"]}, 400),
        (b"{", 400),
    ],
    ids=str,
)
def test_what_cannot_be_picked_is_refused(dashboard: Dashboard, body: object, status: int):
    assert dashboard.post("/api/whatifs", body) == status


@pytest.mark.parametrize("path", ["/review", "/", "/api/frames"])
def test_a_what_if_that_is_not_there_is_told_of(dashboard: Dashboard, path: str):
    rest = "&from_at=2026-01-01&as_of=2026-02-01&known_at=2026-02-01" if "api" in path else ""
    status, text = dashboard.get(f"{path}?whatif=nobody{rest}")

    assert status == 400
    assert "a what-if that is there" in text

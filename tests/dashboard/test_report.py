"""A report in HTML in a real browser: readable by all, marked above and below, never too wide."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from streams.report.formats import html
from tests.dashboard.running import RULES
from tests.support.reports import MARKING, report

WIDTHS = (1600, 1000, 400)


@pytest.fixture
def page(chromium: Browser, tmp_path: Path):
    file = tmp_path / "report.html"
    file.write_bytes(html.write(report(40)))
    context = chromium.new_context(bypass_csp=True)
    shown = context.new_page()
    shown.goto(file.as_uri())
    yield shown
    context.close()


def test_axe_finds_nothing(page: Page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_is_as_wide_as_its_window(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_the_marking_stands_at_the_top_and_the_bottom_of_the_window(page: Page, place: float):
    page.set_viewport_size({"width": 1000, "height": 800})
    page.evaluate(f"window.scrollTo(0, {place} * document.documentElement.scrollHeight)")
    page.wait_for_timeout(100)
    lines = [page.locator(f"{one}.line") for one in ("header", "footer")]
    boxes = [one.bounding_box() for one in lines]

    assert [MARKING in one.inner_text() for one in lines] == [True, True]
    assert [box is not None and 0 <= box["y"] <= 800 for box in boxes] == [True, True]

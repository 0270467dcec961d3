"""A line breaks where the method does: values before and after are never joined."""

from playwright.sync_api import Browser

from schemas.events import CapabilityAssessed
from tests.dashboard.running import Dashboard, look, until
from tests.support.builders import event
from tests.support.instance import Instance

FIGURE = "document.querySelector('#trend-figure-0 .js-plotly-plot')"
DRAWN = "#trend-figure-0 .scatterlayer path.js-line"
PIECES = f"{FIGURE}.data.filter(one => one.line && one.line.dash === 'solid').map(one => one.x)"
FORMS = (("first", "2024-03-01", 60.0), ("second", "2025-09-01", 80.0))


def test_a_new_edition_of_an_instrument_leaves_a_gap_in_the_line_of_an_actor(
    chromium: Browser, dashboard: Dashboard, muster: Instance
):
    muster.send(
        "capability-updates",
        [
            event(
                CapabilityAssessed,
                instrument="health-regulations",
                instrument_version=version,
                score=score,
                time=f"{day}T00:00:00Z",
            )
            for version, day, score in FORMS
        ],
    )
    muster.wait_until_read()

    seen = look(chromium, dashboard.url, "/trends?actor=EST&area=cbrn")

    until(lambda: len(seen.page.query_selector_all(DRAWN)) >= len(FORMS), "both pieces")
    before, after = seen.page.evaluate(PIECES)
    assert before[-1] < "2025-09-01" <= after[0]
    assert len(before) > 1
    assert len(after) > 1
    assert "The lines break once" in seen.text("#trend-subtitle")
    words = "Instruments change from health-regulations:first to health-regulations:second"
    assert words in seen.text("#trend-subtitle")
    seen.is_clean()
    seen.context.close()

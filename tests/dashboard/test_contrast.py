"""Our own rule for labels in drawings finds what reads badly, and only that."""

from playwright.sync_api import Browser

from tests.dashboard.running import Watched

DRAWING = """
<div id="card" style="background: #18212B">
  <svg width="400" height="200" style="font-size: 12px">
    <g opacity="0.9"><rect width="100" height="200" fill="#E1CC55"/></g>
    <text id="a" x="10" y="20" fill="#16202B">dark on yellow</text>
    <text id="b" x="10" y="60" fill="#E6EBF0">light on yellow</text>
    <text id="c" x="150" y="20" fill="#16202B">dark on the card</text>
    <text id="d" x="150" y="60" fill="#E6EBF0">light on the card</text>
    <g opacity="0.3"><text id="e" x="150" y="100" fill="#E6EBF0">faded</text></g>
    <text id="f" x="150" y="140" fill="#16202B" visibility="hidden">hidden</text>
  </svg>
</div>
"""


def test_labels_that_read_badly_on_what_is_behind_them_are_found(chromium: Browser):
    context = chromium.new_context()
    page = context.new_page()
    page.set_content(DRAWING)

    found = Watched(page, context).faint_labels()

    assert [one.partition(":")[0] for one in found] == [
        "light on yellow",
        "dark on the card",
        "faded",
    ]
    context.close()

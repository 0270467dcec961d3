"""What browsers load: small, named after what is in it, and enough for every page."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs_version

import dashboard
from dashboard import bundle as building
from dashboard.bundle import PLOTLY_BASIC, Asset, Bundle, built
from dashboard.encoding import accepted

FOLDER = Path(dashboard.__file__).parent
# The traces of the basic bundle, as its own documentation lists them.
IN_BASIC = {"bar", "pie", "scatter"}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return built()


def compressible(bundle: Bundle) -> Iterator[tuple[str, Asset]]:
    return ((url, one) for url, one in bundle.assets.items() if not one.is_compressed)


def test_the_smaller_plotly_is_the_one_that_the_figures_are_made_for():
    head = PLOTLY_BASIC.read_text()[:200]

    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}" in head


def test_every_trace_of_our_figures_is_in_the_smaller_plotly():
    known = {name.lower() for name in dir(go) if hasattr(getattr(go, name), "_path_str")}
    used = {
        name.lower()
        for file in FOLDER.rglob("*.py")
        for name in re.findall(r"\bgo\.([A-Z]\w+)", file.read_text())
    }

    assert used - {"figure"} <= known
    assert used - {"figure"} <= IN_BASIC


def test_each_file_is_there_in_each_encoding_and_says_the_same_in_all(bundle: Bundle):
    for url, asset in compressible(bundle):
        plain = asset.body(None)

        assert brotli.decompress(asset.body("br")) == plain, url
        assert gzip.decompress(asset.body("gzip")) == plain, url


def test_what_is_large_is_sent_as_less_than_a_third(bundle: Bundle):
    large = [one for _, one in compressible(bundle) if len(one.body(None)) > 100_000]

    assert len(large) > 6
    assert [one.file.name for one in large if len(one.body("br")) * 3 > len(one.body(None))] == []


def test_what_changes_gets_another_address(bundle: Bundle, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(building, "PAGE", building.WORKER)
    changed = built()

    assert set(bundle.scripts) - set(changed.scripts) == {
        one for one in bundle.scripts if one.startswith("/assets/muster-")
    }
    assert changed.style == bundle.style


def test_nothing_of_the_whole_plotly_of_tables_and_of_polyfills_is_loaded(bundle: Bundle):
    loaded = " ".join(bundle.assets)

    for unused in ("plotly.min", "dash_table", "polyfill", "mathjax", "enterprise", ".map"):
        assert unused not in loaded


def test_all_fonts_of_the_style_sheet_have_lasting_names(bundle: Bundle):
    style = bundle.assets[bundle.style].body(None).decode()

    named = re.findall(r"url\(([^)]+)\)", style)

    assert len(named) == 2
    assert [one for one in named if one not in bundle.assets] == []


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip", "gzip"),
        (b"br;q=0, gzip;q=0.5", "gzip"),
        (b"identity", None),
        (b"GZIP ; q=1", "gzip"),
    ],
)
def test_the_best_encoding_that_somebody_takes_is_chosen(said: bytes, understood: str | None):
    scope: dict[str, Any] = {"headers": [(b"accept-encoding", said)]}

    assert accepted(scope) == understood

"""The screen's figures: how far a page is behind, what viewers cost, against dcc.Interval."""

from collections.abc import Sequence
from typing import Literal

from tests.bench.screen import Screen, Watching
from tests.bench.visible import percentile

Row = tuple[str, str, float, str]  # name, text, value, unit
MIB = 2**20
KB = 1000
Which = Literal["cold", "warm"]
LOADS: tuple[Which, Which] = ("cold", "warm")


def screen_rows(screen: Screen) -> list[Row]:
    """Give every figure of the screen."""
    rows = [row for one in screen.feed for row in _watching("feed", "feed", one)]
    rows += [row for one in screen.peer for row in _watching("interval", "dcc.Interval 1 s", one)]
    most, peer = screen.feed[-1], screen.peer[-1]
    return [
        (
            "feed_to_interval_p50",
            f"posted → DOM, feed ÷ dcc.Interval, {most.viewers} viewers",
            percentile(most.posted_to_dom_ms, 0.5) / percentile(peer.posted_to_dom_ms, 0.5),
            "",
        ),
        *rows,
        *_pages(screen),
        *_loads(screen),
        (
            "heap_growth",
            f"heap of an open page over {screen.heap_events:,} events, growth",
            100 * screen.heap_growth_share,
            "%",
        ),
        (
            "dashboard_memory",
            f"dashboard, memory with {most.viewers} viewers",
            most.server_memory_mib,
            "MiB",
        ),
    ]


def _watching(name: str, text: str, one: Watching) -> list[Row]:
    waits, count = one.posted_to_dom_ms, one.viewers
    who = f"{count} viewer{'s' if count > 1 else ''}"
    return [
        (f"{name}_{count}_p50", f"{text}, {who}: posted → DOM, p50", percentile(waits, 0.5), "ms"),
        (
            f"{name}_{count}_p99",
            f"{text}, {who}: posted → DOM, p99",
            percentile(waits, 0.99),
            "ms",
        ),
        (
            f"{name}_{count}_cpu",
            f"{text}, {who}: server",
            100 * one.server_cpu_share,
            "% of a core",
        ),
    ]


def page_figure(path: str) -> str:
    """Give the name of the figure of a page's data."""
    return f"page_{path.strip('/') or 'overview'}_p95"


def _pages(screen: Screen) -> Sequence[Row]:
    return [
        (
            page_figure(path),
            f"data of {path}, p95 of {len(waits)}",
            percentile(waits, 0.95),
            "ms",
        )
        for path, waits in screen.page_data_ms.items()
    ]


def load_figure(which: Which, what: str, path: str) -> str:
    """Give the name of a figure of a page's first load (cold) or its next (warm)."""
    return f"{which}_{what}_{path.strip('/') or 'overview'}"


def _loads(screen: Screen) -> list[Row]:
    return [
        (load_figure(which, what, path), f"{which} load of {path}: {text}", value, unit)
        for path, both in screen.loads.items()
        for which, load in zip(LOADS, both, strict=True)
        for what, text, value, unit in (
            ("first_paint", "first paint", load.first_paint_ms, "ms"),
            ("painted", "data on the page", load.painted_ms, "ms"),
            ("sent", "sent", load.sent_bytes / KB, "kB"),
            ("requests", "requests that leave the browser", load.requests, ""),
        )
    ]

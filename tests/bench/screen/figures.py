"""The screen's figures: how far a page is behind, what viewers cost, against dcc.Interval."""

from collections.abc import Sequence
from typing import Literal

from tests.bench.screen import Screen, Watching
from tests.bench.screen.resting import Resting
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
        *_resting(screen),
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
    return f"page_{_name(path)}_p95"


def rest_goals(path: str) -> dict[str, float]:
    """Give what an open page may take at most, by the names of its figures."""
    name = _name(path)
    return {
        f"update_{name}_p95": 50,
        f"update_{name}_sent": 10,
        f"fast_{name}": 20,
        f"nodes_{name}": 10,
        f"heap_{name}": 10,
    }


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
    return f"{which}_{what}_{_name(path)}"


def _resting(screen: Screen) -> list[Row]:
    rows = [row for path, one in screen.resting.items() for row in _rest(_name(path), path, one)]
    drawn = [one.drawn_ms for one in screen.resting.values()]
    text = "from address to data: slowest page ÷ fastest"
    return [("drawn_slowest_to_fastest", text, max(drawn) / min(drawn), ""), *rows]


def _rest(name: str, path: str, one: Resting) -> list[Row]:
    rows: list[Row] = [("drawn_" + name, f"{path}: address → data", one.drawn_ms, "ms")]
    # Review stands still while events come.
    if one.update_ms:
        ms, size = percentile(one.update_ms, 0.95), percentile(one.update_bytes, 0.95)
        rows += [
            (f"update_{name}_p95", f"{path}: main thread per live update, p95", ms, "ms"),
            (f"update_{name}_sent", f"{path}: sent per live update, p95", size / KB, "kB"),
        ]
    return [
        *rows,
        (f"fast_{name}", f"{path}: busy at 10 events/s", 100 * one.fast_busy_share, "%"),
        (f"nodes_{name}", f"{path}: nodes, growth", _growth(one.nodes), "%"),
        (f"heap_{name}", f"{path}: heap, growth", _growth(one.heap_bytes), "%"),
    ]


def _growth(values: tuple[float, float]) -> float:
    before, after = values
    return 100 * (after / before - 1)


def _name(path: str) -> str:
    return path.strip("/") or "overview"


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

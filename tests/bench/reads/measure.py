"""One run: fill a tenth, ask; fill the rest, ask the same again, then everything else."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from statistics import median

from infra import sql
from infra.local.host import Report
from infra.postgres import connect
from infra.settings import Settings
from tests.bench.figures import Figure, Goal
from tests.bench.plan import ReadPlan
from tests.bench.reads import filling
from tests.bench.reads.history import END, START, YEAR, first_year
from tests.bench.reads.late import Late, late_corrections
from tests.bench.reads.timing import PAGES, Clocks, Taken, questions, scanned, taken

MILLION = 1_000_000
HOUR = timedelta(hours=1)
NOW = Clocks(END - HOUR, END)
FIVE_YEARS_BACK = Clocks(END - 5 * YEAR - HOUR, END - 5 * YEAR)
FIRST_YEAR = Clocks(START + YEAR - HOUR, START + YEAR)
# A window of the first year, asked before and after nine more years were added.
WINDOW = ("matrix", "rollup", "one_reading", "explain", "pairs", "difference_as_now_known")
PLANS = ("matrix", "pairs", "reported_notice", "difference_as_now_known", "newest_events")
LONGEST_VALIDITY = timedelta(days=1826)


def measure(settings: Settings, plan: ReadPlan, report: Report) -> list[Figure]:
    """Give every figure of a run on a database that is empty but for its tables."""
    blocks = first_year(plan.seed, plan.events // 10)
    report("the first year, event by event")
    filling.fill_first_year(settings, blocks, report)
    small = {name: taken(settings, [name], FIRST_YEAR, plan.rounds) for name in WINDOW}
    report("nine more years")
    filling.fill_more_years(settings, blocks[-1].last_seq, report)
    large = {name: taken(settings, [name], FIRST_YEAR, plan.rounds) for name in WINDOW}
    report("every question, every page")
    figures = list(_times(settings, plan))
    figures += _windows(small, large)
    figures += _looked_at(settings)
    report("late corrections, through broker and worker")
    return [*figures, *_late(late_corrections(settings))]


def _times(settings: Settings, plan: ReadPlan) -> Iterator[Figure]:
    asked: dict[str, Sequence[str]] = {f"page_{name}": names for name, names in PAGES.items()}
    asked |= {name: (name,) for name in questions()}
    for when, clocks in (("now", NOW), ("5y", FIVE_YEARS_BACK)):
        goals = _goals(plan.events, when)
        for name, names in asked.items():
            found = taken(settings, names, clocks, plan.rounds)
            yield from _figures(f"{name}_{when}", f"{name}, {when}", found, goals.get(name))


def _figures(name: str, text: str, found: Taken, goal: Goal | None) -> Iterator[Figure]:
    yield Figure(f"{name}_p50", f"{text}, p50", found.p50_ms, "ms", goal)
    yield Figure(f"{name}_p95", f"{text}, p95", found.p95_ms, "ms")
    yield Figure(f"{name}_processor", f"{text}, processor", found.processor_ms, "ms")


def _goals(events: int, when: str) -> dict[str, Goal]:
    """Give the goals of the design for a ledger of this size: of the past only for a large one."""
    is_large = events > MILLION
    if not is_large and when != "now":
        return {}
    page = Goal("≤", 250 if is_large else 60)
    goals = {f"page_{name}": page for name in PAGES}
    if not is_large:
        return goals | {"trend_of_area": Goal("≤", 150)}
    return goals | {
        "trend_of_area": Goal("≤", 400),
        "trend_of_all": Goal("≤", 1500),
        "difference": Goal("≤", 500),
        "difference_as_now_known": Goal("≤", 500),
    }


def _windows(small: Mapping[str, Taken], large: Mapping[str, Taken]) -> Iterator[Figure]:
    ratios = {name: large[name].processor_ms / small[name].processor_ms for name in small}
    whole = median(ratios.values())
    goal = Goal("≤", 1.5)
    yield Figure("window", "same window, ledger ten times as large ÷ small", whole, "", goal)
    for name, ratio in ratios.items():
        yield Figure(f"window_{name}", f"the same: {name}", ratio, "", goal)


def _looked_at(settings: Settings) -> Iterator[Figure]:
    """Give how many chunks plans read that lie outside the window, and whether one reads all."""
    statements = sql.load("tests.bench.reads", "filling.sql")
    first_at = FIVE_YEARS_BACK.as_of - LONGEST_VALIDITY
    with connect(settings.database("muster_owner")) as owner:
        row = owner.execute(
            statements["chunks_within"], {"first": first_at, "last": FIVE_YEARS_BACK.as_of}
        ).fetchone()
    assert row is not None
    within, every = row
    yield Figure("chunks", "chunks of evidence, its sums and reports", every, "")
    yield Figure("chunks_within", "of them in the longest window, 5y", within, "")
    for name in PLANS:
        found = scanned(settings, name, FIVE_YEARS_BACK)
        limit = Goal("≤", within)
        yield Figure(f"chunks_read_{name}", f"chunks read by {name}, 5y", found.chunks, "", limit)
        through = float(found.reads_ledger_through)
        text = f"plans of {name} that read the whole ledger"
        yield Figure(f"ledger_through_{name}", text, through, "", Goal("≤", 0))


def _late(late: Late) -> Iterator[Figure]:
    slowest = max(late.shown_ms)
    text = "late correction: acknowledged → read"
    yield Figure("late_p50", f"{text}, p50", median(late.shown_ms), "ms")
    yield Figure("late_slowest", f"{text}, slowest", slowest, "ms", Goal("≤", 1000))
    kept = float(late.is_old_answer_kept)
    yield Figure("late_kept", "known before it: the same bytes", kept, "", Goal("≥", 1))

"""The same for pairs, exercises, lessons, summits, the review, the log and the system."""

import re
from collections import defaultdict
from datetime import date, timedelta

from dashboard import constants
from dashboard.view import AREAS, DIMENSIONS
from dashboard.wording import names
from tests.dashboard.same_grids import CAUSES, compared_from, screen_rows
from tests.dashboard.same_words import by, counted, match, number, rank
from tests.dashboard.walking import Asked, Row, Shown, Tally, rounds_to

WEAKEST = (
    r"level (?P<level>\d) \w+(, weakest in the \w+ of (?P<dimensions>\d) of 4 dimensions"
    r" · (?P<tests>\d+) tests? · newest (?P<age>[\d,]+) d old)?"
)
REVIEWED = (
    r"From .* to .*\. (?P<moved>\d+) levels? moved: (?P<worse>\d+) worse, (?P<better>\d+) better\."
    r"( (?P<small>\d+) more moved by less)?"
)
DUE = (
    r"(?P<month>\d+) more due in 30 days, (?P<quarter>\d+) in 90; (?P<proof>\d+) done and waiting"
    r".* (?P<shown>\d+) of (?P<all>\d+) shown"
)
MONTHS_BEFORE, MONTHS_AFTER = 12, 11
MEETINGS_BEFORE, MEETINGS_AFTER = timedelta(days=730), timedelta(days=120)


def interoperability(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the matrix of pairs, the pair shown, and the map of members."""
    pairs = by(asked.rows("pair_levels({at})"), "actor_a", "actor_b")
    members = len(asked.rows("members({at})"))
    possible = members * (members - 1) // 2
    lapsed = sum(row["is_lapsed"] for row in pairs.values())
    good = sum(row["level"] is not None and row["level"] >= 2 for row in pairs.values())
    said = shown.said("pairs-title", r"^(?P<good>[\d,]+) of (?P<possible>[\d,]+) pairs")
    counted(tally, "pairs title", "pairs at level 2", said["good"], good)
    counted(tally, "pairs title", "possible pairs", said["possible"], possible)
    said = shown.said("pairs-subtitle", r"(?P<lapsed>[\d,]+) have lapsed, (?P<never>[\d,]+) were")
    counted(tally, "pairs sentence", "pairs lapsed", said["lapsed"], lapsed)
    counted(tally, "pairs sentence", "pairs never tested", said["never"], possible - len(pairs))
    for key, (sign, told) in shown.cells["pair-matrix"].items():
        _pair_cell(tally, key, sign, told, pairs.get(tuple(key.split("|"))))
    _pair(tally, shown, asked)
    _map(tally, shown, pairs)


def _pair_cell(tally: Tally, key: str, sign: str, told: str, row: Row | None) -> None:
    place = "pairs matrix"
    if row is None:
        tally.same(place, ("pair", key), sign, "")
        return
    level = row["last_level"] if row["is_lapsed"] else row["level"]
    tally.same(place, ("pair", key), sign, str(level))
    said = match(WEAKEST, told)
    counted(tally, place, f"level of {key}", said["level"], level)
    for name in ("dimensions", "tests"):
        if name in said:
            counted(tally, place, f"{name} of {key}", said[name], row[name])
    if "age" in said:
        counted(tally, place, f"age of {key}", said["age"], row["age_days"])


def _chosen(shown: Shown) -> tuple[str, str]:
    """Give the pair shown: the members of the body that are not on its map."""
    codes = {key.split("|")[side] for key in shown.cells["pair-matrix"] for side in (0, 1)}
    first, second = sorted(codes - {row["a"] for row in screen_rows(shown, "members-grid")})
    return first, second


def _pair(tally: Tally, shown: Shown, asked: Asked) -> None:
    pair = _chosen(shown)
    own = by(asked.rows("interoperability({at})"), "actor_a", "actor_b", "dimension")
    dimensions = {names.DIMENSIONS[name]: name for name in DIMENSIONS}
    for cells in shown.items["pair-panel"][1:]:
        row = own.get((*pair, dimensions[cells[0]]))
        if row is None or row["is_lapsed"]:
            tally.same("pair panel", ("level", *pair, cells[0]), cells[1][:1].isdigit(), False)
            continue
        counted(tally, "pair panel", f"level of {pair} {cells[0]}", cells[1][0], row["level"])
        steps = constants.pair_steps()
        is_right = rounds_to(cells[2], row["lower_bound"], steps, digits=2)
        tally.same("pair panel", ("bound", *pair, cells[0]), is_right, True)
        tests = match(r"^(?P<tests>\d+) test", cells[3])["tests"]
        counted(tally, "pair panel", f"tests of {pair} {cells[0]}", tests, row["tests"])
        age = match(r"^(?P<age>[\d,]+) d old", cells[4])["age"]
        counted(tally, "pair panel", f"age of {pair} {cells[0]}", age, row["age_days"])
    newest: dict[str, Row] = {}
    for point in screen_rows(shown, "pair-history-grid"):
        newest.setdefault(point["dimension"], point)
    for name, point in newest.items():
        row = own[*pair, name]
        if not row["is_lapsed"]:
            what = (name, *pair)
            tally.same("pair history", ("level", *what), point["level"], row["level"])
            tally.same("pair history", ("bound", *what), point["bound"], row["lower_bound"])
            tally.same("pair history", ("mean", *what), point["mean"], row["mean"])


def _map(tally: Tally, shown: Shown, pairs: dict[tuple[object, ...], Row]) -> None:
    chosen = _chosen(shown)
    known = good = 0
    for row in screen_rows(shown, "members-grid"):
        own = [pairs.get((min(row["a"], one), max(row["a"], one))) for one in chosen]
        tested = [one for one in own if one is not None]
        levels = [one["level"] for one in tested if not one["is_lapsed"]]
        gone = [one["last_level"] for one in tested if one["is_lapsed"]]
        mean = sum(levels) / len(levels) if levels else None
        last = sum(gone) / len(gone) if gone else None
        for name, value in (
            ("mean", mean),
            ("known", len(levels)),
            ("lapsed", len(gone)),
            ("last_level", last),
        ):
            tally.same("pairs map", (name, row["a"], *chosen), row[name], value)
        known += bool(tested)
        good += mean is not None and mean >= 2
    rows = len(shown.grids["members-grid"]["rows"])
    said = shown.said(
        "members-title", r"with (?P<good>\d+) of (?P<of>\d+) m.+?(, (?P<un>\d+) unknown)?$"
    )
    counted(tally, "pairs map", "members at level 2", said["good"], good)
    counted(tally, "pairs map", "members on the map", said["of"], rows)
    counted(tally, "pairs map", "members unknown", said.get("un", "0"), rows - known)


def exercises(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the counts of the schedule, the list, and the results of one exercise."""
    today = asked.as_of.date()
    found = asked.rows(
        "exercise_schedule('NATO', %(first)s, %(last)s, %(as_of)s, %(known_at)s)",
        first=_month_start(today, -MONTHS_BEFORE),
        last=_month_start(today, MONTHS_AFTER),
    )
    states = defaultdict(int)
    for row in found:
        states[row["state"]] += 1
    title = (
        r"^(?P<conducted>\d+) exercises? held in the past year, (?P<planned>\d+) planned ahead"
        r"(; (?P<unreported>\d+) (is|are) due)?$"
    )
    title = title.replace("due)?$", r"due and not reported)?$")
    said = shown.said("strip-title", title)
    for state in ("conducted", "planned", "unreported"):
        counted(
            tally, "exercises title", f"exercises {state}", said.get(state, "0"), states[state]
        )
    said = shown.said("strip-subtitle", r"; (?P<all>[\d,]+) exercises?, at")
    counted(tally, "exercises sentence", "exercises", said["all"], len(found))
    graded = sum(map(_graded, found))
    title = r"^(?P<met>[\d,]+) of (?P<all>[\d,]+) graded objectives met, (?P<hard>[\d,]+) of them"
    said = shown.said("exercise-list-title", title)
    counted(tally, "exercises title", "objectives graded", said["all"], graded)
    met = graded - sum(row["unable"] for row in found)
    counted(tally, "exercises title", "objectives met", said["met"], met)
    hard = sum(row["major_challenges"] for row in found)
    counted(tally, "exercises title", "objectives hard", said["hard"], hard)
    own = by(found, "exercise_id")
    for row in screen_rows(shown, "exercise-grid"):
        name, truth = row["exercise_id"], own[row["exercise_id"],]
        count = _graded(truth)
        tally.same("exercises table", ("graded", name), row["graded"], count)
        met = count - truth["unable"] if count else None
        tally.same("exercises table", ("met", name), row["met"], met)
        hard = truth["major_challenges"] if count else None
        tally.same("exercises table", ("hard", name), row["hard"], hard)
    _results(tally, shown, asked, own)


def _results(tally: Tally, shown: Shown, asked: Asked, own: dict[tuple[object, ...], Row]) -> None:
    rows = screen_rows(shown, "exercise-results")
    if not rows:
        return
    name = rows[0]["exercise_id"]
    found = asked.rows("exercise_results(%(exercise)s, %(as_of)s, %(known_at)s)", exercise=name)
    results = by(found, "ledger_seq")
    tally.same("exercise table", ("results of", name), len(rows), len(results))
    for row in rows:
        truth = results[row["event"],]
        for column, what in (
            ("rating", "rating"),
            ("tasks", "tasks_met"),
            ("tasks_total", "tasks_total"),
        ):
            tally.same("exercise table", (what, row["event"]), row[column], truth[what])
    if "objectives met" not in shown.texts["exercise-title"]:
        return  # one that is due, and nobody has reported on
    truth = own[name,]
    said = shown.said("exercise-title", r": (?P<met>\d+) of (?P<graded>\d+) objectives met")
    counted(tally, "exercise title", f"graded {name}", said["graded"], _graded(truth))
    met = _graded(truth) - truth["unable"]
    counted(tally, "exercise title", f"met {name}", said["met"], met)


def _graded(row: Row) -> int:
    parts = ("performed", "some_challenges", "major_challenges", "unable")
    return sum(row[part] for part in parts)


def _month_start(on: date, months: int) -> date:
    number_ = on.year * 12 + on.month - 1 + months
    return date(number_ // 12, number_ % 12 + 1, 1)


def lessons(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare what is open and overdue, what weighs on whom, and what is short."""
    found = asked.rows("lesson_board({at})")
    still = [row for row in found if row["is_open"]]
    late = [row["overdue_days"] for row in still if row["overdue_days"]]
    title = (
        r"^(?P<late>None|\d+) of (?P<open>\d+) open lessons?( is)? overdue(, .* (?P<age>\d+) d)?"
    )
    said = shown.said("board-title", title)
    overdue = said["late"].replace("None", "0")
    counted(tally, "lessons title", "lessons overdue", overdue, len(late))
    counted(tally, "lessons title", "lessons open", said["open"], len(still))
    if late:
        counted(tally, "lessons title", "most overdue", said["age"], max(late))
    today, said = asked.as_of.date(), shown.said("board-subtitle", DUE)
    for name, days in (("month", 30), ("quarter", 90)):
        ahead = sum(
            row["due_on"] is not None and today <= row["due_on"] <= today + timedelta(days=days)
            for row in still
        )
        counted(tally, "lessons sentence", f"due in {days} days", said[name], ahead)
    counted(tally, "lessons sentence", "lessons shown", said["shown"], len(still))
    counted(tally, "lessons sentence", "lessons", said["all"], len(found))
    _burden(tally, shown, asked)
    gaps = asked.rows("gaps({at})")
    short = [row for row in gaps if row["is_open"]]
    title = r"^(?P<open>\d+) of (?P<all>\d+) requirements open \((?P<unknown>\d+) not known\)"
    said = shown.said("gaps-title", title + r"(.* most, by (?P<gap>[\d.,]+)$)?")
    counted(tally, "gaps title", "gaps open", said["open"], len(short))
    counted(tally, "gaps title", "requirements", said["all"], len(gaps))
    unknown = sum(row["gap"] is None for row in short)
    counted(tally, "gaps title", "gaps unknown", said["unknown"], unknown)
    known = [row["gap"] for row in short if row["gap"] is not None]
    tally.words("gaps title", ("widest gap",), said.get("gap", ""), max(known, default=None))
    rows = len(shown.grids["gaps-grid"]["rows"])
    tally.same("gaps table", ("gaps open",), rows, len(short))


def _burden(tally: Tally, shown: Shown, asked: Asked) -> None:
    own: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in asked.rows("burden({at})"):
        own[names.actor(row["actor"])][row["area"]] = row
    if not own:
        return
    for cells in shown.items["burden-chart"][1:]:
        name, *weights, total = cells
        for area, words in zip(AREAS, weights, strict=True):
            row = own[name].get(area)
            weight = row["burden"] if row else 0.0
            tally.words("burden chart", ("burden", name, area), words, weight)
        whole = sum(row["burden"] for row in own[name].values())
        tally.words("burden chart", ("burden", name), total, whole)
    title = r"^(?P<name>.+) carries most: (?P<burden>[\d.]+) from (?P<lessons>\d+) lesson"
    said = shown.said("burden-title", title)
    most = own[said["name"]].values()
    whole = sum(row["burden"] for row in most)
    tally.words("burden title", ("burden", said["name"]), said["burden"], whole)
    count = sum(row["lessons"] for row in most)
    counted(tally, "burden title", f"lessons of {said['name']}", said["lessons"], count)
    said = shown.said("burden-subtitle", r"; (?P<some>\d+) of (?P<members>\d+) members have any")
    counted(tally, "burden sentence", "members with burden", said["some"], len(own))


def summits(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the rhythm of meetings, who came, consensus, decisions and the commitment shown."""
    _cadence(tally, shown, asked)
    _attendance(tally, shown, asked)
    domains = by(asked.rows("divergence({at})"), "policy_domain")
    for cells in shown.items["consensus-table"][1:]:
        said = match(r"(?P<contested>\d+) of (?P<proposed>\d+)", cells[-1])
        for what, count in said.items():
            truth = domains[cells[0],][what]
            counted(tally, "consensus chart", f"{what} {cells[0]}", count, truth)
    most = r"contested: (?P<domain>.+), (?P<contested>\d+) of (?P<proposed>\d+)$"
    if "contested" in shown.texts["consensus-title"]:
        said = shown.said("consensus-title", most)
        domain = said.pop("domain")
        for what, count in said.items():
            counted(tally, "consensus title", f"{what} {domain}", count, domains[domain,][what])
    decisions = asked.rows("decisions({at})")
    said = shown.said("decisions-subtitle", r"^(?P<shown>\d+) of (?P<all>\d+) decisions?")
    counted(tally, "decisions sentence", "decisions", said["all"], len(decisions))
    silent = sum(row["state"] == "silence" for row in decisions)
    if found := re.match(r"(\d+) under silence", shown.texts["decisions-title"]):
        counted(tally, "decisions title", "decisions under silence", found[1], silent)
    title = (
        r"^(?P<t>.+): (?P<ratio>[\d.]+) % compliance, (?P<scored>\d+) of (?P<actors>\d+) scored"
    )
    said = shown.said("promise-title", title)
    row = by(asked.rows("compliance({at})"), "title")[said["t"],]
    name = row["commitment_id"]
    ratio = row["compliance_ratio"] * 100
    tally.words("promise title", ("compliance", name), said["ratio"], ratio)
    for what in ("scored", "actors"):
        counted(tally, "promise title", f"{what} of {name}", said[what], row[what])


def _cadence(tally: Tally, shown: Shown, asked: Asked) -> None:
    today = asked.as_of.date()
    plans = asked.rows(
        "meeting_plans('NATO', %(first)s, %(last)s, %(as_of)s, %(known_at)s)",
        first=today - MEETINGS_BEFORE,
        last=today + MEETINGS_AFTER,
    )
    numbers = r"(?P<moved>\d+) postponed and (?P<cancelled>\d+) cancelled of (?P<all>\d+)\.$"
    said = shown.said("cadence-subtitle", numbers)
    counted(tally, "cadence sentence", "meetings", said["all"], len(plans))
    cancelled = sum(row["state"] == "cancelled" for row in plans)
    counted(tally, "cadence sentence", "meetings cancelled", said["cancelled"], cancelled)
    own = by(plans, "meeting_id")
    rows = screen_rows(shown, "cadence-grid")
    tally.same("cadence table", ("meetings",), len(rows), len(plans))
    for row in rows:
        truth, name = own[row["meeting_id"],], row["meeting_id"]
        tally.same("cadence table", ("postponed", name), row["moved"], truth["postponements"])
        is_recorded = truth["state"] == "held" and truth["attendees"]
        came = truth["attendees"] if is_recorded else None
        tally.same("cadence table", ("came", name), row["came"], came)
    rhythm = by(asked.rows("cadence({at})"), "level")
    told = shown.texts["cadence-levels"]
    for level, name in (
        ("summit", "Summits"),
        ("fm", "Foreign ministers"),
        ("dm", "Defence mini"),
    ):
        row = rhythm.get((level,))
        found = re.search(rf"{name}\w*[^·]* · ([\d.]+) ×", told)
        if row is not None and row["overdue_ratio"] is not None and found is not None:
            tally.words("cadence levels", ("ratio", level), found[1], row["overdue_ratio"])


def _attendance(tally: Tally, shown: Shown, asked: Asked) -> None:
    found = asked.rows("attendance_record({at})")
    own = by(found, "actor", "level")
    for row in screen_rows(shown, "attendance-grid"):
        if row["attended"] is not None:
            truth = own[row["member"], row["level"]]
            what = ("attended", row["member"], row["level"])
            tally.same("attendance table", what, row["attended"], truth["attended"])
    title = r"^(?P<actor>.+) came least: (?P<attended>\d+) of (?P<of>\d+) (?P<level>.+)$"
    if "came least" in shown.texts["attendance-title"]:
        said = shown.said("attendance-title", title)
        counts = (number(said["attended"]), number(said["of"]))
        theirs = {
            (row["attended"], row["meetings"])
            for row in found
            if names.actor(row["actor"]) == said["actor"]
        }
        tally.same("attendance title", ("least", said["actor"]), counts in theirs, True)


def review(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the difference of two moments with the readings at either, and with its causes."""
    from_at = compared_from(asked.as_of)
    found = asked.rows(CAUSES, compared_from=from_at)
    rows = screen_rows(shown, "difference-grid")
    listed = {(row["actor"], row["where"]) for row in rows}
    causes = sum((row["actor"], row["area"]) in listed for row in found)
    tally.same("review table", ("causes",), len(rows), causes)
    before = by(asked.of(from_at).rows("readiness({at})"), "actor", "area")
    after = by(asked.rows("readiness({at})"), "actor", "area")
    for row in rows:
        key = (row["actor"], row["where"])
        for side, at in (("from", before), ("to", after)):
            reading = at.get(key)
            level = reading["level"] if reading else "ND"
            tally.same("review table", ("level", side, *key), row[f"{side}_level"], level)
            for number_ in ("t", "index"):
                value = reading[number_] if reading else None
                what = (number_, side, *key)
                tally.same("review table", what, row[f"{side}_{number_}"], value)
    changed = by(found, "actor", "area")
    clear = sum(row["is_clear"] for row in changed.values())
    said = shown.said(
        "difference-title", r"^(?P<n>\d+) readings? ch.*: (?P<up>\d+) up, (?P<d>\d+)"
    )
    counted(tally, "review title", "readings changed", said["n"], clear)
    counted(tally, "review title", "up and down", str(int(said["up"]) + int(said["d"])), clear)
    said = shown.said("difference-subtitle", REVIEWED)
    moved = [
        rank(row["to_level"]) - rank(row["from_level"])
        for row in changed.values()
        if row["from_level"] != row["to_level"]
    ]
    counted(tally, "review sentence", "levels moved", said["moved"], len(moved))
    counted(tally, "review sentence", "levels worse", said["worse"], sum(by_ > 0 for by_ in moved))
    small = len(changed) - clear
    counted(tally, "review sentence", "small changes", said.get("small", "0"), small)


def events(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare how many events were recorded by the moment known, and what does not fit."""
    counts = by(asked.rows("counts('infinity', %(known_at)s)"), "what")
    said = shown.said("log-title", r"^(?P<n>[\d,]+) events? recorded")
    counted(tally, "events title", "events", said["n"], counts["events",]["n"])
    said = shown.said("log-subtitle", r"of (?P<n>[\d,]+) recorded")
    counted(tally, "events sentence", "events", said["n"], counts["events",]["n"])
    anomalies = len(asked.rows("anomalies(%(as_of)s, %(known_at)s)"))
    said = shown.said("show-choice", r"Dead letters \((?P<dead>[\d,]+)\)Anomalies \((?P<n>[\d,]+)")
    counted(tally, "events choice", "anomalies", said["n"], anomalies)
    said = shown.said("anomalies-title", r"^(?P<n>[\d,]+) anomal")
    counted(tally, "events title", "anomalies", said["n"], anomalies)
    rows = len(shown.grids["anomalies-grid"]["rows"])
    tally.same("events table", ("anomalies",), rows, anomalies)


def audit(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the trail as it is now; it grows by each table that is taken away here."""
    own = {row["number"] for row in asked.rows("audit_entries(10000)")}
    rows = [int(row["number"]) for row in screen_rows(shown, "trail-grid")]
    for one in rows:
        tally.same("audit table", ("entry", one), one, one if one in own else None)
    said = shown.said("trail-subtitle", r"^The newest (?P<shown>[\d,]+) of (?P<n>[\d,]+) entries")
    counted(tally, "audit sentence", "entries shown", said["shown"], len(rows))
    counted(tally, "audit sentence", "entries", said["n"], max(rows))


def system(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare how far partitions are stored, who works and who may read: as it is now."""
    own = {f"{row['topic']}/{row['partition']}": row for row in asked.rows("partitions()")}
    rows = screen_rows(shown, "partitions-grid")
    tally.same("system table", ("partitions",), len(rows), len(own))
    for row in rows:
        truth = own[row["topic"]]
        for column, name in (
            ("next", "next_offset"),
            ("end", "end_offset"),
            ("unread", "unread"),
            ("stored", "stored"),
            ("duplicates", "duplicates"),
            ("dead", "dead"),
        ):
            tally.same("system table", (name, row["topic"]), row[column], truth[name])
    viewers = asked.rows("viewers()")
    said = shown.said("viewers-title", r"^(?P<n>\d+) viewers? may read")
    counted(tally, "system title", "viewers", said["n"], len(viewers))
    own = {row["name"]: row for row in viewers}
    for row in screen_rows(shown, "viewers-grid"):
        tally.same(
            "system table", ("labels", row["name"]), row["labels"], own[row["name"]]["labels"]
        )
    at_work = sum(row["stopped_reason"] is None for row in asked.rows("workers_seen()"))
    said = shown.said("workers-title", r"^(?P<n>\d+) workers? (is|are) at work")
    counted(tally, "system title", "workers", said["n"], at_work)
    workers = len(shown.grids["workers-grid"]["rows"])
    tally.same("system table", ("workers",), workers, len(asked.rows("workers_seen()")))

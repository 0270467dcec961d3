"""Sentences, matrices and lists of Overview, Trends and Partners against the read functions."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from dashboard import constants
from dashboard.view import AREAS, DIMENSIONS
from dashboard.wording import names
from tests.dashboard.walking import Asked, Row, Shown, Tally, plain

DAY = timedelta(days=1)
LEVELS = {"1", "2"}  # ready
STATES = ("late", "lapsed", "never")
AREA = {name.casefold(): code for code, name in names.AREAS.items()}
COUNTS = r"(?P<late>[\d,]+) late.*?, (?P<lapsed>[\d,]+) lapsed.*?, (?P<never>[\d,]+) never made"
EXPECTED = rf"eports of (?P<expected>[\d,]+) member areas: {COUNTS}"
CELL = (
    r": (level (?P<level>\w+), training (?P<t>[\d.]+)|lapsed \(.* too old\): last known level "
    r"(?P<last_level>\w+), training (?P<last_t>[–\d.]+)|not demonstrated: .*?)"
    r" · confidence \w+, (?P<items>\d+) items? · (?P<reports>.*)"
    r" · newest ((?P<age>[\d,]+) d|no age) old"
)
REPORT = r"\b(?P<pillar>[PSR]) (?P<value>[\d.]+)"
WEAKEST = (
    r"^(?P<area>[^:]+): (?P<ready>\d+) of (?P<members>\d+) members ready \(level 1 or 2\)"
    r"(, (?P<nd>\d+) not demonstrated)?(, the weakest known at level (?P<known>\w+))?\. "
    r"(?P<actor>.+) is ready in (?P<areas>\d+) of (?P<of>\d+) areas, the fewest\.$"
)
PROMISES = (
    r"Lowest: (?P<title>.+), (?P<ratio>[\d.]+) % compliance with (?P<scored>\d+) of "
    r"(?P<actors>\d+) scored, (?P<missed>\d+) at or below the baseline\. (?P<known>\d+) of "
    r"(?P<all>\d+) commitments scored"
)


def number(text: str) -> int:
    """Give a whole number as a page says it."""
    return int(text.replace(",", ""))


def counted(tally: Tally, place: str, what: str, text: str, asked: object) -> None:
    """Compare a whole number in a sentence."""
    tally.same(place, (what,), number(text), asked)


def states(tally: Tally, place: str, said: dict[str, str], asked: Asked) -> None:
    """Compare how many member areas are late, have lapsed or never reported."""
    found = Counter(row["reporting"] for row in asked.rows("reporting_states({at})"))
    counted(tally, place, "member areas expected", said["expected"], found.total())
    for state in STATES:
        counted(tally, place, f"member areas {state}", said[state], found[state])


def by(rows: Sequence[Row], *names_: str) -> dict[tuple[object, ...], Row]:
    """Give rows by some of their columns."""
    return {tuple(row[name] for name in names_): row for row in rows}


def rank(level: str) -> int:
    """Give how far from ready a level is."""
    return 5 if level == "ND" else int(level)


def match(pattern: str, text: str) -> dict[str, str]:
    """Give the named parts of a sentence; it must read as the pattern does."""
    found = re.search(pattern, plain(text))
    assert found, f"does not read as {pattern!r}: {text!r}"
    return {name: part for name, part in found.groupdict().items() if part is not None}


def overview(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the matrix, the numbers per dimension and the six sentences."""
    _matrix(tally, shown, asked)
    _dimensions(tally, shown, asked)
    told = shown.items["situation"]
    told = dict(zip(told[::2], told[1::2], strict=True))
    _changes(tally, told["Last 24 h"], asked)
    _weakest(tally, told["Weakest"], asked)
    stale = told["Old or unreported"]
    states(tally, "overview sentence", match(EXPECTED, stale), asked)
    ages = [
        row["report_age_days"]
        for row in asked.rows("reporting_states({at})")
        if row["reporting"] in ("late", "lapsed")
    ]
    if ages:
        oldest = match(r"at (?P<age>[\d,]+) d\.$", stale)["age"]
        counted(tally, "overview sentence", "oldest report", oldest, max(ages))
    for days in (30, 90):
        _ahead(tally, told[f"In {days} days"], asked, days)
    _promises(tally, told["Commitments"], asked)
    scored = [row for row in asked.rows("compliance({at})") if row["scored"]]
    said = shown.said("commitments-title", r"(?P<scored>\d+) of (?P<all>\d+) commitment")
    counted(tally, "overview commitments", "commitments scored", said["scored"], len(scored))
    every = len(asked.rows("compliance({at})"))
    counted(tally, "overview commitments", "commitments", said["all"], every)


def _matrix(tally: Tally, shown: Shown, asked: Asked) -> None:
    readings = by(asked.rows("readiness_in_body({at})"), "area", "actor")
    for key, (sign, words) in shown.cells["readiness-matrix"].items():
        place, reading = "overview matrix", readings.get(tuple(key.split("|")))
        if reading is None:
            tally.same(place, ("reading", key), sign, "")
            continue
        is_nd = reading["level"] == "ND"
        level = reading["last_level" if is_nd else "level"]
        tally.same(place, ("level", key), sign.strip("()"), level)
        said = match(CELL, words)
        if not is_nd:
            tally.same(place, ("level", key), said["level"], reading["level"])
            tally.words(place, ("training", key), said["t"], reading["t"], constants.steps("T"))
        elif level != "ND":
            tally.same(place, ("last level", key), said["last_level"], level)
            steps = constants.steps("T")
            tally.words(place, ("last training", key), said["last_t"], reading["last_t"], steps)
        counted(tally, place, f"items {key}", said["items"], reading["items"])
        if reading["age_days"] is not None:
            counted(tally, place, f"age {key}", said["age"], reading["age_days"])
        reports = dict(re.findall(REPORT, said["reports"]))
        for pillar in "PSR":
            value, report = reading[pillar.lower()], reports.get(pillar, "–")
            tally.words(place, (pillar, key), report, value, constants.steps(pillar))
    rolled = by(asked.rows("rollup({at})"), "area")
    for why, text in shown.notes:
        if why and text:
            area = rolled[(why.removeprefix("rollup:"),)]
            said = match(r"(?P<ready>\d+) of (?P<members>\d+)", text)
            _ready(tally, "overview matrix", area, said)
    ready = {row["area"]: row["ready"] for row in rolled.values()}
    spread = r"(?P<worst>.+) is ready in (?P<fewest>\d+) members, (?P<best>.+) in (?P<most>\d+) of"
    said = shown.said("readiness-title", spread)
    for area, count, extreme in (
        (said["worst"], said["fewest"], min(ready.values())),
        (said["best"], said["most"], max(ready.values())),
    ):
        code = AREA[area.casefold()]
        counted(tally, "overview title", f"ready in {code}", count, ready[code])
        counted(tally, "overview title", f"extreme of ready {code}", count, extreme)


def _ready(tally: Tally, place: str, area: Row, said: dict[str, str]) -> None:
    counted(tally, place, f"ready in {area['area']}", said["ready"], area["ready"])
    counted(tally, place, f"members of {area['area']}", said["members"], area["members"])


def _dimensions(tally: Tally, shown: Shown, asked: Asked) -> None:
    found = by(asked.rows("interoperability_counts({at})"), "dimension")
    good = {name: found[name,]["level_2"] + found[name,]["level_3"] for name in DIMENSIONS}
    for name in DIMENSIONS:
        row = found[name,]
        said = shown.said(f"stat-{name}", r"^(?P<good>[\d,]+) ?of (?P<possible>[\d,]+) pairs")
        place = "overview dimension"
        counted(tally, place, f"compatible {name}", said["good"], good[name])
        counted(tally, place, f"possible {name}", said["possible"], row["possible"])
        tested = sum(row[f"level_{level}"] for level in range(4))
        note = shown.said(f"stat-{name}-note", r"^(?P<tested>[\d,]+) tested")
        counted(tally, place, f"tested {name}", note["tested"], tested)
    lowest = r"^(?P<name>\w+) is the lowest dimension: (?P<good>[\d,]+) of (?P<possible>[\d,]+)"
    said = shown.said("dimensions-title", lowest)
    counted(tally, "overview title", "fewest compatible", said["good"], min(good.values()))


def _changes(tally: Tally, text: str, asked: Asked) -> None:
    place = "overview sentence"
    now = by(asked.rows("readiness_in_body({at})"), "actor", "area")
    before = by(asked.at(-1).rows("readiness({at})"), "actor", "area")
    both = [(now[key]["level"], before[key]["level"]) for key in now.keys() & before.keys()]
    for sign, moved in (
        ("▼", sum(rank(new) > rank(old) for new, old in both)),
        ("▲", sum(rank(new) < rank(old) for new, old in both)),
    ):
        found = re.search(rf"{sign} (\d+) reading", text)
        counted(tally, place, f"levels {sign} in a day", found[1] if found else "0", moved)
    happened = asked.rows(
        "events(known_at => %(known_at)s, max_rows => 500, occurred_from => %(from_at)s,"
        " occurred_to => %(to_at)s)",
        from_at=asked.as_of - DAY,
        to_at=asked.as_of + timedelta(microseconds=1),
    )
    said = match(r"(?P<events>[\d,]+) events?( or more)? occurred\.$", text)
    counted(tally, place, "events in a day", said["events"], len(happened))


def _weakest(tally: Tally, text: str, asked: Asked) -> None:
    place, said = "overview sentence", match(WEAKEST, text)
    rolled = by(asked.rows("rollup({at})"), "area")
    area = rolled[(AREA[said["area"].casefold()],)]
    _ready(tally, place, area, said)
    lowest = min(row["ready"] for row in rolled.values())
    counted(tally, place, "fewest ready", said["ready"], lowest)
    counted(tally, place, f"not demonstrated in {area['area']}", said.get("nd", "0"), area["nd"])
    known = area["weakest_known_level"]
    tally.same(place, ("weakest known", area["area"]), said.get("known"), known)
    ready: Counter[str] = Counter()
    for row in asked.rows("readiness_in_body({at})"):
        ready[row["actor"]] += row["level"] in LEVELS
    counted(tally, place, "fewest areas ready", said["areas"], min(ready.values()))
    counted(tally, place, "areas", said["of"], len(AREAS))


def _ahead(tally: Tally, text: str, asked: Asked, days: int) -> None:
    place, then = f"overview in {days} days", asked.at(days)
    set_until = {
        (row["actor"], row["area"])
        for row in asked.rows("overrides({at})")
        if (row["expires_on"] - asked.as_of.date()).days < 90
    }
    now = by(asked.rows("readiness_in_body({at})"), "actor", "area")
    later = by(then.rows("readiness({at})"), "actor", "area")
    moved = [
        later[key]["level"]
        for key, row in now.items()
        if key in later and key not in set_until and rank(later[key]["level"]) > rank(row["level"])
    ]
    pairs = by(then.rows("interoperability({at})"), "actor_a", "actor_b", "dimension")
    lost = []
    for row in asked.rows("interoperability({at})"):
        after = pairs.get((row["actor_a"], row["actor_b"], row["dimension"]), {}).get("level")
        if row["level"] is not None and (after is None or after < row["level"]):
            lost.append(after)
    was = by(asked.rows("reporting_states({at})"), "actor", "area")
    turning = Counter(
        row["reporting"]
        for row in then.rows("reporting_states({at})")
        if (key := (row["actor"], row["area"])) in was
        and was[key]["reporting"] != row["reporting"]
    )
    for what, pattern, count in (
        ("readings that fall", r"(\d+) readings? falls?\b", sum(one != "ND" for one in moved)),
        ("readings that end", r"(\d+) readings? (?:is|are) no longer", moved.count("ND")),
        ("pairs that fall", r"(\d+) levels? of (?:a pair|pairs) falls?", len(lost)),
        ("pairs that lapse", r"falls?, (\d+) lapsing", lost.count(None)),
        ("areas that turn late", r"reports on (\d+) member areas? turn older", turning["late"]),
        ("areas that lapse", r"reports on (\d+) member areas? lapse\b", turning["lapsed"]),
    ):
        found = re.search(pattern, plain(text))
        counted(tally, place, f"{what} in {days} d", found[1] if found else "0", count)


def _promises(tally: Tally, text: str, asked: Asked) -> None:
    place, said = "overview sentence", match(PROMISES, text)
    found = asked.rows("compliance({at})")
    row = next(one for one in found if one["title"] == said["title"])
    name = row["commitment_id"]
    ratio = row["compliance_ratio"]
    tally.words(place, ("compliance", name), said["ratio"], ratio * 100)
    for what in ("scored", "actors", "missed"):
        counted(tally, place, f"{what} of {name}", said[what], row[what])
    scored = [one for one in found if one["scored"]]
    counted(tally, place, "commitments scored", said["known"], len(scored))
    counted(tally, place, "commitments", said["all"], len(found))
    lowest = min(one["compliance_ratio"] for one in scored)
    tally.words(place, ("lowest compliance",), said["ratio"], lowest * 100)


def trends(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare the captions and sentences of the body with the roll-up of the same moment."""
    rolled = by(asked.rows("rollup({at})"), "area")
    for slot, area in enumerate(AREAS):
        said = shown.said(f"trend-caption-{slot}", r"(?P<ready>\d+) of (?P<members>\d+) ready")
        assert names.area(area) in shown.texts[f"trend-caption-{slot}"]
        _ready(tally, "trends caption", rolled[area,], said)
    states(tally, "trends sentence", shown.said("trend-subtitle", EXPECTED), asked)
    ends = (
        r"most in (?P<best>.+?) \((?P<most>[\d.]+) % of (?P<most_of>\d+) members\), least in "
        r"(?P<worst>.+?) \((?P<least>[\d.]+) % of (?P<least_of>\d+)\)"
    )
    said = shown.said("trend-subtitle", ends)
    for name, share, of in (("best", "most", "most_of"), ("worst", "least", "least_of")):
        area = rolled[(AREA[said[name].casefold()],)]
        what = ("ready ratio", area["area"])
        tally.words("trends sentence", what, said[share], area["ready_ratio"] * 100)
        counted(tally, "trends sentence", f"members of {area['area']}", said[of], area["members"])
    for point in shown.grids["trend-grid"]["rows"]:
        # The last point is the moment shown: there it says what the roll-up says.
        if point["why"][0]:
            area = rolled[(point["area"][0],)]
            for name in ("ready", *STATES, "members"):
                what = (f"{name} in {area['area']}",)
                tally.same("trends end", what, point[name][0], area[name])
            tally.same(
                "trends end", ("mean", area["area"]), point["mean_index"][0], area["mean_index"]
            )


def partners(tally: Tally, shown: Shown, asked: Asked) -> None:
    """Compare who belongs, what each brings, who reports, what is offered and agreed."""
    _belonging(tally, shown, asked)
    _brings(tally, shown, asked)
    _reporting(tally, shown, asked)
    _notice(tally, shown, asked)


def _belonging(tally: Tally, shown: Shown, asked: Asked) -> None:
    found = asked.rows("belonging({at})")
    current = {row["actor"]: row["kind"] for row in found if row["is_current"]}
    members = sum(kind == "member" for kind in current.values())
    title = r"(?P<members>\d+) members and (?P<partners>\d+) partners belong; (?P<left>\d+) left"
    said = shown.said("brings-title", title)
    counted(tally, "partners title", "members", said["members"], members)
    counted(tally, "partners title", "partners", said["partners"], len(current) - members)
    left = len({row["actor"] for row in found} - current.keys())
    counted(tally, "partners title", "left", said["left"], left)
    counted(tally, "partners title", "members", said["members"], len(asked.rows("members({at})")))


def _brings(tally: Tally, shown: Shown, asked: Asked) -> None:
    place = "partners list"
    brought = {
        names.actor(row["actor"]): row
        for row in (*asked.rows("contributions({at})"), *asked.rows("partner_contributions({at})"))
    }
    ready: Counter[str] = Counter()
    for reading in asked.rows("readiness_in_body({at})"):
        ready[reading["actor"]] += reading["level"] in LEVELS
    for cells in shown.items["brings-table"][1:]:
        name = cells[0].removesuffix(" (shown)")
        row = brought.get(name)
        if row is None:
            continue
        actor = row["actor"]
        for column, what in (
            (3, "exercises"),
            (4, "results"),
            (8, "products_shared"),
            (9, "offers"),
        ):
            counted(tally, place, f"{what} of {actor}", cells[column], row[what])
        if "ready" not in row:
            continue
        if row["areas"]:
            said = match(r"(?P<ready>\d+) of (?P<areas>\d+)", cells[5])
            counted(tally, place, f"areas of {actor}", said["areas"], row["areas"])
            counted(tally, place, f"areas ready of {actor}", said["ready"], row["ready"])
            counted(tally, place, f"areas ready of {actor}", said["ready"], ready[actor])
        tally.words(place, ("resources", actor), cells[6], row["mean_resources"])
        if row["scored"]:
            said = match(r"(?P<ratio>[\d.]+) % of (?P<scored>\d+)", cells[7])
            ratio = row["compliance_ratio"] * 100
            tally.words(place, ("compliance of", actor), said["ratio"], ratio)
            counted(tally, place, f"scored of {actor}", said["scored"], row["scored"])


def _reporting(tally: Tally, shown: Shown, asked: Asked) -> None:
    states(tally, "partners title", shown.said("reporting-title", EXPECTED), asked)
    reports = asked.rows("reporting({at})")
    missing = [row for row in reports if row["is_missing"]]
    if missing:
        pattern = r"(?P<missing>[\d,]+) of (?P<all>[\d,]+) are missing, from (?P<actors>\d+) actor"
        said = shown.said("reporting-subtitle", pattern)
        place = "partners sentence"
        counted(tally, place, "reports missing", said["missing"], len(missing))
        counted(tally, place, "reports", said["all"], len(reports))
        late = len({row["actor"] for row in missing})
        counted(tally, place, "actors with reports missing", said["actors"], late)
    own: dict[str, Counter[str]] = {}
    ages: dict[str, int] = {}
    for row in asked.rows("reporting_states({at})"):
        name = names.actor(row["actor"])
        own.setdefault(name, Counter())[row["reporting"]] += 1
        ages[name] = max(ages.get(name, 0), row["report_age_days"] or 0)
    behind = (
        r"^(?P<name>.+?)(?P<late>\d+) late, (?P<lapsed>\d+) lapsed, (?P<never>\d+) never,"
        r" oldest (?P<age>[\d,]+) d$"
    )
    in_time = r"^(?P<name>.+?)(?P<current>\d+) in time, the oldest (?P<age>\d+) of \d+ d$"
    for line in shown.items["reporting-list"]:
        found = re.search(behind, plain(line)) or re.search(in_time, plain(line))
        if found is None:
            continue  # one that has never reported, or the heading
        said = found.groupdict()
        name = said.pop("name").strip()
        counted(tally, "partners list", f"oldest report of {name}", said.pop("age"), ages[name])
        for state, count in said.items():
            counted(tally, "partners list", f"{state} of {name}", count, own[name][state])


def _notice(tally: Tally, shown: Shown, asked: Asked) -> None:
    bands = asked.rows("notice_to_move({at})")
    for cells, band in zip(shown.items["notice-table"][1:], bands, strict=True):
        said = match(
            r"(?P<quantity>\d+) in (?P<offers>\d+) offers"
            r"(, (?P<late>\d+) late, oldest (?P<age>\d+) d)?",
            cells[-1],
        )
        for name in ("quantity", "offers", "late"):
            what = f"{name} in band {band['band']}"
            counted(tally, "partners notice", what, said.get(name, "0"), band[name])
        if band["late"]:
            what = f"oldest in band {band['band']}"
            counted(tally, "partners notice", what, said["age"], band["oldest_age_days"])
    said = shown.said("notice-title", r"(?P<fast>\d+) units of (?P<all>\d+) can move")
    units = sum(band["quantity"] for band in bands)
    counted(tally, "partners title", "units offered", said["all"], units)
    fast = sum(band["quantity"] for band in bands if band["band"] <= 2)
    counted(tally, "partners title", "units within band 2", said["fast"], fast)

"""Whole public data files, imported by `muster import` and stored by a worker."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path
from statistics import median

import pytest

from streams.imports import facts
from tests.support.instance import Instance

EXERCISES = "exercises/mme_v7.csv"
IHR = "capability/who_ihr_average_2010_2020.csv"
EXPENDITURE = "capability/nato_defence_expenditure_2012_2019.csv"
SUMMITS = "summits/g7_summit_dates.csv"
COMPLIANCE = "summits/g7_compliance.csv"
POSITIONS = "dyadic/unga_idealpoints_apr2020.csv"
G7 = ("canada", "france", "germany", "italy", "japan", "russia", "uk", "us", "eu")


def rows(file: Path) -> list[dict[str, str]]:
    """Give the rows of a CSV file, read as plainly as can be."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def import_file(system: Instance, mapping: str, file: Path) -> str:
    """Import a file, wait until it is stored, and give what the command said."""
    code, said = system.muster("import", mapping, str(file))
    assert code == 0, said
    system.wait_until_read(60)
    return said


def stored(system: Instance, source: str) -> int:
    """Give how many events of a source are in the ledger."""
    return system.one("select count(*) from ledger where source = %s", source)


def test_no_exercise_is_lost_and_a_second_import_adds_nothing(system: Instance, data: Path):
    plain = rows(data / EXERCISES)
    assert len(plain) == 3707

    said = import_file(system, "mme-exercises", data / EXERCISES)

    assert "3,707 rows, 3,707 events, 0 skipped, 0 refused; 3,707 acknowledged" in said
    assert "EndDate lies before started_on; started_on taken (6 times" in said
    assert system.one("select count(distinct exercise_id) from exercise") == 3707
    assert _count_by_year(system) == Counter(int(row["s.year"]) for row in plain)
    assert _count_by_precision(system) == {"month": 814, "day": 3707 - 814}
    assert system.one("select count(*) from exercise where 'cpx' = any (kinds)") == 248
    assert system.one("select count(*) from exercise where name is null") == 1033
    assert system.one("select count(*) from participation") == _plain_participations(plain)

    again = import_file(system, "mme-exercises", data / EXERCISES)

    assert "plan: 0 new, 3,707 same, 0 corrected, 0 gone" in again
    assert "0 acknowledged, 0 failed" in again
    assert stored(system, "import/mme-exercises") == 3707
    assert system.one("select count(*) from dead_letter") == 0


def _count_by_year(system: Instance) -> dict[int, int]:
    query = "select extract(year from occurred_at at time zone 'UTC')::int, count(*)"
    return dict(system.ask(f"{query} from exercise group by 1"))


def _count_by_precision(system: Instance) -> dict[str, int]:
    query = "select date_precision, count(*) from exercise group by 1"
    return dict(system.ask(query))


def _plain_participations(plain: list[dict[str, str]]) -> int:
    """Count the names, each once per exercise; one of them stands for three nations."""
    slots = [column for column in plain[0] if column.startswith("State")]
    count = 0
    for row in plain:
        names = {row[slot] for slot in slots} - {"", "-9"}
        # "st. christopher" is another spelling of "St. Kitts & Nevis" in the same row.
        names -= {"st. christopher"} if "St. Kitts & Nevis" in names else set()
        count += len(names) + (2 if "Baltic States" in names else 0)
    return count


def test_the_health_score_breaks_where_the_questionnaire_changed(system: Instance, data: Path):
    plain = rows(data / IHR)
    numbers = [row for row in plain if row["FactValueNumeric"]]

    said = import_file(system, "who-ihr", data / IHR)

    assert f"skipped {len(plain) - len(numbers)}: no FactValueNumeric" in said
    assert stored(system, "import/who-ihr") == len(numbers) == 1674
    keys = dict(
        system.ask(
            "select at::date::text, instrument_key from readiness.trend(null, '2016-12-31Z',"
            " '2018-12-31Z', '1 year', (select recorded_at from readiness.head()), 'NOR',"
            " 'civil_prep')"
        )
    )
    assert keys["2017-12-31"] != keys["2018-12-31"]
    assert keys["2018-12-31"] == "IHR-CAPACITY-AVERAGE:SDGIHR2018"


def test_in_2019_the_members_keep_62_5_percent_of_the_pledge(system: Instance, data: Path):
    import_file(system, "nato-expenditure", data / EXPENDITURE)

    found = system.ask(
        "select commitment_id, scored, compliance_ratio, met, partly, missed from"
        " readiness.compliance('NATO', '2019-12-31Z', (select recorded_at from readiness.head()))"
        " order by 1"
    )
    assert found[0] == ("nato:defence-expenditure-2pct", 28, 0.625, 10, 15, 3)
    assert found[1][:2] == ("nato:major-equipment-20pct", 28)


def test_every_summit_of_the_g7_is_a_meeting(system: Instance, data: Path):
    import_file(system, "g7-summits", data / SUMMITS)

    assert system.one("select count(distinct meeting_id) from meeting where body = 'G7'") == 47


def test_the_rhythm_of_the_g7_is_that_of_its_dates_whatever_other_bodies_do(
    system: Instance, data: Path
):
    import_file(system, "g7-summits", data / SUMMITS)
    code, said = system.muster("publish", *fact_files())
    assert code == 0, said

    found = system.ask(
        "select level, meetings, median_gap_days, regularity from"
        " readiness.cadence('G7', '2021-12-31Z', (select recorded_at from readiness.head()))"
    )

    assert found == [("summit", 47, 378.0, pytest.approx(0.7596249614114218, abs=1e-9))]
    others = system.one("select count(distinct body) from meeting where body <> 'G7'")
    assert others == 3  # NATO, SLD and WTO


def fact_files() -> list[str]:
    """Give the paths of all fact files."""
    return [
        str(files("streams.imports.facts").joinpath(f"{name}.jsonl")) for name in facts.names()
    ]


def test_every_score_of_a_g7_commitment_is_there_and_nothing_else(system: Instance, data: Path):
    plain = rows(data / COMPLIANCE)
    cells = Counter(row[member].strip() for row in plain for member in G7)
    scores = {int(cell): n for cell, n in cells.items() if cell not in ("", "-")}
    assert scores == {1: 3205, 0: 1537, -1: 493}
    assert (cells[""], cells["-"]) == (523, 2)

    said = import_file(system, "g7-compliance", data / COMPLIANCE)

    # Every row gives the commitment, and each score is a row of the query: none is left out.
    counted = "640 rows, made 5,875 rows by the query, 5,875 events, 0 skipped, 0 refused"
    assert f"{counted}; 5,875 acknowledged" in said
    assert stored(system, "import/g7-compliance") == len(plain) + sum(scores.values())
    found = system.ask("select score, count(*) from compliance_score group by 1")
    assert dict(found) == scores


def test_the_g7_kept_of_each_commitment_what_the_plain_scores_say(system: Instance, data: Path):
    import_file(system, "g7-compliance", data / COMPLIANCE)

    found = system.ask(
        "select commitment_id, scored, actors, met, partly, missed, compliance_ratio from"
        " readiness.compliance('G7', '2026-11-23Z', (select recorded_at from readiness.head()))"
    )

    assert {row[0]: row[1:6] for row in found} == _plain_scores(rows(data / COMPLIANCE))
    for _, scored, _, met, _, missed, ratio in found:
        assert ratio == pytest.approx((1 + (met - missed) / scored) / 2, abs=1e-9)


def _plain_scores(plain: list[dict[str, str]]) -> dict[str, tuple[int, int, int, int, int]]:
    """Count per row: scored, members that were scored, and the scores 1, 0 and -1."""
    counted: dict[str, tuple[int, int, int, int, int]] = {}
    for number, row in enumerate(plain, start=1):
        scores = [row[member] for member in G7 if row[member] not in ("", "-")]
        of = Counter(scores)
        counted[f"g7:{number}"] = (len(scores), len(scores), of["1"], of["0"], of["-1"])
    return counted


def test_distances_are_those_of_the_plain_file_with_its_bounds(system: Instance, data: Path):
    said = import_file(system, "unga-ideal-points", data / POSITIONS)
    import_file(system, "nato-expenditure", data / EXPENDITURE)

    assert "10,469 rows, 10,469 events, 0 skipped, 0 refused; 10,469 acknowledged" in said
    assert system.one("select count(*) from position") == 10_469
    in_2019 = system.ask(
        "select actor_a, actor_b, distance, distance_low, distance_high, occasion from"
        " readiness.position_distances('NATO', '2019-12-31Z',"
        " (select recorded_at from readiness.head()))"
    )
    points = _plain_points(data / POSITIONS, session="74")
    members = {actor for row in in_2019 for actor in row[:2]}
    assert (len(members), len(in_2019)) == (29, 29 * 28 // 2)
    for a, b, distance, low, high, occasion in in_2019:
        (point, least, most), (other, other_least, other_most) = points[a], points[b]
        assert occasion == "session-74"
        assert distance == pytest.approx(abs(point - other), abs=1e-9)
        assert low == pytest.approx(max(0, least - other_most, other_least - most), abs=1e-9)
        assert high == pytest.approx(max(most - other_least, other_most - least), abs=1e-9)


def test_a_position_of_the_past_is_asked_for_by_the_first_clock(system: Instance, data: Path):
    import_file(system, "unga-ideal-points", data / POSITIONS)
    query = (
        "select actor, point, median, occasion from readiness.positions(null, %s,"
        " (select recorded_at from readiness.head()))"
    )

    in_1988 = {row[0]: row[1:] for row in system.ask(query, "1989-06-01Z")}
    in_1964 = {row[0]: row[1:] for row in system.ask(query, "1965-06-01Z")}

    points = _plain_points(data / POSITIONS, session="43")
    assert {"SUN", "DDR", "CSK", "YUG", "YMD"} <= in_1988.keys()
    assert in_1988["DDR"][0] == points["DDR"][0]
    assert in_1988["SUN"][1:] == (
        pytest.approx(median(point for point, _, _ in points.values()), abs=1e-9),
        "session-43",
    )
    # Nobody voted in session 19, so that of the year before still stands.
    assert {row[2] for row in in_1964.values()} == {"session-18"}


def _plain_points(file: Path, session: str) -> dict[str, tuple[float, float, float]]:
    """Give point and bounds of each state's code in one session."""
    codes = {"678": "YEM", "680": "YMD"}  # the file has one code for two states
    if int(session) < 46:
        codes["365"] = "SUN"
    with file.open(encoding="cp1252", newline="") as lines:
        return {
            codes.get(row["ccode"], row["iso3c"]): (
                float(row["IdealPoint"]),
                float(row["Q5%"]),
                float(row["Q95%"]),
            )
            for row in csv.DictReader(lines)
            if row["session"] == session
        }


def test_a_dry_run_sends_nothing(system: Instance, data: Path):
    code, said = system.muster("import", "who-ihr", str(data / IHR), "--dry-run")

    assert code == 0
    assert "1,733 rows, 1,674 events, 59 skipped, 0 refused; plan: " in said
    assert said.count("; nothing was sent") == 1
    assert said.count('"specversion"') == 20

"""A query in front of a mapping: what SQL makes of a file, and what it may not touch."""

import re
from pathlib import Path

import msgspec
import pytest

from infra.errors import MusterError
from schemas.events import CapabilityAssessed
from streams.client.message import Message
from streams.imports import columns, mapping
from streams.imports.errors import ImportFailed, MappingError
from streams.imports.findings import Findings
from streams.imports.querying import QueriedTable
from streams.imports.report import counts
from streams.imports.rows import RowReader
from streams.imports.table import TableFile
from tests.unit.imports.test_mapping_language import HEAD, NOW

SCORED = """
[[events]]
type = "org.muster.capability.assessed"
key = ["#row", "country"]
time = { column = "year", formats = ["%Y"] }
[events.fields]
actor = { column = "country", as = "country" }
area = "land"
instrument = "VISIT"
instrument_version = "1"
score = { column = "score", as = "float" }
evaluator = "external"
"""
WIDE = """
select "#row", year, country, score
from (unpivot file on FRA, DEU into name country value score)
"""


def rules(sql: str, more: str = "", head: str = HEAD) -> str:
    """Give a mapping with a query in front."""
    return f"{head}\n[query]\nsql = '''{sql}'''\n{more}\n{SCORED}"


def read(tmp_path: Path, text: str, table: str) -> tuple[list[Message], Findings]:
    """Give the events of a table under a mapping file, and what was found on the way."""
    (tmp_path / "visits.toml").write_text(text, "utf-8")
    file = tmp_path / "table.csv"
    file.write_bytes(table.encode())
    chosen = mapping.load(str(tmp_path / "visits.toml"))
    reader = RowReader(chosen, columns.opened(file, chosen), NOW)
    return [event.message for event in reader.events()], reader.findings


def scores(messages: list[Message]) -> list[tuple[int, str, float | None]]:
    """Give year, actor and score of each event."""
    found: list[tuple[int, str, float | None]] = []
    for one in messages:
        assert isinstance(one.event.data, CapabilityAssessed)
        found.append((one.event.envelope.time.year, one.event.data.actor, one.event.data.score))
    return found


def test_columns_become_rows_and_a_missing_cell_none(tmp_path):
    messages, findings = read(tmp_path, rules(WIDE), "year,FRA,DEU\n2020,71,n/a\n2021,,62.5\n")

    assert scores(messages) == [(2020, "FRA", 71.0), (2021, "DEU", 62.5)]
    assert counts(findings) == ("2 rows, made 2 rows by the query, 2 events, 0 skipped, 0 refused")


def test_a_refusal_names_the_row_of_the_spreadsheet(tmp_path):
    table = "year,FRA,DEU\n\n2020,71,x\n2021,62\n2022,70,170\n"

    messages, findings = read(tmp_path, rules(WIDE), table)

    assert scores(messages) == [(2020, "FRA", 71.0), (2022, "FRA", 70.0)]
    assert sorted((row.number, row.reason) for row in findings.refused) == [
        (3, "score: 'x' is not a number"),
        (4, "has fewer cells than the 3 columns of the header"),
        (5, "score: '170.0' must be at most 100.0"),
    ]


def test_a_table_beside_the_mapping_gives_its_codes(tmp_path):
    (tmp_path / "codes.csv").write_text("number,code\n220,FRA\n255,DEU\n", "utf-8")
    sql = """
    select f."#row", f.year, c.code as country, f.mark as score
    from file f join codes c using (number)
    """

    messages, _ = read(
        tmp_path,
        rules(sql, '[query.tables]\ncodes = "codes.csv"'),
        "number,year,mark\n255,2020,50\n220,2021,60\n999,2021,70\n",
    )

    assert scores(messages) == [(2020, "DEU", 50.0), (2021, "FRA", 60.0)]


def test_the_first_known_of_several_columns_counts(tmp_path):
    sql = """select "#row", year, country, coalesce(final, interim) as score from file"""

    messages, _ = read(
        tmp_path, rules(sql), "year,country,interim,final\n2020,FRA,40,45\n2021,FRA,41,n/a\n"
    )

    assert scores(messages) == [(2020, "FRA", 45.0), (2021, "FRA", 41.0)]


def test_a_row_is_compared_with_the_one_before(tmp_path):
    sql = """
    select * from file
    qualify score is distinct from lag(score) over (partition by country order by year)
    """

    messages, _ = read(
        tmp_path,
        rules(sql),
        "year,country,score\n2020,FRA,40\n2021,FRA,40\n2022,FRA,55\n2021,DEU,40\n",
    )

    assert scores(messages) == [(2020, "FRA", 40.0), (2022, "FRA", 55.0), (2021, "DEU", 40.0)]


@pytest.mark.parametrize(
    ("computed", "score"),
    [
        ("replace(score, ',', '.')::double * 2", 60.5),
        ("replace(score, ',', '.')::decimal(9, 3) * 2", 60.5),
        ("score", 30.25),
        ("50::hugeint", 50.0),
        ("sum(50) over ()", 50.0),
    ],
)
def test_a_number_that_was_computed_has_the_decimal_mark_of_the_file(tmp_path, computed, score):
    sql = f'select "#row", year, country, {computed} as score from file'
    text = rules(sql, head=HEAD + "[file]\ndelimiter = ';'\ndecimal = ','\n")

    messages, findings = read(tmp_path, text, "year;country;score\n2020;FRA;30,25\n")

    assert scores(messages) == [(2020, "FRA", score)], findings


def test_the_same_table_gives_the_same_events_in_the_same_order(tmp_path):
    table = "year,FRA,DEU\n" + "".join(
        f"{1950 + n % 60},{n % 100},{n % 90}\n" for n in range(5000)
    )

    first, _ = read(tmp_path, rules(WIDE), table)
    again, _ = read(tmp_path, rules(WIDE), table)

    assert len(first) == 10_000
    assert [one.text for one in first] == [one.text for one in again]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1 as x", r'must keep "#row"'),
        ('select "#row", nope from file', "nope.*not found"),
        ('select "#row" from files', "files does not exist"),
        ("drop table file", "must be one SELECT"),
        ('select "#row" from file; select "#row" from file', "must be one SELECT"),
        ('select "#row", [1, 2] as pair from file', r"gives 'pair' as INTEGER\[\]"),
        ('select "#row", {"a": 1} as pair from file', "gives 'pair' as STRUCT"),
        ("selekt", "Parser Error"),
        ('select "#row", year as country, year from file', "has no column 'score'"),
    ],
)
def test_a_query_that_is_none_is_refused_before_a_row_is_read(tmp_path, sql, said):
    with pytest.raises(MappingError, match=said) as refusal:
        read(tmp_path, rules(sql), "year,FRA,DEU\n2020,1,2\n")

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 as \"#row\", * from read_csv('{beside}')",
        "select 1 as \"#row\", * from read_text('{beside}')",
        "select 1 as \"#row\", * from '{beside}'",
        "select 1 as \"#row\", * from glob('{folder}/*')",
        "select 1 as \"#row\", * from 'https://127.0.0.1:1/x.csv'",
        "select 1 as \"#row\", getenv('HOME') as country from file",
        'select 1 as "#row", * from base',
    ],
)
def test_a_query_sees_its_tables_and_nothing_else(tmp_path, sql):
    beside = tmp_path / "secret.csv"
    beside.write_text("country\nFRA\n", "utf-8")
    said = "Permission Error|does not exist|Catalog Error"

    with pytest.raises(MappingError, match=said):
        read(tmp_path, rules(sql.format(beside=beside, folder=tmp_path)), "year\n2020\n")


@pytest.mark.parametrize(
    "sql", ["attach 'x.db'", "copy file to 'x.csv'", "install httpfs", "set threads = 8", "load x"]
)
def test_a_query_changes_nothing(tmp_path, sql):
    with pytest.raises(MappingError, match="must be one SELECT"):
        read(tmp_path, rules(sql), "year\n2020\n")

    assert not (tmp_path / "x.csv").exists()


def test_a_row_that_no_row_of_the_file_gave_is_refused(tmp_path):
    sql = """select null::int as "#row", '2020' as year, 'FRA' as country, 7 as score
    union all select 99, '2020', 'FRA', 8 union all select "#row", year, 'FRA', 9 from file"""

    messages, findings = read(tmp_path, rules(sql), "year\n2021\n")

    assert scores(messages) == [(2021, "FRA", 9.0)]
    assert [row.reason for row in findings.refused] == [
        'the query gives it no "#row" of the file'
    ] * 2


@pytest.mark.parametrize("twice", ["Year,year", "year,year", "a,a", "a,A", "year,#row"])
def test_columns_that_sql_cannot_tell_apart_are_refused(tmp_path, twice):
    with pytest.raises(MappingError, match=r"file has the columns .* tell apart"):
        read(tmp_path, rules(WIDE), f"{twice},FRA,DEU\n2020,2021,1,2\n")


@pytest.mark.parametrize("name", ["file", "File"])
def test_no_other_table_goes_by_the_name_of_the_file(tmp_path, name):
    (tmp_path / "codes.csv").write_text("a\n", "utf-8")

    with pytest.raises(MappingError, match=r"query\.tables\.file: is what the query calls"):
        read(tmp_path, rules(WIDE, f'[query.tables]\n{name} = "codes.csv"'), "year,FRA,DEU\n")


def test_columns_without_a_name_are_no_hindrance(tmp_path):
    messages, _ = read(tmp_path, rules(WIDE), "year,,FRA,,DEU\n2020,a,1,b,2\n")

    assert scores(messages) == [(2020, "FRA", 1.0), (2020, "DEU", 2.0)] or scores(messages) == [
        (2020, "DEU", 2.0),
        (2020, "FRA", 1.0),
    ]


def test_a_code_table_that_is_not_there_is_named_when_the_mapping_is_loaded(tmp_path):
    text = rules(WIDE, '[query.tables]\ncodes = "codes.csv"')

    with pytest.raises(MappingError, match=r"query\.tables\.codes: there is no file .*codes\.csv"):
        read(tmp_path, text, "year,FRA,DEU\n2020,1,2\n")


def test_a_code_table_with_a_broken_row_is_not_half_read(tmp_path):
    (tmp_path / "codes.csv").write_text("number,code\n220\n255,DEU\n", "utf-8")
    text = rules(WIDE, '[query.tables]\ncodes = "codes.csv"')

    with pytest.raises(ImportFailed, match=r"codes\.csv, row 2: has fewer cells"):
        read(tmp_path, text, "year,FRA,DEU\n2020,1,2\n")


def test_a_value_that_cannot_be_read_as_a_number_stops_the_query_with_its_name(tmp_path):
    sql = """select "#row", year, country, score::int as score from file"""

    with pytest.raises(MappingError, match=r"query\.sql: Conversion Error.*seventy"):
        read(tmp_path, rules(sql), "year,country,score\n2020,FRA,seventy\n")


@pytest.mark.parametrize(
    ("sql", "seconds", "memory_mib"),
    [
        (
            'select count(*) as "#row", sum(a.range * b.range * c.range) as year'
            " from range(100000) a, range(100000) b, range(100000) c",
            2,
            512,
        ),
        (
            'select 1 as "#row", list(r.range)[1] as year'
            " from (select range, range % 3 as g from range(50000000)) r group by r.range",
            60,
            16,
        ),
    ],
)
def test_a_query_without_end_is_ended(tmp_path, sql, seconds, memory_mib):
    file = tmp_path / "table.csv"
    file.write_text("year\n2020\n", "utf-8")
    chosen = mapping.parse(rules(sql).encode(), "visits")
    assert chosen.query is not None
    table = QueriedTable(
        chosen,
        chosen.query,
        TableFile(file, chosen.file),
        seconds=seconds,
        memory_bytes=memory_mib * 1024**2,
    )

    with pytest.raises(MappingError, match=r"takes more than|Out of Memory"):
        list(table.rows())


def test_the_g7_scores_are_what_a_plain_reading_of_the_columns_gives(tmp_path):
    members = ("canada", "france", "germany", "italy", "japan", "russia", "uk", "us", "eu")
    marks = ("1", "0", "-1", "-", "")
    lines = [
        ["1990", "trade", f"promise {n}", *(marks[(n + m) % 5] for m in range(len(members)))]
        for n in range(40)
    ]
    table = "\n".join(",".join(line) for line in [["year", "area", "text", *members], *lines])
    file = tmp_path / "g7.csv"
    file.write_text(table, "utf-8")
    chosen = mapping.load("g7-compliance")

    found = [
        msgspec.json.decode(event.message.text)
        for event in RowReader(chosen, columns.opened(file, chosen), NOW).events()
    ]

    scored = [
        (one["data"]["commitment_id"], one["data"]["score"])
        for one in found
        if "score" in one["data"]
    ]
    plain = [
        (f"g7:{n}", int(cell))
        for n, line in enumerate(lines, 1)
        for cell in line[3:]
        if re.fullmatch(r"-?\d", cell)
    ]
    assert sorted(scored) == sorted(plain)
    assert len(found) - len(scored) == 40


def test_a_mapping_without_a_query_is_read_as_before(tmp_path):
    messages, findings = read(
        tmp_path, HEAD + SCORED, "year,country,score\n2020,FRA,1\n2021,Norway,2\n"
    )

    assert scores(messages) == [(2020, "FRA", 1.0), (2021, "NOR", 2.0)]
    assert counts(findings).startswith("2 rows, 2 events")


def test_a_query_with_an_unknown_key_is_refused(tmp_path):
    with pytest.raises(MusterError, match=r"query.*unknown field `tabels`"):
        read(tmp_path, rules(WIDE, "tabels = {}"), "year,FRA,DEU\n2020,1,2\n")


def queries_of_the_readme() -> dict[str, str]:
    """Give the queries of the table in the README by what is wanted."""
    text = (Path(columns.__file__).parent / "README.md").read_text("utf-8")
    table = text[text.index("| Wanted | SQL |") :]
    return dict(re.findall(r"^\| ([^|`]+) \| `([^`]+)` \|$", table, re.MULTILINE))


README_TABLE = """number,country,year,interim,final,score,a,b,c
220,FRA,2020,1,,5,7,,8
220,FRA,2021,1,2,5,7,,8
220,FRA,2023,1,2,6,7,,8
"""


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ("columns as rows", 6),
        ("codes from a table", 3),
        ("the first known", 3),
        ("only what changed", 2),
        ("spells out of yearly rows", 2),
    ],
)
def test_the_queries_of_the_readme_do_what_it_says(tmp_path, wanted, rows):
    given = queries_of_the_readme()
    assert len(given) == 5
    sql = given[wanted]
    if sql.startswith("unpivot"):
        sql = f"from ({sql})"
    elif sql.startswith("coalesce"):
        sql = f'select "#row", {sql} as score from file'
    (tmp_path / "codes.csv").write_text("number,code\n220,FRA\n", "utf-8")
    file = tmp_path / "table.csv"
    file.write_text(README_TABLE, "utf-8")
    text = rules(sql, '[query.tables]\ncodes = "codes.csv"')
    (tmp_path / "visits.toml").write_text(text, "utf-8")
    chosen = mapping.load(str(tmp_path / "visits.toml"))
    assert chosen.query is not None

    found = list(QueriedTable(chosen, chosen.query, TableFile(file, chosen.file)).rows())

    assert len(found) == rows
    assert all(row.problem is None for row in found)

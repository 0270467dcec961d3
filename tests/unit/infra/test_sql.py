"""Named SQL statements."""

import pytest

from infra import sql


def load(tmp_path, monkeypatch, text: str) -> dict[str, str]:
    """Give the statements of a file with this text."""
    (tmp_path / "queries.sql").write_text(text)
    monkeypatch.setattr(sql, "files", lambda _: tmp_path)
    sql.load.cache_clear()
    try:
        return sql.load("anywhere", "queries.sql")
    finally:
        sql.load.cache_clear()


def test_statements_come_by_name_and_without_their_comments(tmp_path, monkeypatch):
    text = """-- The queries of a test.

-- name: one
-- Half of 100 %.
select 50;

-- name: two
-- Two lines.
select 1
    -- why there is a second column
    , 2;
"""

    assert load(tmp_path, monkeypatch, text) == {"one": "select 50;", "two": "select 1\n    , 2;"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("select 1;\n-- name: one\n-- One.\nselect 1;", "before the first name"),
        ("-- name: one\nselect 1;", "no line that says what it is"),
        ("-- name: one\n-- One.\n", "is empty"),
        ("-- name: one\n-- One.\nselect 1; -- half of 100 %", "a line of its own"),
        ("-- name: one\n-- One.\nselect 1;\n-- name: one\n-- One.\nselect 2;", "used twice"),
    ],
)
def test_a_file_that_is_not_written_as_it_must_be_is_refused(
    tmp_path, monkeypatch, text, complaint
):
    with pytest.raises(sql.MalformedSqlFile, match=complaint):
        load(tmp_path, monkeypatch, text)

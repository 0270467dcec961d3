"""What is said to the process that asks a table, and what it answers first."""

import msgspec

ROW_NUMBER = "#row"  # a column every table has: the rows below the header, counted from 1


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The query, its tables in the order they come, and whether its rows are wanted."""

    sql: str
    tables: list[str]
    wants_rows: bool


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of the answer, or what is wrong with the query."""

    columns: list[str] = []
    problem: str | None = None

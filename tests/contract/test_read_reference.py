"""The reference of the read functions is as its generator has it, with a unit for every number."""

from infra.functions import shipped
from tests import read_reference
from tests.queries.signatures import signatures


def test_the_reference_is_up_to_date():
    found = read_reference.REFERENCE.read_text("utf-8")

    assert found == read_reference.text(), "run python -m tests.read_reference"


def test_no_unit_is_of_a_column_that_nobody_gives():
    functions = signatures(shipped())
    columns = {column.name for one in functions.values() for column in one.columns}
    units = read_reference.units()
    special = [
        f"{function}.{name}"
        for function, names in units.in_function.items()
        for name in names
        if name not in {column.name for column in functions[function].columns}
    ]

    assert sorted(units.by_name.keys() - columns) == []
    assert [
        end for end in units.by_ending if not any(name.endswith(end) for name in columns)
    ] == []
    assert special == []

"""Small faults in SQL are those a person might make, one at a time."""

import pytest

from tests.mutants.sql_mutations import Fault, mutations

CASES = {
    "a filter falls away, the first and the others": (
        "select 1 from t where a = 1 and f(b, c) or d group by e",
        Fault.FILTER_DROPPED,
        ["select 1 from t where true and f(b, c) or d group by e",
         "select 1 from t where a = 1 and true or d group by e"],
    ),
    "the and of between is no filter": (
        "select 1 from t where x between a and b and c",
        Fault.FILTER_DROPPED,
        ["select 1 from t where true and c", "select 1 from t where x between a and b and true"],
    ),
    "a bound moves by one, but not an arrow or a cast": (
        "select 1 from t where a >= b and c -> 'd' and e::int < f",
        Fault.BOUND_BY_ONE,
        ["select 1 from t where a > b and c -> 'd' and e::int < f",
         "select 1 from t where a >= b and c -> 'd' and e::int <= f"],
    ),
    "a sign turns between two values, not before one": (
        "select a - b, - c, (d) + 1 from t",
        Fault.SIGN_TURNED,
        ["select a + b, - c, (d) + 1 from t", "select a - b, - c, (d) - 1 from t"],
    ),
    "an order turns, and what is told apart is not": (
        "select distinct a from t where b is distinct from c order by a desc",
        Fault.TIE_OTHERWISE,
        ["select all a from t where b is distinct from c order by a desc",
         "select distinct a from t where b is distinct from c order by a asc"],
    ),
    "an extreme becomes the other one where it is called": (
        "select max(a), b as max from t",
        Fault.ROUNDED_OTHERWISE,
        ["select min(a), b as max from t"],
    ),
    "a number moves by one, but not which parameter or which place": (
        "select $1, a[2] from t where n > 30",
        Fault.DAYS_BY_ONE,
        ["select $1, a[2] from t where n > 31"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_fault_is_made_where_it_can_be(case):
    statement, fault, expected = CASES[case]
    text = f"create function f() language sql as $$ {statement} $$;"
    found = [one.applied(text) for one in mutations(text) if one.fault is fault]

    assert found == [text.replace(statement, one) for one in expected]


def test_nothing_is_changed_in_comments_texts_and_outside_of_functions():
    text = "-- a >= 1\ncreate function f(a int) as $$ select 'b > 2' -- c < 3\n $$; select d > 4;"

    assert mutations(text) == []

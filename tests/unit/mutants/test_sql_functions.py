"""A fault in one read function concerns every function that calls it."""

from tests.mutants.sql_functions import Calls, made_in

TEXT = """\
create function _inner() returns int language sql as $$ select 1 $$;
comment on function _inner is 'One?';

create function outer_one() returns int language plpgsql as $$
begin
    return _inner();
end $$;
comment on function outer_one is 'One?';
"""
OTHER = """\
create function asked() returns int language sql as $$ select outer_one() $$;
comment on function asked is 'One?';

create function alone() returns int language sql as $$ select 2 $$;
comment on function alone is 'Two?';
"""


def test_a_function_is_found_with_its_whole_statement():
    statements = [TEXT[one.start : one.end] for one in made_in(TEXT)]

    assert [one.name for one in made_in(TEXT)] == ["_inner", "outer_one"]
    assert [one[-5:] for one in statements] == ["1 $$;", "d $$;"]
    assert all(one.startswith("create function ") for one in statements)


def test_those_that_call_it_by_whatever_way_are_concerned():
    calls = Calls((TEXT, OTHER))

    assert calls.who_reach("_inner") == {"_inner", "outer_one", "asked"}
    assert calls.who_reach("alone") == {"alone"}

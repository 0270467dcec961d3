"""What a what-if puts in the place of tables must be what read functions read."""

import re

from infra.functions import needed_by, shipped
from streams.projections import PROJECTIONS
from streams.what_if.tables import COMPARING, INSIDE, OUTSIDE

# Tables of which a what-if has its own; a name with a schema would mean those of the facts.
OWN = ("ledger", "head", *(projection.table for projection in PROJECTIONS))


def test_read_functions_name_what_a_what_if_has_of_its_own_without_a_schema():
    names = "|".join(OWN)
    said = re.compile(rf"\b(?:from|join)\s+muster(?:_\d+)?\.(?:{names})\b")

    assert {
        file.name: said.findall(file.text) for file in shipped() if said.search(file.text)
    } == {}


def test_one_read_function_is_outside_a_world_and_made_inside_a_what_if():
    outside = [file for file in shipped() if re.search(r"function muster\.\w+\(", file.text)]
    made = [file.text.replace(OUTSIDE, INSIDE) for file in outside]

    assert [file.name for file in outside] == ["common/members"]
    assert "function muster." not in "".join(made)


def test_what_a_comparison_needs_is_found():
    names = [file.name for file in needed_by(COMPARING)]

    assert {*COMPARING, "common/mix", "common/visible"} <= {*names}
    assert len(names) < len(shipped())

"""What is listed as no fault is about texts that are there."""

from tests.mutants.known import known
from tests.mutants.recording import ROOT
from tests.mutants.survivors import survivors


def test_every_change_that_is_no_fault_is_about_a_line_that_is_there():
    gone = [
        one
        for one in survivors()
        if one.line not in map(str.strip, (ROOT / one.path).read_text().splitlines())
    ]

    assert gone == []
    assert [one for one in survivors() if not one.why.strip()] == []


def test_every_fault_that_was_not_seen_once_can_still_be_made():
    displaced = [one.name for one in known() if (ROOT / one.path).read_text().count(one.was) != 1]

    assert len(known()) >= 8
    assert displaced == []

"""A label has one spelling and one number."""

import pytest
from hypothesis import given

from schemas.errors import Refused
from schemas.labels import Label, label_of
from schemas.vocabulary import Classification
from tests.support.strategies import labels


def test_a_label_number_never_changes() -> None:
    assert label_of("MUSTER", "UNCLASSIFIED").label_id == 3425054894885166672
    assert label_of("NATO", "SECRET", "FIN,EST").label_id == 5290001928238529415


@given(labels(), labels())
def test_two_labels_have_one_number_only_when_they_are_equal(one: Label, other: Label) -> None:
    assert (one.label_id == other.label_id) == (one == other)
    assert 0 <= one.label_id < 2**63


@given(labels())
def test_a_label_reads_what_it_writes(label: Label) -> None:
    policy, classification, codes = label.canonical.split("|")

    assert label_of(policy, classification, codes) == label


def test_the_ladder_has_five_rungs_in_order() -> None:
    assert [rung.rank for rung in Classification] == [0, 1, 2, 3, 4]
    assert Classification("COSMIC TOP SECRET") is Classification.TOP_SECRET


def test_a_very_long_releasability_is_refused() -> None:
    with pytest.raises(Refused, match="unknown-label"):
        label_of("MUSTER", "UNCLASSIFIED", ",".join(["EST"] * 1000))

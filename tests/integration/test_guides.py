"""Whoever follows CONTRIBUTING to the letter is done; whoever leaves a step out is told which.

All steps are left out in turn by `python -m tests.guides`; here it is the second of each guide.
"""

import pytest

from infra.settings import Settings
from tests.guides.__main__ import followed, is_named, left_out
from tests.guides.guides import GUIDES, Guide


@pytest.mark.timeout(600)
def test_whoever_follows_every_guide_has_nothing_to_mend(stack: Settings):
    assert followed(stack, GUIDES) == ""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_step_that_was_left_out_is_named(stack: Settings, guide: Guide):
    missing = guide.steps[1]
    complaints = left_out(stack, guide, missing)

    assert is_named(missing, complaints), complaints

"""What tests once did not see, they see."""

from collections.abc import Generator
from pathlib import Path

import pytest

from infra.settings import Settings
from tests.mutants.known import Known, copy_of_the_project, known, made, outcome
from tests.support.stack import SHARED, environment

TESTS_FAILED = 1  # an exit code of pytest: neither an error of its own, nor no test at all


@pytest.fixture(scope="module")
def folder() -> Generator[Path]:
    with copy_of_the_project() as copy:
        yield copy


@pytest.mark.parametrize("fault", known(), ids=lambda fault: fault.name)
def test_a_fault_that_nobody_saw_once_is_seen(stack: Settings, folder: Path, fault: Known):
    own = {**environment(stack), "MUSTER_TEST_STACK": SHARED}
    with made(fault, folder):
        code, said = outcome(folder, fault.tests, own)

    assert code == TESTS_FAILED, said

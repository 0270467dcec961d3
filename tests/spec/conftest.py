"""Every rule is asked twice: of the reference, and of the database."""

from collections.abc import Generator

import pytest

from tests.support.given import Engine, InMemory, undone


@pytest.fixture(params=["reference", "database"])
def engine(request: pytest.FixtureRequest) -> Generator[Engine]:
    """Give the reference, then a database that forgets everything after the test."""
    if request.param == "reference":
        yield InMemory()
    else:
        with undone(request.getfixturevalue("database")) as told:
            yield told

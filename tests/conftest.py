"""What all tests share: the services they run on."""

import os

import pytest

from infra.settings import Settings
from tests.support.postgres import database, template_database

__all__ = ["database", "stack", "template_database"]


@pytest.fixture(scope="session")
def stack() -> Settings:
    """Give the settings of running services."""
    return Settings.from_environment(os.environ)

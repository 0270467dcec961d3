"""One gateway with a worker for all tests here: each sends events of its own."""

from collections.abc import Generator

import pytest

from infra.settings import Settings
from tests.support.gateway import GatewayProcess, new_key, running_gateway
from tests.support.instance import Instance, own_instance
from tests.support.postgres import Database, copy_of


@pytest.fixture(scope="session")
def shared(
    stack: Settings, template_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Instance]:
    """Give an instance with a worker for all of these tests."""
    folder = tmp_path_factory.mktemp("gateway")
    with copy_of(template_database) as database, own_instance(stack, database, folder) as own:
        own.start_worker().wait_until_it_reads(60)
        yield own


@pytest.fixture(scope="session")
def gateway(shared: Instance) -> Generator[GatewayProcess]:
    """Give the gateway of that instance, and a producer's key to it."""
    with running_gateway(shared) as process:
        process.key = new_key(shared)
        yield process

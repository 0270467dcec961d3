"""What all tests share: the services they run on."""

from tests.support.instance import instance
from tests.support.postgres import database, template_database
from tests.support.stack import stack

__all__ = ["database", "instance", "stack", "template_database"]

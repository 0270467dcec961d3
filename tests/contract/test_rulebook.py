"""The rule book says what the method and the tables of cases say."""

from schemas import method
from tests import rulebook


def test_the_rule_book_is_up_to_date():
    found = rulebook.RULES.read_text("utf-8")

    assert found == rulebook.text(), "run python -m tests.rulebook"


def test_every_constant_and_its_source_are_in_the_rule_book():
    found = rulebook.RULES.read_text("utf-8")

    missing = [
        name
        for name, source in method.sources().items()
        if f"`{name}`" not in found or source not in found
    ]
    assert missing == []

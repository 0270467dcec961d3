"""`muster alerts`: a command does what it says, or says in one line why not and does nothing."""

import pytest

from tests.support.instance import Instance

WORDS = ("--decision", "Whom to send", "--response", "Call the cell")
KEPT = "select name, removed_at is null from muster.alert_rule order by name"


def did(own: Instance, *arguments: str) -> str:
    code, said = own.muster("alerts", *arguments)
    assert code == 0, said
    return said


def refused(own: Instance, *arguments: str, code: int = 2) -> str:
    """Give the one line that a command says; it must change nothing."""
    before = own.ask(KEPT)
    found, said = own.muster("alerts", *arguments)
    assert (found, said.count("\n")) == (code, 1), said
    assert own.ask(KEPT) == before
    return said.strip()


def test_a_rule_from_its_making_to_its_end(instance: Instance):
    how = ("--kind", "level", "--actor", "EST", "--priority", "high", *WORDS)
    made = did(instance, "rules", "add", "weak", *how, "--webhook", "http://127.0.0.1:9/")
    assert made.startswith("weak  high  level (body NATO, actor EST, level 3)")
    assert "response: Call the cell" in did(instance, "rules", "list")
    assert "weak holds for 0" in did(instance, "rules", "explain", "weak")
    assert "no alerts" in did(instance, "list")
    did(instance, "shelve", "weak", "--for", "30m", "--why", "exercise")
    assert "shelved until" in did(instance, "list")
    did(instance, "rules", "remove", "weak")
    history = did(instance, "history")

    assert [line.split("  ")[2].split(" weak")[0] for line in history.splitlines()] == [
        "rule removed",
        "shelved",
        "rule added",
    ]
    assert all("operator" in line for line in history.splitlines())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("rules", "add", "a", "--kind", "level", "--actor", "estonia", *WORDS), "--actor"),
        (("rules", "add", "Bad", "--kind", "level", *WORDS), "cannot name a rule"),
        (("rules", "add", "a", "--kind", "feed", "--viewer", "nobody", *WORDS), "no viewer"),
        (("rules", "remove", "gone"), "has no rule 'gone'"),
        (("rules", "explain", "gone"), "has no rule 'gone'"),
        (("list", "--viewer", "nobody"), "no viewer 'nobody'"),
        (("ack", "0123456789abcdef"), "has no '0123456789abcdef'"),
        (("shelve", "--for", "1h", "--why", "x"), "say which alert or rule, or --all"),
        (("shelve", "--all", "--for", "13h", "--why", "x"), "one minute to twelve hours"),
        (("shelve", "--all", "--for", "soon", "--why", "x"), "write 30m or 2h"),
        (("unshelve", "0123456789ab"), "has no '0123456789ab'"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_changes_nothing(instance: Instance, arguments, why):
    assert why in refused(instance, *arguments)


def test_rules_that_nobody_evaluates_are_said_to_be(instance: Instance):
    assert "start `muster alerts run`" in refused(instance, "check", code=1)

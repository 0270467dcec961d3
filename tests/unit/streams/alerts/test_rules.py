"""A rule that makes no sense is refused in one line that says what to write."""

import pytest

from streams.alerts import rules
from streams.alerts.errors import BadRule
from streams.alerts.rules import Channel, Kind


@pytest.mark.parametrize(
    ("kind", "said", "what"),
    [
        ("level", {"level": "1"}, "--level is '1'"),
        ("level", {"level": "5"}, "--level is '5'"),
        ("level", {"area": "space"}, "--area is 'space'"),
        ("level", {"actor": "estonia"}, "--actor is 'estonia'"),
        ("level", {"body": "na to"}, "--body is 'na to'"),
        ("level", {"hours": 3}, "a rule of kind level takes no --hours"),
        ("report", {"state": "asleep"}, "--state is 'asleep'"),
        ("report", {"level": "3"}, "a rule of kind report takes no --level"),
        ("silence", {"actor": "EST"}, "a rule of kind silence takes no --actor"),
        ("feed", {"body": "NATO"}, "a rule of kind feed takes no --body"),
    ],
)
def test_what_a_kind_does_not_take_is_refused(kind, said, what):
    with pytest.raises(BadRule, match=what):
        rules.about(Kind(kind), said)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_made_with_nothing_said(kind):
    assert rules.about(kind, {}) is not None


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "a" * 41, "ä", "a\n"])
def test_a_name_that_is_hard_to_say_is_refused(name):
    with pytest.raises(BadRule, match="cannot name a rule"):
        rules.require_name(name)


@pytest.mark.parametrize("text", ["", "  ", "\n", "a\x00b", "a" * 501])
def test_a_decision_or_response_that_says_nothing_is_refused(text):
    with pytest.raises(BadRule, match="--response must say something"):
        rules.require_said("--response", text)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https://exa mple.org/",
        "http://example.org/hook",
        "https://ann:secret@example.org/",
        "https://example.org:x/",
        "https://example.org:70000/",
        "https://exämple.org/",
    ],
)
def test_a_webhook_that_cannot_be_posted_to_safely_is_refused(address):
    with pytest.raises(BadRule, match="--webhook"):
        rules.recipient(address, None)


@pytest.mark.parametrize("address", ["", "ann", "a@b, c@d", "a@b\nBcc: c@d", "<a@b>", "@b"])
def test_an_address_that_is_not_one_address_is_refused(address):
    with pytest.raises(BadRule, match="--mail"):
        rules.recipient(None, address)


def test_a_rule_has_one_way_out_or_stays_on_the_screen():
    with pytest.raises(BadRule, match="not both"):
        rules.recipient("https://example.org/", "a@example.org")
    assert rules.recipient(None, None) == (Channel.SCREEN, None)
    assert rules.recipient("http://127.0.0.1:8000/x", None)[0] is Channel.WEBHOOK

"""The trail in words: every act has some, and nothing unknown is left out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.pages.audit import words
from dashboard.pages.audit.queries import AuditEntry, AuditState
from dashboard.wording.catalogue import texts
from infra.audit.acts import Act, Outcome

ENTRY = AuditEntry(
    number=7,
    happened_at=datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
    act="viewer.make",
    outcome="done",
    who_kind="viewer",
    who="ann",
    origin="192.0.2.1",
    db_role="muster_reader",
    subject="bea",
    detail='{"roles": ["viewer", "analyst"], "clearance_rank": 3}',
)


def test_every_act_and_every_outcome_has_its_words():
    assert {*texts("audit.acts")} == {one.replace(".", "_") for one in Act}
    assert {*texts("audit.outcomes")} == {*Outcome}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (ENTRY, "ann (viewer)"),
        (replace(ENTRY, who_kind="user", who="root"), "root (user of the host)"),
        (replace(ENTRY, who_kind="nobody", who=""), "nobody known"),
    ],
)
def test_who_acted_is_said_with_what_that_is(entry: AuditEntry, said: str):
    assert words.who(entry) == said


def test_the_rest_is_said_without_the_marks_of_json():
    assert words.detail(ENTRY) == "roles: viewer, analyst; clearance rank: 3"
    assert words.detail(replace(ENTRY, detail="{}")) == ""


def test_an_act_of_a_later_version_is_said_as_it_is():
    assert words.act("moon.land") == "moon.land"
    assert words.outcome("odd") == "odd"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (None, "Nothing was refused in the last 24 h"),
        (AuditState(entries=9, refused_lately=0), "Nothing was refused in the last 24 h"),
        (AuditState(entries=9, refused_lately=1), "1 request was refused in the last 24 h"),
        (
            AuditState(entries=9, refused_lately=1200),
            "1,200 requests were refused in the last 24 h",
        ),
    ],
)
def test_the_title_says_what_was_refused(state: AuditState | None, title: str):
    assert words.title(state) == title

"""What claims mean is said in a file; what is not said there is nobody."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from infra.settings import Settings
from infra.viewers.commands import viewers
from infra.viewers.mapping import BadMapping, Nobody, Rights, read, rights_of

GOOD = """
name = "preferred_username"

[nations]
EE = "EST"

[[rule]]
when = {groups = "headquarters"}
clearance = "COSMIC TOP SECRET"
all_nations = true
roles = ["administrator", "analyst"]

[[rule]]
when = {groups = "watch", unit = "1"}
clearance = "SECRET"
nation = "FIN"

[[rule]]
when = {groups = "watch"}
clearance = "RESTRICTED"
nation_from = "country"
roles = ["recorder"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "mapping.toml").write_text(GOOD)
    return tmp_path / "mapping.toml"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            {"groups": ["watch", "headquarters"]},
            ("COSMIC TOP SECRET", None, ["viewer", "analyst", "administrator"], 1),
        ),
        ({"groups": "watch", "unit": "1"}, ("SECRET", "FIN", ["viewer"], 2)),
        ({"groups": ["watch"], "country": "EE"}, ("RESTRICTED", "EST", ["viewer", "recorder"], 3)),
        ({"groups": ["watch"], "country": "SE"}, None),
        ({"groups": ["watch"]}, None),
        ({"groups": ["watch"], "country": ["EE"]}, None),
        ({"groups": ["watch"], "country": None}, None),
        ({"groups": "watchmen"}, None),
        ({"groups": ["Watch"]}, None),
        ({"groups": {"watch": True}}, None),
        ({"groups": []}, None),
        ({}, None),
    ],
    ids=str,
)
def test_the_first_rule_that_fits_decides_and_none_is_nobody(file, claims, expected):
    found = rights_of({"preferred_username": "ann", **claims}, read(file))

    assert found == (Rights("ann", *expected) if expected else found)
    assert isinstance(found, Rights if expected else Nobody)


@pytest.mark.parametrize(
    "name", [None, "", "a b", "owner", 7, ["ann"], "x" * 101, "ann\n", "../x"]
)
def test_a_name_that_cannot_be_a_viewers_is_nobody(file, name: Any):
    found = rights_of({"preferred_username": name, "groups": "headquarters"}, read(file))

    assert isinstance(found, Nobody)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (GOOD, "", "name"),
        (GOOD, "name = ", "Invalid value"),
        (GOOD, 'name = "sub"', "rule"),
        (GOOD, 'name = "sub"\nrule = []', "lets nobody in"),
        ("preferred_username", "", "names no claim"),
        ("clearance", "clearence", "clearence"),
        ("COSMIC TOP SECRET", "ULTRA", "rule 1: clearance is 'ULTRA'"),
        ("COSMIC TOP SECRET", "secret", "rule 1: clearance is 'secret'"),
        ('{groups = "headquarters"}', "{}", "rule 1 has no condition"),
        ('{groups = "headquarters"}', "{groups = 7}", "rule"),
        ("all_nations = true", "all_nations = false", "rule 1 must say one of"),
        ("all_nations = true", 'all_nations = true\nnation = "EST"', "rule 1 must say one of"),
        ("all_nations = true\n", "", "rule 1 must say one of"),
        ('nation = "FIN"', 'nation = "Finland"', "rule 2: 'Finland' is no nation"),
        ('EE = "EST"', 'EE = "est"', "nations: EE: 'est' is no nation"),
        ('[nations]\nEE = "EST"', "", "no table [nations]"),
        ('"recorder"', '"writer"', "'writer' is no role"),
        ("[[rule]]", "[[rules]]", "rules"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_one_line(file, old, new, said):
    file.write_text(GOOD.replace(old, new, 1) if said != "rules" else GOOD.replace(old, new))
    with pytest.raises(BadMapping) as refused:
        read(file)

    assert said in str(refused.value)
    assert str(file) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", [b"\xff\xfe", b"\x00"])
def test_a_file_that_is_no_text_is_refused_in_one_line(file, text):
    file.write_bytes(text)
    with pytest.raises(BadMapping):
        read(file)


def check(file: Path, typed: str) -> tuple[int, str]:
    done = CliRunner().invoke(viewers, ["check", "--mapping", str(file)], input=typed)
    return done.exit_code, str(done.exception if done.exit_code > 1 else done.output).strip()


def test_a_token_is_explained(file):
    ann = {"preferred_username": "ann", "groups": ["watch"], "country": "EE"}

    assert check(file, "") == (0, "the mapping is good: 3 rules, named by preferred_username")
    assert check(file, json.dumps(ann)) == (
        0,
        "this token would be ann: RESTRICTED, EST, viewer recorder (rule 3)",
    )
    assert check(file, json.dumps(ann | {"country": "SE"})) == (
        1,
        "this token would be nobody: rule 3 fits, and the claim country is no word for a nation",
    )


@pytest.mark.parametrize("typed", ["{", "[]", "7", '"ann"'])
def test_claims_that_are_none_are_refused(file, typed):
    done = CliRunner().invoke(viewers, ["check", "--mapping", str(file)], input=typed)

    assert done.exit_code != 0
    assert "standard input" in str(done.exception)


def test_settings_name_the_provider_only_where_people_sign_in_at_one():
    given = {"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p", "MUSTER_OIDC_ISSUER": "https://x.example"}

    assert Settings.from_environment(given).oidc is None

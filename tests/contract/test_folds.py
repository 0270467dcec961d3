"""A projection that makes other rows of the same events is of another version.

A database notes by which version its rows were made, and a rebuild compares rows of one version.
"""

import pytest

from streams.projections import PROJECTIONS
from tests import folds


@pytest.fixture(scope="module")
def found():
    return folds.found()


def test_every_projection_has_rows_of_some_example(found):
    assert [name for name, one in found.items() if not one["of"]] == []


@pytest.mark.parametrize("name", [projection.table for projection in PROJECTIONS])
def test_rows_change_only_with_the_version(found, name: str):
    noted = folds.known().get(name, {"version": 0, "of": {}})
    now = found[name]

    assert now["version"] == noted["version"], (
        f"version {now['version']} of {name} is not noted: run `python -m tests.folds`"
    )
    other = [one for one, sha256 in noted["of"].items() if now["of"].get(one) != sha256]
    assert not other, (
        f"{name} makes other rows of {other} than version {noted['version']} did: raise the "
        "version of its Projection, then run `python -m tests.folds`"
    )
    new = sorted(set(now["of"]) - set(noted["of"]))
    assert not new, f"what {name} makes of {new} is not noted: run `python -m tests.folds`"

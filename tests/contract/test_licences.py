"""What may be done with Muster is said, and so is what it is installed beside."""

import importlib
import json
import pkgutil
import re
import tomllib
from importlib import metadata
from pathlib import Path

import schemas.events
from schemas.events.event import EarlierData, EventData
from schemas.events.registry import VERSIONS

ROOT = Path(__file__).parents[2]
NOTICE = (ROOT / "NOTICE").read_text()
LOCK = (ROOT / "requirements.lock").read_text()
NAMES = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)


def licence_of(name: str) -> str:
    """Give what a package says its licence is; some add the whole text, which speaks of others."""
    found = metadata.metadata(name)
    said = [found.get("License-Expression"), found.get("License")]
    said += [one for one in found.get_all("Classifier", []) if one.startswith("License")]
    return " ".join(one.splitlines()[0] for one in said if one)


def test_the_licence_is_there_and_the_project_names_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text()


def test_every_package_under_a_licence_that_asks_something_of_others_is_named():
    asking = [
        name for name in NAMES if re.search(r"\bA?L?GPL|Lesser|\bMPL|Mozilla", licence_of(name))
    ]

    assert {"psycopg", "pycountry", "crc32c"} <= set(asking)
    assert [name for name in asking if not re.search(rf"\b{re.escape(name)}\b", NOTICE)] == []
    assert [name for name in asking if re.search(r"(?<!L)GPL-|Affero", licence_of(name))] == []


def test_what_comes_from_npm_is_named_and_under_a_licence_that_asks_nothing_of_others():
    lock = json.loads((ROOT / "dashboard/package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    wanted = {**lock["packages"][""]["dependencies"], **lock["packages"][""]["devDependencies"]}
    names = {name.removeprefix("@biomejs/").partition("-basic")[0] for name in wanted}

    assert {one["license"] for one in packages.values()} <= {
        "MIT",
        "ISC",
        "Apache-2.0",
        "MIT OR Apache-2.0",
    }
    assert [name for name in names if name not in NOTICE] == []
    # What browsers load, and what builds it, is pinned to one version each.
    assert [version for version in wanted.values() if not re.fullmatch(r"[\d.]+", version)] == []
    assert "resolved" not in json.dumps(lock)


def classes_of(kind: type[EventData]) -> set[type[EventData]]:
    below = {one for child in kind.__subclasses__() for one in classes_of(child)}
    return below | ({kind} if hasattr(kind, "TYPE") else set())


def test_no_event_type_is_written_and_then_forgotten():
    for module in pkgutil.iter_modules(schemas.events.__path__):
        importlib.import_module(f"schemas.events.{module.name}")
    written = {one for one in classes_of(EventData) if one.__module__.startswith("schemas.")}

    assert {one.__name__ for one in written - {*VERSIONS, EarlierData}} == set()

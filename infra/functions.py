"""The SQL functions that packages ship, in the order in which they need each other.

A file says above its functions whose functions they call: `-- needs: common/members`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points
from importlib.resources import files

from infra.errors import MusterError
from infra.sql import SqlFile, sql_files

GROUP = "muster.functions"
NEEDS = re.compile(r"^-- needs: (.+)$", re.MULTILINE)


class NeedsUnmet(MusterError):
    """Files of SQL functions need what is not there once, or each other in a circle."""


def shipped() -> list[SqlFile]:
    """Give all files of functions, named `folder/file`, each after those it needs."""
    packages = sorted(entry.value for entry in entry_points(group=GROUP))
    if not packages:
        raise MusterError(f"no package ships functions ({GROUP}); run `make setup`")
    return in_order(file for package in packages for file in _files_of(package))


def needed_by(names: Iterable[str]) -> list[SqlFile]:
    """Give these files and all they need, each after those it needs."""
    files_in_order = shipped()
    wanted = {*names}
    for file in reversed(files_in_order):
        if file.name in wanted:
            wanted |= {*needs_of(file)}
    return [file for file in files_in_order if file.name in wanted]


def needs_of(file: SqlFile) -> tuple[str, ...]:
    """Give the names of the files whose functions this one says it calls."""
    lines = NEEDS.findall(file.text)
    return tuple(name.strip() for line in lines for name in line.split(","))


def in_order(found: Iterable[SqlFile]) -> list[SqlFile]:
    """Give each file after those it needs, by name where needs leave it open."""
    by_name: dict[str, SqlFile] = {}
    for file in found:
        if file.name in by_name:
            raise NeedsUnmet(f"{file.name} is shipped twice")
        by_name[file.name] = file
    needs = {file.name: needs_of(file) for file in by_name.values()}
    for name, needed in needs.items():
        for absent in sorted({*needed} - {*by_name}):
            raise NeedsUnmet(f"{name} needs {absent}, and there is no such file")
    return [by_name[name] for name in after_needs(needs)]


def after_needs(needs: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Give each name after those it needs, in alphabetical order where needs leave it open."""
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError as error:
        raise NeedsUnmet(f"files need each other: {' -> '.join(error.args[1])}") from error
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        yield from ready
        sorter.done(*ready)


def _files_of(package: str) -> Iterator[SqlFile]:
    for folder in files(package).iterdir():
        if folder.is_dir():
            for file in sql_files(folder):
                yield SqlFile(f"{folder.name}/{file.name.removesuffix('.sql')}", file.text)

"""A fault is put into functions that are loaded already, whoever holds them."""

import importlib.util
from pathlib import Path

from tests.mutants.loaded import Loaded

TEXT = """
from functools import cache


@cache
def kept(days):
    return days + 1


def factory():
    def made(days):
        return days + 3
    return made


HELD = [lambda days: days + 2]
MADE = factory()
"""


def test_functions_lambdas_and_what_functions_made_get_the_fault(tmp_path: Path):
    path = tmp_path / "tried.py"
    path.write_text(TEXT)
    spec = importlib.util.spec_from_file_location("tried", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    before = (module.kept(1), module.HELD[0](1), module.MADE(1))

    Loaded(tmp_path, packages=("tried",)).put(Path("tried.py"), TEXT, TEXT.replace("+", "-"))

    assert before == (2, 3, 4)
    # What was kept of an earlier call does not hide the fault.
    assert (module.kept(1), module.HELD[0](1), module.MADE(1)) == (0, -1, -2)

"""Small faults in Python are made inside functions, and where nobody is only told something."""

from tests.mutants.python_mutations import mutations

TEXT = '''
"""What it is."""
LIMIT = 3


def is_late(days: int, limit: int = LIMIT) -> bool:
    """Tell whether it is late."""
    return days >= limit + 1


SHOWN = [lambda one: one.days or 0]
'''


def test_each_change_is_one_place_inside_a_function():
    changes = {(one.was.strip(), one.becomes.strip()) for one in mutations(TEXT)}

    assert {(">= limit + 1", "> limit + 1"), ("limit + 1", "limit - 1"), ("1", "2")} <= changes
    assert ("one.days or 0", "one.days and 0") in changes
    for one in mutations(TEXT):
        compile(one.applied(TEXT), "changed.py", "exec")


def test_constants_annotations_and_what_is_only_said_stay_as_they_are():
    changed = {one.applied(TEXT) for one in mutations(TEXT)}

    assert changed
    assert all('"""What it is."""\nLIMIT = 3\n' in text for text in changed)
    assert all("def is_late(days: int, limit: int = LIMIT) -> bool:" in text for text in changed)
    assert all('"""Tell whether it is late."""' in text for text in changed)


def test_a_change_over_several_lines_stands_where_it_stood():
    text = "def f(a):\n    return g(\n        a,\n        1,\n    )\n"

    assert "def f(a):\n    return g(\n        a,\n        2,\n    )\n" in {
        one.applied(text) for one in mutations(text)
    }

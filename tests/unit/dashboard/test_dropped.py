"""Files that people drop: named so that no disk minds, one for each of them, nobody else's."""

import pytest

from dashboard.dropped import MOST, Dropped, Kept, name_of


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("marks.csv", "marks.csv"),
        ("Übungen 2026 (final).xlsx", "Übungen 2026 (final).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.csv", "a.csv"),
        ("-x.csv", "x.csv"),
        ("..", "table"),
        ("", "table"),
        ("data", "data"),
        ("a\x00b;c$.csv", "a_b_c_.csv"),
        (f"{'x' * 300}.csv.gz", f"{'x' * 113}.csv.gz"),
    ],
)
def test_a_name_is_one_that_can_be_on_any_disk(given: str, name: str):
    assert name_of(given) == name


def test_a_file_is_of_its_viewer_alone_and_takes_the_place_of_the_last():
    kept, first, second = Kept(), Dropped("ann", "a.csv"), Dropped("ann", "b.csv")
    first.path.write_text("a")
    kept.keep(first)
    other = kept.of(first.id, "bea")
    kept.keep(second)

    assert other is None
    assert kept.of(first.id, "ann") is None
    assert not first.path.exists()
    assert kept.of(second.id, "ann") is second
    kept.close()


def test_what_is_being_imported_stays_and_there_are_never_too_many():
    kept = Kept()
    for n in range(MOST):
        one = Dropped(f"viewer-{n}", "a.csv")
        one.is_running = True
        assert kept.keep(one)
    late = Dropped("late", "a.csv")

    assert kept.is_busy("viewer-3")
    assert not kept.keep(late)
    late.forget()
    kept.close()


def test_words_do_not_say_where_a_file_is():
    one = Dropped("ann", "a.csv")
    mapping = one.beside("mapping.json", b"{}")

    assert one.unplaced(f"{one.path} is empty; {mapping}: x") == "a.csv is empty; mapping.json: x"
    assert one.beside("mapping.json", b"[]") != mapping
    one.forget()

"""What makes no sense is said in one line, with an exit code, and leaves nothing behind."""

from pathlib import Path

import pytest

from tests.integration.report.conftest import Muster

NAME = "Bad input"


@pytest.fixture(scope="module", autouse=True)
def review(muster: Muster) -> None:
    assert muster.run("review", "create", NAME, "--exercise", muster.exercise_id)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["review", "create", "A"], 2, "say one of --exercise"),
        (["review", "create", "A", "--exercise", "x", "--meeting", "y"], 2, "say one of"),
        (["review", "create", "A", "--exercise", "unheard-of"], 2, "no exercise 'unheard-of'"),
        (["review", "create", "A", "--meeting", "unheard-of"], 2, "no meeting 'unheard-of'"),
        (["review", "create", "A", "--exercise", "a b"], 2, "this cannot be a review"),
        (["review", "create", "", "--exercise", "a"], 2, "says nothing"),
        (["review", "create", "A", "--exercise", "a", "--body", "nato"], 2, "cannot be a review"),
        (["review", "create", "A", "--from", "2026-01-01"], 2, "needs both --from and --to"),
        (["review", "create", "A", "--from", "x", "--to", "y"], 2, "--from is 'x'"),
        (
            ["review", "create", "A", "--from", "2026-02-01", "--to", "2026-01-01"],
            2,
            "does not lie before",
        ),
        (
            ["review", "create", "A", "--from", "2026-01-01", "--to", "2199-01-01"],
            2,
            "still to come",
        ),
        (["review", "create", NAME, "--from", "2026-01-01", "--to", "2026-02-01"], 2, "kept"),
        (["review", "create", "A", "--exercise", "a", "--viewer", "nobody"], 2, "no viewer"),
        (["review", "show", "unheard of"], 2, "no review 'unheard of'"),
        (["review", "delete", "unheard of"], 2, "no review"),
        (["review", "finding", "unheard of", "--strength", "x"], 2, "no review"),
        (["review", "finding", NAME], 2, "say one of --strength"),
        (["review", "finding", NAME, "--strength", "x", "--improvement", "y"], 2, "say one of"),
        (["review", "finding", NAME, "--strength", "x", "--evidence", "0"], 2, "evidence '0'"),
        (["review", "finding", NAME, "--strength", "x", "--evidence", "a#b"], 2, "evidence 'a#b'"),
        (["review", "finding", NAME, "--strength", "x" * 2001], 2, "observation"),
        (["review", "finding", NAME, "--file", "/proc/self/mem"], 2, "cannot be read"),
        (["report", "unheard of", "-o", "{folder}/a.pdf"], 2, "no review"),
        (["report", NAME, "-o", "{folder}/a"], 2, "does not say in which format"),
        (["report", NAME, "-o", "{folder}/a.txt"], 2, "does not say in which format"),
        (["report", NAME, "-o", "{folder}/gone/a.pdf"], 74, "cannot be written"),
        (["report", NAME, "-o", "/dev/full", "--format", "pdf"], 74, "disk is full"),
        (["report", NAME, "-o", "{folder}", "--format", "pdf"], 74, "is a folder"),
        (["report", NAME, "-o", "{folder}/a.pdf", "--edition", "1"], 2, "no final edition 1"),
        (["report", NAME, "-o", "{folder}/a.pdf", "--final", "--draft"], 2, "say one of --final"),
        (["report", NAME, "-o", "{folder}/a.pdf", "--viewer", "nobody"], 2, "no viewer 'nobody'"),
    ],
)
def test_bad_input_gets_one_line(
    muster: Muster, tmp_path: Path, arguments: list[str], code: int, part: str
):
    given = [argument.replace("{folder}", str(tmp_path)) for argument in arguments]
    found, said = muster.run(*given)

    assert (found, said.count("\n"), part in said) == (code, 1, True), said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("finding = 3", "finding"),
        ("[[finding]]\nkind = 'strength'", "observation"),
        ("[[finding", "is no TOML"),
        ("[[finding]]\nkind = 'strength'\nobservation = 'x'\nevidence = [999999999]", "no event"),
        ("", "finding"),
    ],
)
def test_a_file_of_findings_is_kept_whole_or_not_at_all(
    muster: Muster, tmp_path: Path, text: str, part: str
):
    file = tmp_path / "f.toml"
    file.write_text(
        f"[[finding]]\nkind = 'strength'\nobservation = 'Good.'\n{text}" if text else ""
    )
    code, said = muster.run("review", "finding", NAME, "--file", file)

    assert (code, said.count("\n"), part in said) == (2, 1, True), said
    assert "findings 0" in muster.run("review", "show", NAME)[1]


def test_an_exercise_that_was_only_planned_has_no_report(muster: Muster, tmp_path: Path):
    [planned] = muster.ask(
        "select exercise_id from readiness.exercise_schedule("
        "  'NATO', current_date, 'infinity', now(), now(), null, 1000)"
        " where state = 'planned' order by 1 limit 1"
    )
    assert muster.run("review", "create", "Plan", "--exercise", planned["exercise_id"])[0] == 0
    code, said = muster.run("report", "Plan", "-o", tmp_path / "a.pdf")

    assert (code, said.count("\n")) == (2, 1)
    assert "once it is over" in said

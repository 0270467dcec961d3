"""A report is a draft until it is made final; then its bytes are kept, and a later one is new."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from pypdf import PdfReader

from infra.sql import load
from streams.report import keeping, making
from streams.report.errors import ReviewExists
from streams.report.reading import owner_of, reading_as
from streams.report.review import FindingKind, WrittenFinding
from tests.integration.report.conftest import Muster
from tests.support.verapdf import verdict

FORMATS = ("html", "pdf", "docx", "xlsx")


def review_of(muster: Muster, name: str) -> str:
    code, said = muster.run("review", "create", name, "--exercise", muster.exercise_id)
    assert code == 0, said
    return name


def texts_of(file: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages]


def test_the_same_question_gives_the_same_bytes(muster: Muster, tmp_path: Path):
    name = review_of(muster, "Twice")
    for form in FORMATS:
        for number in (1, 2):
            assert muster.run("report", name, "-o", tmp_path / f"{number}.{form}")[0] == 0

    assert [
        form
        for form in FORMATS
        if (tmp_path / f"1.{form}").read_bytes() != (tmp_path / f"2.{form}").read_bytes()
    ] == []


def test_a_draft_is_marked_on_every_page_and_passes_as_readable_by_machines(
    muster: Muster, tmp_path: Path
):
    name = review_of(muster, "Marked")
    muster.run("report", name, "-o", tmp_path / "a.pdf")
    texts = texts_of(tmp_path / "a.pdf")

    assert len(texts) > 3
    assert [text.count("EXERCISE DATA · RESTRICTED") for text in texts] == [2] * len(texts)
    assert [text.count("DRAFT of edition 1") for text in texts] == [2] * len(texts)
    assert verdict(tmp_path / "a.pdf") == "PASS"


def test_final_is_refused_while_a_rating_is_not_supported(muster: Muster, tmp_path: Path):
    name = review_of(muster, "Unsupported")
    code, said = muster.run("report", name, "--final", "-o", tmp_path / "a.pdf")

    assert code == 65
    assert said.count("\n") == 1
    assert "has no explanation" in said
    assert not (tmp_path / "a.pdf").exists()
    assert "final reports 0" in muster.run("review", "show", name)[1]


def test_a_final_report_is_kept_and_a_later_one_says_what_changed(
    muster: Muster, supported: Callable[[str], None], tmp_path: Path
):
    name = review_of(muster, "Whole life")
    supported(name)
    first = tmp_path / "final.pdf"

    code, said = muster.run("report", name, "--final", "-o", first)
    assert (code, said) == (0, f"{first}: FINAL, edition 1, kept\n")
    assert {text.count("FINAL, edition 1") for text in texts_of(first)} == {2}
    assert verdict(first) == "PASS"

    # The same again, and every other format, come as they were kept.
    for number, form in enumerate(("pdf", "pdf", "html", "docx", "xlsx")):
        more = ("--final",) if number else ()
        file = tmp_path / f"again-{number}.{form}"
        code, said = muster.run("report", name, *more, "-o", file)
        assert code == 0
        assert hashlib.sha256(file.read_bytes()).hexdigest() in said
    assert (tmp_path / "again-0.pdf").read_bytes() == first.read_bytes()

    [event] = muster.ask("select min(seq) as seq from muster.ledger")
    muster.run(
        "review", "finding", name, "--strength", "Radios worked.", "--evidence", str(event["seq"])
    )
    draft = tmp_path / "draft.pdf"
    assert muster.run("report", name, "-o", draft) == (0, f"{draft}: DRAFT of edition 2\n")
    [page, *_] = texts_of(draft)
    assert "What changed since edition 1" in page
    assert "Observation | Radios worked." in page

    kept = tmp_path / "kept.pdf"
    assert muster.run("report", name, "--edition", "1", "-o", kept)[0] == 0
    assert kept.read_bytes() == first.read_bytes()
    assert "FINAL, edition 2" in muster.run("report", name, "--final", "-o", draft)[1]
    assert muster.run("report", name, "--edition", "1", "-o", kept)[0] == 0
    assert kept.read_bytes() == first.read_bytes()
    code, said = muster.run("review", "delete", name)
    assert (code, "cannot be deleted" in said) == (2, True)


def test_a_final_report_that_could_not_be_written_is_kept_and_comes_again(
    muster: Muster, supported: Callable[[str], None], tmp_path: Path
):
    name = review_of(muster, "Full disk")
    supported(name)

    code, said = muster.run("report", name, "--final", "--format", "pdf", "-o", "/dev/full")
    assert (code, said.count("\n")) == (74, 1)
    code, said = muster.run("report", name, "--final", "-o", tmp_path / "a.pdf")

    assert code == 0
    assert "edition 1, final since" in said


def test_who_acts_while_a_report_becomes_final_is_noticed(
    muster: Muster, supported: Callable[[str], None]
):
    name = review_of(muster, "Meanwhile")
    supported(name)
    settings = muster.settings
    with owner_of(settings) as owner, reading_as(settings, "operator") as model:
        kept = keeping.named(model, name)
        turn = making.turn_of(owner, kept.review_id)
        late = WrittenFinding(kind=FindingKind.STRENGTH, observation="Late.", evidence=(1,))
        keeping.add_findings(owner, model, keeping.act_of(model, owner), kept, (late,))
        with pytest.raises(ReviewExists, match="run this again"):
            making.make_final(owner, model, kept, making.Format.PDF, turn)

    assert "final reports 0" in muster.run("review", "show", name)[1]


def test_what_is_kept_cannot_be_changed_or_lost(muster: Muster):
    review_of(muster, "Kept")
    with psycopg.connect(muster.settings.database("muster_owner"), autocommit=True) as owner:
        for statement in (
            "update muster.review_action set content = '{}'",
            "delete from muster.review_action",
            "truncate muster.review_action",
            "update muster.report_edition set author = 'me'",
            "delete from muster.report_file",
        ):
            with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match="keeps what"):
                owner.execute(statement)


def test_bytes_that_do_not_have_their_hash_are_refused(muster: Muster):
    with psycopg.connect(muster.settings.database("muster_owner"), autocommit=True) as owner:
        statement = load("streams.report", "reviews.sql")["add_file"].replace(
            "sha256(%(bytes)s)", "sha256('other'::bytea)"
        )
        row = {"review_id": "0" * 12, "edition": 1, "format": "pdf", "bytes": b"x"}
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement, row)  # type: ignore[arg-type]


def test_a_finding_that_was_withdrawn_is_gone_and_may_be_said_again(muster: Muster):
    name = review_of(muster, "Withdrawn")
    said = ("review", "finding", name, "--strength", "On time.", "--evidence", "1")
    assert muster.run(*said)[1] == f"1 added to {name!r}\n"
    assert muster.run(*said)[1] == f"0 added to {name!r}, 1 there already\n"
    finding = muster.run("review", "show", name)[1].splitlines()[1].split()[0]

    assert muster.run("review", "withdraw", name, finding)[0] == 0
    assert "findings 0" in muster.run("review", "show", name)[1]
    assert muster.run(*said)[1] == f"1 added to {name!r}\n"
    assert "findings 1" in muster.run("review", "show", name)[1]
    assert muster.run("review", "withdraw", name, "nothing")[0] == 2


def test_a_review_that_is_deleted_is_gone_and_its_name_free(muster: Muster):
    name = review_of(muster, "Gone")

    assert muster.run("review", "delete", name)[0] == 0
    assert name not in muster.run("review", "list")[1]
    assert "is kept\n" in muster.run("review", "create", name, "--exercise", muster.exercise_id)[1]

"""Objectives with their ratings, what was found, and what is not supported (pure)."""

from collections.abc import Iterable, Iterator, Sequence

from schemas.vocabulary import Rating
from streams.report import words
from streams.report.document import Block, Column, Notice, Paragraph, Picture, Section, Table
from streams.report.facts import Facts, Result
from streams.report.keeping import KeptFinding
from streams.report.supporting import Objective
from streams.report.svg import stacked
from streams.report.words import NOTHING

RATINGS = tuple(one.value for one in Rating)
COLUMNS = (
    Column("Capability", 3),
    Column("Objective", 3),
    Column("Tasks", 2, is_number=True),
    *(Column(rating, 1, is_number=True) for rating in RATINGS),
    Column("Not rated", 2, is_number=True),
    Column("Rating", 2),
    Column("Explanation", 5),
)


def not_supported(said: Sequence[str]) -> tuple[Section, ...]:
    """Return what keeps a report from being final; nothing if nothing does."""
    if not said:
        return ()
    notice = Notice("This report cannot be made final while this stands here", tuple(said))
    return (Section("Not supported", (notice,)),)


def objectives(found: Sequence[Objective]) -> tuple[Section, ...]:
    """Return each objective with its capability and ratings, and every rating behind them."""
    if not found:
        return ()
    blocks: list[Block] = [
        Paragraph(
            "P performed without challenges, S with some challenges, M with major challenges, U "
            "unable to perform. A participant counts once an objective, at its worst rating; the "
            "rating of an objective is the worst of all, whoever gave it."
        ),
        *_picture(found),
        Table("Objectives and capabilities", COLUMNS, tuple(map(_row, found))),
        Table("Every rating", _RATING_COLUMNS, tuple(_ratings(found))),
    ]
    return (Section("Objectives and capabilities", tuple(blocks)),)


_RATING_COLUMNS = (
    Column("Objective", 4),
    Column("Capability", 3),
    Column("Participant", 2),
    Column("Rating", 2),
    Column("Tasks met", 2, is_number=True),
    Column("Evaluator", 2),
    Column("Event", 2, is_number=True),
)


def _picture(found: Sequence[Objective]) -> Iterator[Block]:
    areas = sorted({one.area for one in found}, key=words.area)
    rows = [(words.area(area), _counts(area, found)) for area in areas]
    drawing = stacked((*RATINGS, "not rated"), rows)
    said = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{rating} {n}" for rating, n in zip((*RATINGS, "not rated"), counts, strict=True)
        )
        for name, counts in rows
    )
    yield Picture(
        "Worst rating of each participant and objective, by capability",
        drawing.svg,
        f"{said}.",
        drawing.width,
        drawing.height,
    )


def _counts(area: str, found: Iterable[Objective]) -> tuple[int, ...]:
    own = [one for one in found if one.area == area]
    return tuple(sum(one.rated(rating) for one in own) for rating in (*RATINGS, None))


def _row(one: Objective) -> tuple[str, ...]:
    return (
        words.area(one.area),
        one.objective_id,
        _tasks(one.results),
        *(str(one.rated(rating)) for rating in RATINGS),
        str(one.rated(None)),
        one.worst or NOTHING,
        "\n".join(one.explanations) or "not explained",
    )


def _tasks(results: Iterable[Result]) -> str:
    counted = [one for one in results if one.tasks_total is not None]
    if not counted:
        return NOTHING
    met = sum(one.tasks_met or 0 for one in counted)
    return f"{met} of {sum(one.tasks_total or 0 for one in counted)}"


def _ratings(found: Iterable[Objective]) -> Iterator[tuple[str, ...]]:
    for objective in found:
        for one in objective.results:
            is_worst = one.rating is not None and one.rating == objective.worst
            total = one.tasks_total
            yield (
                objective.objective_id,
                words.area(objective.area),
                one.actor,
                f"{one.rating or 'not rated'}{' (worst)' if is_worst else ''}",
                NOTHING if total is None else f"{one.tasks_met} of {total}",
                f"{one.evaluator}{', corrected' if one.is_corrected else ''}",
                str(one.ledger_seq),
            )


def findings(facts: Facts) -> tuple[Section, ...]:
    """Return the strengths and the areas for improvement, each as its author wrote it."""
    strengths = [one for one in facts.findings if one.kind == "strength"]
    improvements = [one for one in facts.findings if one.kind != "strength"]
    return (
        Section("Strengths", tuple(_found(strengths, "No strength was noted in this review."))),
        Section(
            "Areas for improvement",
            tuple(_found(improvements, "No area for improvement was noted in this review.")),
        ),
    )


def _found(found: Sequence[KeptFinding], none: str) -> Iterator[Block]:
    if not found:
        yield Paragraph(none)
    for number, one in enumerate(found, 1):
        columns = (Column("Named", 1), Column(one.finding_id, 4))
        yield Table(f"Finding {number}", columns, tuple(_finding(one)))


def _finding(one: KeptFinding) -> Iterator[tuple[str, str]]:
    yield "Observation", one.observation
    yield "Capability", words.area(one.area)
    if one.objective_id:
        yield "Objective", one.objective_id
    if one.explanation:
        yield "Explanation of rating", one.explanation
    yield "Reference", one.reference or "none named"
    yield "Analysis (root cause)", one.root_cause or "not analysed"
    if one.elements:
        yield "Capability elements", words.listed(one.elements)
    yield "Evidence", f"event {words.events(one.evidence)}" if one.evidence else "none"
    yield "Noted by", f"{one.author}, {words.day(one.acted_at)}"

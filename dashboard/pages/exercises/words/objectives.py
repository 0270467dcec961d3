"""The objectives of one exercise: what each participant showed in each, at its worst."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.pages.exercises.queries import ExerciseResult
from dashboard.view import AREAS
from dashboard.wording import names
from dashboard.wording.catalogue import say, texts

RATINGS = "PSMU"  # from the best to the worst; only the last is not met
Key = tuple[str, str]  # area, objective


@dataclass(frozen=True, slots=True)
class Cell:
    """What one participant showed in one objective: every rating, and the worst of them."""

    actor: str
    results: tuple[ExerciseResult, ...]

    @property
    def worst(self) -> str | None:
        """Give the worst rating; None when all only took part."""
        rated = [result.rating for result in self.results if result.rating]
        return max(rated, key=RATINGS.index) if rated else None

    @property
    def shown(self) -> ExerciseResult:
        """Give the result that the cell stands for."""
        return next(one for one in self.results if one.rating == self.worst)


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of an exercise, with a cell for each participant that has a result."""

    area: str
    objective_id: str
    name: str
    cells: dict[str, Cell]

    @property
    def graded(self) -> list[str]:
        """Give the worst rating of each participant that was rated."""
        return [cell.worst for cell in self.cells.values() if cell.worst]


def objectives_of(results: Iterable[ExerciseResult]) -> list[Objective]:
    """Give the objectives in the order of the areas, each with its participants' cells."""
    found: dict[Key, dict[str, list[ExerciseResult]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        found[result.area, result.objective_id][result.actor].append(result)
    return [
        Objective(
            area,
            objective_id,
            _name(area, objective_id),
            {actor: Cell(actor, tuple(own)) for actor, own in sorted(cells.items())},
        )
        for (area, objective_id), cells in sorted(found.items(), key=lambda item: _order(item[0]))
    ]


def actors_of(objectives: Sequence[Objective]) -> list[str]:
    """Give everybody who has a result, by code."""
    return sorted({actor for objective in objectives for actor in objective.cells})


def counts_of(objectives: Iterable[Objective]) -> Counter[str]:
    """Give how many cells have each worst rating."""
    return Counter(rating for objective in objectives for rating in objective.graded)


def major_by_area(objectives: Iterable[Objective]) -> Counter[str]:
    """Give in which areas the major challenges were."""
    return Counter(
        objective.area for objective in objectives for rating in objective.graded if rating == "M"
    )


def cell_words(objective: Objective, cell: Cell) -> str:
    """Say every rating of a participant in an objective, and whose each is."""
    return say(
        "exercises.objectives.cell",
        actor=names.actor(cell.actor),
        objective=objective.name,
        ratings="; ".join(result_words(result) for result in cell.results),
    )


def result_words(result: ExerciseResult) -> str:
    """Say one rating: letter, meaning, evaluator and tasks."""
    tasks = tasks_words(result)
    corrected = say("exercises.objectives.corrected") if result.is_corrected else ""
    return say(
        "exercises.objectives.one",
        rating=result.rating or "·",
        words=rating_words(result.rating),
        evaluator=evaluator_words(result.evaluator),
        tasks=tasks + corrected,
    )


def tasks_words(result: ExerciseResult) -> str:
    """Say how many tasks were met, when that is known."""
    if result.tasks_total is None:
        return ""
    return say("exercises.objectives.tasks", met=result.tasks_met, total=result.tasks_total)


def rating_words(rating: str | None) -> str:
    """Give the meaning of a letter."""
    return texts("exercises.ratings")[rating or "none"]


def evaluator_words(evaluator: str) -> str:
    """Give who rated, as a word."""
    return texts("exercises.evaluators").get(evaluator, evaluator)


def evaluators(results: Iterable[ExerciseResult]) -> str:
    """Say how many ratings came from each kind of evaluator."""
    counts = Counter(result.evaluator for result in results if result.rating)
    if not counts:
        return ""
    known = [code for code in texts("exercises.evaluators") if counts[code]]
    listed = ", ".join(
        say("exercises.objectives.by_evaluator", evaluator=evaluator_words(one), count=counts[one])
        for one in known
    )
    return say("exercises.objectives.evaluators", list=listed)


def _order(key: Key) -> tuple[int, str, str]:
    area, objective_id = key
    return (AREAS.index(area) if area in AREAS else len(AREAS), area, objective_id)


def _name(area: str, objective_id: str) -> str:
    """Give an objective's name; one that only numbers its area is called by the area's name."""
    number = objective_id.removeprefix(f"{area}-")
    if number != objective_id and number.isdigit():
        return say("exercises.objectives.name", area=names.area(area), number=number)
    return objective_id

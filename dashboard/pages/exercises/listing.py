"""The exercises as a list; it is also the table of the strip."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, hidden, on_day
from dashboard.components.table import Kind
from dashboard.components.values import day_value
from dashboard.pages.exercises import words
from dashboard.pages.exercises.data import MOST_EXERCISES, Exercises
from dashboard.pages.exercises.queries import Exercise
from dashboard.pages.exercises.rows import graded, met
from dashboard.wording.catalogue import say


def _all(found: Exercises) -> str:
    count = f"{len(found.exercises):,}"
    return f"{count}+" if len(found.exercises) == MOST_EXERCISES else count


def _chosen(found: Exercises) -> list[str]:
    return [one.exercise_id for one in found.matching if one.exercise_id == found.chosen]


LISTING = Card[Exercises](
    id="exercise-list",
    look="area-exercise-list",
    heading="exercises.title",
    title=lambda found: words.list_title(found.matching),
    subtitle=lambda found: say("exercises.list.subtitle", n=len(found.matching), all=_all(found)),
    body=Grid[Exercises, Exercise](
        id="exercise-grid",
        heads="exercises.list.columns",
        nothing="exercises.list.nothing",
        wrapped=("dates", "name", "kind", "state"),
        row_id="exercise_id",
        rows=lambda found: sorted(found.matching, key=words.list_order),
        chosen=_chosen,
        columns=(
            on_day("dates", 112, lambda one: one.starts_on, words=words.dates_of),
            Column("name", 160, words.name),
            Column(
                "kind",
                110,
                lambda one: " ".join(one.kinds),
                Kind.CODE,
                words=lambda one: words.kinds(one.kinds),
            ),
            Column("state", 84, lambda one: one.state, Kind.CODE, words=words.state),
            Column(
                "met",
                104,
                lambda one: met(one) if graded(one) else None,
                Kind.COUNT,
                words=words.met,
            ),
            Column(
                "hard",
                132,
                lambda one: one.major_challenges if graded(one) else None,
                Kind.COUNT,
                words=words.hard,
            ),
            hidden("exercise_id", lambda one: one.exercise_id),
            hidden("ends_on", lambda one: day_value(one.ends_on), Kind.DAY),
            hidden("precision", lambda one: one.date_precision),
            hidden("graded", graded, Kind.COUNT),
            hidden("unable", lambda one: one.unable if graded(one) else None, Kind.COUNT),
        ),
    ),
)

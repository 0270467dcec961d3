"""Which moves of a journal fit, and in which state do they leave an item?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas.events import EventData
from tests.reference.contradictions import OPPOSITES, TWO_SOURCES, moment, of_two_sources
from tests.reference.statements import Statement

Moves = Mapping[type[EventData], str]
Graph = Mapping[str, frozenset[str | None]]  # a move, and the states it may start from


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a journal: its moves in their order, and which of them fitted."""

    item_id: str
    steps: tuple[tuple[str, Statement, bool], ...]
    is_of_two_sources: bool = False

    @property
    def state(self) -> str | None:
        """Give the last move that fitted."""
        return next((move for move, _, fits in reversed(self.steps) if fits), None)

    @property
    def anomalies(self) -> list[str]:
        """Give the moves that did not fit, and whether two sources contradict each other."""
        misfits = [move for move, _, fits in self.steps if not fits]
        return misfits + ([TWO_SOURCES] if self.is_of_two_sources else [])

    @property
    def newest_seq(self) -> int:
        """Give the event that moved it last, or tried to."""
        return self.steps[-1][1].seq

    def last(self, *moves: str) -> Statement | None:
        """Give the last fitting move, of these kinds if any are named."""
        fitting = (one for move, one, fits in reversed(self.steps) if fits and _is_of(move, moves))
        return next(fitting, None)


def _is_of(move: str, moves: Sequence[str]) -> bool:
    return not moves or move in moves


def items(
    statements: Iterable[Statement],
    moves: Moves,
    graph: Graph,
    item_id: Callable[[EventData], str],
) -> list[Item]:
    """Give the items of a journal, each folded in the order in which things happened."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: one.order):
        if type(one.data) in moves:
            found[item_id(one.data)].append(one)
    disputed = {name for name in found if of_two_sources(found[name], tuple(moves), item_id)}
    return [
        Item(name, _fold(found[name], moves, graph), name in disputed) for name in sorted(found)
    ]


def _fold(
    statements: Sequence[Statement], moves: Moves, graph: Graph
) -> tuple[tuple[str, Statement, bool], ...]:
    said = {(moment(one), type(one.data)) for one in statements}
    state: str | None = None
    steps: list[tuple[str, Statement, bool]] = []
    for one in statements:
        move = moves[type(one.data)]
        fits = state in graph[move]
        # Two that exclude each other, of one moment, and both would fit: neither is taken.
        opposite = OPPOSITES.get(type(one.data))
        if opposite is not None and opposite in moves and (moment(one), opposite) in said:
            fits = fits and state not in graph[moves[opposite]]
        steps.append((move, one, fits))
        state = move if fits else state
    return tuple(steps)

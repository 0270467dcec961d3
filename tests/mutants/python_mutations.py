"""Where a function in Python can be a little wrong: the operators are those of mutmut."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import libcst as cst
from libcst.metadata import CodePosition, MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

# Of these nothing is changed: what is only for readers and type checkers, and calls that break
# whatever one does to them.
LEFT_ALONE = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Assert, cst.Param)
BREAK_ALWAYS = ("len", "isinstance", "cast")


@dataclass(frozen=True, order=True)
class Mutation:
    """One change of a text: what stands at a place, and what would stand there."""

    at: int
    number: int  # of those that begin here
    was: str
    becomes: str

    def applied(self, text: str) -> str:
        """Return the text with the change in it."""
        assert text[self.at : self.at + len(self.was)] == self.was
        return text[: self.at] + self.becomes + text[self.at + len(self.was) :]


def mutations(text: str) -> list[Mutation]:
    """Return every small fault that can be made inside the functions of a module."""
    module = MetadataWrapper(cst.parse_module(text))
    finder = _Finder(module.module, text)
    module.visit(finder)
    return sorted(finder.found)


class _Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (WhitespaceInclusivePositionProvider,)

    def __init__(self, module: cst.Module, text: str) -> None:
        super().__init__()
        self._module = module
        self._text = text
        lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, lines))]
        self._inside = 0
        self.found: list[Mutation] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, LEFT_ALONE) or _is_said_to_readers(node):
            return False
        if _is_call_of(node, BREAK_ALWAYS):
            return False
        if self._inside:
            self.found += self._changes(node)
        self._inside += isinstance(node, cst.FunctionDef | cst.Lambda)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self._inside -= isinstance(original_node, cst.FunctionDef | cst.Lambda)

    def _changes(self, node: cst.CSTNode) -> Iterator[Mutation]:
        place = self.get_metadata(WhitespaceInclusivePositionProvider, node, None)
        if place is None:
            return
        changed = [
            one
            for kind, operator in mutation_operators
            if isinstance(node, kind)
            for one in operator(node)
        ]
        for number, other in enumerate(changed):
            at, end = self._offset(place.start), self._offset(place.end)
            becomes = self._module.code_for_node(other)
            yield Mutation(at, number, self._text[at:end], becomes)

    def _offset(self, place: CodePosition) -> int:
        return self._starts[place.line - 1] + place.column


def _is_said_to_readers(node: cst.CSTNode) -> bool:
    """Tell whether it is a docstring, or the text of an error that somebody raises."""
    return isinstance(node, cst.Expr) and isinstance(
        node.value, cst.SimpleString | cst.ConcatenatedString
    )


def _is_call_of(node: cst.CSTNode, names: tuple[str, ...]) -> bool:
    return (
        isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in names
    )

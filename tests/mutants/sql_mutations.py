"""Where a file of SQL can be a little wrong: one change at a time, as a person might make it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

TOKEN = re.compile(
    r"""
    (?P<comment>--[^\n]*)
    | (?P<text>'(?:[^']|'')*')
    | (?P<number>\b\d+(?:\.\d+)?\b)
    | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
    | (?P<operator><=|>=|<>|<@|@>|->>|->|=>|:=|::|\|\||&&|[<>=+\-*/])
    | (?P<bracket>[()\[\]])
    | (?P<other>[^\s])
    """,
    re.VERBOSE,
)
BOUNDS = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
SIGNS = {"+": "-", "-": "+"}
FUNCTIONS = {
    "round": "trunc", "trunc": "round", "floor": "ceil", "ceil": "floor", "min": "max",
    "max": "min", "least": "greatest", "greatest": "least",
}  # fmt: skip
# What may stand before an operator that joins two values.
VALUES = {"number", "text", "word"}
# A condition ends before one of these, at its own depth of brackets.
ENDS = {
    "and", "or", "where", "group", "order", "having", "limit", "union", "except", "window", "join",
    "left", "cross", "inner", "full", "on", "offset", "returning", "then", "else", "end", "when",
    "is", "into", "loop", "from",
}  # fmt: skip


class Fault(StrEnum):
    """What kind of small fault a change is."""

    FILTER_DROPPED = "filter dropped"
    BOUND_BY_ONE = "bound by one"
    SIGN_TURNED = "sign turned"
    TIE_OTHERWISE = "order turned"
    ROUNDED_OTHERWISE = "another rounding or extreme"
    DAYS_BY_ONE = "number by one"


@dataclass(frozen=True, order=True)
class Mutation:
    """One change of a text: what stands at a place, and what would stand there."""

    at: int
    was: str
    becomes: str
    fault: Fault

    def applied(self, text: str) -> str:
        """Return the text with the change in it."""
        assert text[self.at : self.at + len(self.was)] == self.was
        return text[: self.at] + self.becomes + text[self.at + len(self.was) :]


@dataclass(frozen=True)
class Token:
    """A piece of SQL, where it stands, and how deep in brackets."""

    kind: str
    text: str
    at: int
    depth: int

    @property
    def end(self) -> int:
        """Return where the text after it begins."""
        return self.at + len(self.text)


def mutations(text: str) -> list[Mutation]:
    """Return every small fault that can be made in the statements of a file of functions."""
    found = {one for body in _bodies(text) for finder in FINDERS for one in finder(text, body)}
    return sorted(found)


def _bodies(text: str) -> Iterator[list[Token]]:
    """Give the tokens of each function between its dollar signs, comments left out."""
    for match in re.finditer(r"\$\$(.*?)\$\$", text, re.DOTALL):
        yield list(_tokens(text, match.start(1), match.end(1)))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    depth = 0
    for match in TOKEN.finditer(text, start, end):
        kind, piece = str(match.lastgroup), match.group()
        if kind == "comment":
            continue
        depth -= piece in (")", "]")
        yield Token(kind, piece, match.start(), depth)
        depth += piece in ("(", "[")


def _dropped_filters(text: str, tokens: list[Token]) -> Iterator[Mutation]:
    """A condition of several that holds always: the first after `where`, or one after `and`."""
    in_between = False
    for i, token in enumerate(tokens):
        in_between = in_between or token.text == "between"
        if token.text not in ("and", "where"):
            continue
        if token.text == "and" and in_between:
            in_between = False
            continue
        condition = _condition(tokens, i + 1)
        if condition:
            at, end = condition[0].at, condition[-1].end
            yield Mutation(at, text[at:end], "true", Fault.FILTER_DROPPED)


def _condition(tokens: list[Token], start: int) -> list[Token]:
    """Give the tokens of the condition that begins here; of `x between a and b` all three."""
    if start >= len(tokens):
        return []
    depth, is_between, found = tokens[start].depth, False, list[Token]()
    for token in tokens[start:]:
        if token.depth < depth or (token.depth == depth and token.text in (";", ",")):
            break
        if token.depth == depth and token.text in ENDS:
            if not (token.text == "and" and is_between) and token.text not in ("is", "from"):
                break
            is_between = False
        is_between = is_between or (token.depth == depth and token.text == "between")
        if token.text == "case":
            return []
        found.append(token)
    return found


def _swapped(
    words: dict[str, str], fault: Fault, joins_values: bool
) -> Callable[[str, list[Token]], Iterator[Mutation]]:
    def find(_: str, tokens: list[Token]) -> Iterator[Mutation]:
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if token.text not in words:
                continue
            is_value = before.kind in VALUES or before.text in (")", "]")
            if joins_values and not is_value:
                continue
            if not joins_values and after.text != "(":
                continue
            yield Mutation(token.at, token.text, words[token.text], fault)

    return find


def _turned_orders(_: str, tokens: list[Token]) -> Iterator[Mutation]:
    """A key of an order that falls, rising; and what is told apart, not."""
    for before, token in pairwise(tokens):
        if token.text == "desc":
            yield Mutation(token.at, token.text, "asc", Fault.TIE_OTHERWISE)
        if before.text == "distinct" and token.text not in ("on", "from"):
            yield Mutation(before.at, before.text, "all", Fault.TIE_OTHERWISE)


def _numbers_by_one(_: str, tokens: list[Token]) -> Iterator[Mutation]:
    for before, token in pairwise(tokens):
        is_index = before.text in ("[", "$", "limit", "offset", ".")
        if token.kind == "number" and token.text.isdigit() and not is_index:
            yield Mutation(token.at, token.text, str(int(token.text) + 1), Fault.DAYS_BY_ONE)


FINDERS: Iterable[Callable[[str, list[Token]], Iterator[Mutation]]] = (
    _dropped_filters,
    _swapped(BOUNDS, Fault.BOUND_BY_ONE, joins_values=True),
    _swapped(SIGNS, Fault.SIGN_TURNED, joins_values=True),
    _swapped(FUNCTIONS, Fault.ROUNDED_OTHERWISE, joins_values=False),
    _turned_orders,
    _numbers_by_one,
)

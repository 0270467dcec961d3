"""Asks a person field by field, and again where an answer is none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schemas.questions import BadAnswer, Question

Ask = Callable[[str], str]  # shows a prompt, and gives what was typed; empty for nothing
Say = Callable[[str], None]

HELP = "?"


class Conversation:
    """Gets the values of fields from whoever answers."""

    def __init__(self, ask: Ask, say: Say) -> None:
        """`ask` gives the text that was typed at a prompt, `say` shows a line."""
        self._ask, self._say = ask, say

    def fill(
        self, questions: Sequence[Question], given: Mapping[str, Any], inside: str = ""
    ) -> dict[str, Any]:
        """Return the given values and, of the other fields, those that were answered."""
        values = dict(given)
        for question in questions:
            if question.name in values:
                continue
            answer = self._answer(question, inside)
            if answer is not None:
                values[question.name] = answer
        return values

    def again(self, question: Question) -> Any:
        """Ask one field once more."""
        return self._answer(question, "")

    def _answer(self, question: Question, inside: str) -> Any:
        if question.parts:
            return self._records(question, inside)
        while True:
            text = self._ask(f"{inside}{question.name}{_mark(question)}")
            if text == HELP:
                self._say(f"  {question.takes}")
            elif text:
                try:
                    return question.value(text)
                except BadAnswer as error:
                    self._say(f"  {error}")
            elif not question.is_required:
                return None
            else:
                self._say(f"  it must be there: {question.takes}")

    def _records(self, question: Question, inside: str) -> Any:
        """Ask for records one after the other, until the first field of one is left empty."""
        found: list[Any] = []
        first, *rest = question.parts
        while question.is_list or not found:
            place = f"{inside}{question.name}[{len(found) + 1}]."
            text = self._ask(f"{place}{first.name} (nothing: no more)")
            if not text:
                break
            try:
                begun = {first.name: first.value(text)}
            except BadAnswer as error:
                self._say(f"  {error}")
                continue
            found.append(self.fill(rest, begun, place))
        if not question.is_list:
            return found[0] if found else None
        return found if found or question.is_required else None


def _mark(question: Question) -> str:
    return "" if question.is_required else " (may be left out)"

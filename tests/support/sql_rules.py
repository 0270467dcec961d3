"""How SQL is written here, as rules that a program can hold.

Known formatters leave the bodies between dollar signs alone, and most of our SQL stands there.
"""

import re
from collections.abc import Iterator

LONGEST_LINE = 160
INDENT = 4
# A comment, a text, a quoted name: what is written there follows no rule of SQL.
SAID = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", re.DOTALL)
KEYWORD = re.compile(
    r"\b(?:SELECT|FROM|WHERE|AND|OR|NOT|NULL|IS|IN|JOIN|LEFT|CROSS|LATERAL|ON|USING|GROUP|ORDER|BY"
    r"|HAVING|LIMIT|UNION|ALL|DISTINCT|CASE|WHEN|THEN|ELSE|END|WITH|AS|INSERT|INTO|VALUES|UPDATE"
    r"|SET|DELETE|CREATE|FUNCTION|RETURNS|RETURN|BEGIN|DECLARE|TABLE|INDEX|GRANT|TRUE|FALSE)\b"
)
COMMA_FIRST = re.compile(r"^\s*,(?!\s*lateral\b)")
NO_ROOM = re.compile(r"[^\s(],(?=[^\s)'}\]])")
NOT_EQUAL = re.compile(r"!=")
MADE = re.compile(r"^create (?:or replace )?function (\w+)\(", re.MULTILINE)
DESCRIBED = re.compile(r"^comment on function (\w+)", re.MULTILINE)


def broken_rules(name: str, text: str) -> list[str]:
    """Return a sentence for each place at which a file of SQL is not written as others are."""
    return [
        *(f"{name}:{number}: {what}" for number, what in _of_lines(text)),
        *(f"{name}: {what}" for what in _of_functions(text)),
        *(
            []
            if text.endswith("\n") and not text.endswith("\n\n")
            else [f"{name}: ends otherwise"]
        ),
    ]


def _of_lines(text: str) -> Iterator[tuple[int, str]]:
    without_said = SAID.sub(lambda said: re.sub(r"[^\n]", "_", said.group()), text)
    both = zip(text.splitlines(), without_said.splitlines(), strict=True)
    for number, (line, code) in enumerate(both, 1):
        if len(line) > LONGEST_LINE:
            yield number, f"longer than {LONGEST_LINE} characters"
        if line != line.rstrip() or "\t" in line:
            yield number, "a tab, or a space at its end"
        if found := KEYWORD.search(code):
            yield number, f"{found.group()} is written in small letters"
        if COMMA_FIRST.search(code):
            yield number, "a comma ends a line, and begins none"
        if NOT_EQUAL.search(code):
            yield number, "<> says that two are not equal"
        if NO_ROOM.search(code):
            yield number, "a space follows a comma"


def _of_functions(text: str) -> Iterator[str]:
    made, described = MADE.findall(text), DESCRIBED.findall(text)
    for name in sorted({*made} - {*described}):
        yield f"{name} has no comment that says what it is asked"

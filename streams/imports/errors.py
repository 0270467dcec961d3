"""What can go wrong while a table becomes events."""

from infra.errors import DataError, ServiceUnavailable, UsageError


class ImportFailed(DataError):
    """The file cannot be imported."""


class MappingError(UsageError):
    """The mapping does not make sense."""

    def __init__(self, mapping: str, key: str, problem: str) -> None:
        """Name the mapping, the key in it, and what is wrong there."""
        super().__init__(f"mapping {mapping}: {key}: {problem}")


class LedgerBehind(ServiceUnavailable):
    """What was sent before is not stored yet, so that nobody can tell what an import changes."""


class ImportRunning(ServiceUnavailable):
    """Another import under this mapping's name is running; wait for its end."""


class Unconvertible(ImportFailed):
    """A cell does not hold what the mapping says it holds.

    The field and the problem are what many rows have in common; the value and the hint are of one
    row.
    """

    def __init__(
        self, problem: str, value: str | None = None, *, hint: str = "", field: str = ""
    ) -> None:
        """Say what is wrong with which value, and what may have been meant."""
        self.problem = problem
        self.value = value
        self.hint = hint
        self.field = field
        shown = "" if value is None else f"{shortened(value)!r} "
        super().__init__(f"{f'{field}: ' if field else ''}{shown}{problem}{hint}")

    def of(self, field: str) -> "Unconvertible":
        """Return the same problem with the field it was found in."""
        return Unconvertible(self.problem, self.value, hint=self.hint, field=field)


def shortened(value: str) -> str:
    """Return the beginning of a long value."""
    return value if len(value) <= 60 else value[:59] + "…"

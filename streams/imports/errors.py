"""What can go wrong while a table becomes events."""

from infra.errors import DataError, UsageError


class ImportFailed(DataError):
    """The file cannot be imported."""


class MappingError(UsageError):
    """The mapping does not make sense."""

    def __init__(self, mapping: str, key: str, problem: str) -> None:
        """Name the mapping, the key in it, and what is wrong there."""
        super().__init__(f"mapping {mapping}: {key}: {problem}")


class Unconvertible(ImportFailed):
    """A cell does not hold what the mapping says it holds."""

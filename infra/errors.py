"""Everything that can go wrong outside the domain, each with the exit code the shell sees."""

import errno

DISK_FULL_SQLSTATE = "53100"


class MusterError(Exception):
    """Something went wrong."""

    exit_code = 70

    def __init__(self, message: str | None = None) -> None:
        """Keep the message; without one the first line of the class's docstring is it."""
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class UsageError(MusterError):
    """The command was called in a way that does not make sense."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting in the environment has a value that cannot be used."""


class DataError(MusterError):
    """The data is not in a state this command can work with."""

    exit_code = 65


class BrokenContract(DataError):
    """A message that was accepted once may be refused now."""


class ServiceUnavailable(MusterError):
    """A service does not answer."""

    exit_code = 69


class MissingTool(ServiceUnavailable):
    """A program that is needed is not installed."""


class InputOutputError(MusterError):
    """Reading or writing failed."""

    exit_code = 74


class CannotWrite(InputOutputError):
    """A file cannot be written where it should be."""


class DiskFull(InputOutputError):
    """There is not enough free space on the disk."""


def is_about_full_disk(said: object) -> bool:
    """Tell whether an error, or what a service says, means that a disk is full."""
    if isinstance(said, OSError) and said.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    if getattr(said, "sqlstate", None) == DISK_FULL_SQLSTATE:
        return True
    return any(words in str(said) for words in ("No space left on device", "KafkaStorageError"))


class Cancelled(MusterError):
    """Stopped on request."""

    exit_code = 130

"""The `muster` command: finds its sub-commands, and turns every failure into one line."""

import os
import sys
import traceback
from importlib.metadata import EntryPoint, entry_points, version
from typing import NoReturn

import click

from infra.errors import (
    DiskFull,
    MusterError,
    ServiceUnavailable,
    SettingsError,
    is_about_full_disk,
)
from infra.settings import Settings

GROUP = "muster.commands"


class CommandsFromEntryPoints(click.Group):
    """A click group whose commands are listed in pyproject.toml and imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands, sorted."""
        return sorted(self._entries())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the command of that name, or None if there is none."""
        entry = self._entries().get(cmd_name)
        if entry is None:
            return None
        try:
            command = entry.load()
        except (ImportError, AttributeError) as error:
            return _broken(cmd_name, f"{type(error).__name__}: {error}")
        if not isinstance(command, click.Command):
            return _broken(cmd_name, f"{entry.value} is not a click command")
        return command

    @staticmethod
    def _entries() -> dict[str, EntryPoint]:
        return {entry.name: entry for entry in entry_points(group=GROUP)}


def _broken(name: str, why: str) -> click.Command:
    def fail() -> NoReturn:
        raise MusterError(f"the command {name} cannot be loaded ({why}); run `make setup`")

    return click.Command(name, callback=fail, help=f"Cannot be loaded: {why}")


@click.group(cls=CommandsFromEntryPoints, context_settings={"max_content_width": 99})
@click.version_option(version("muster"), prog_name="muster")
@click.pass_context
def muster(ctx: click.Context) -> None:
    """Readiness of an alliance, from events: now, at any past moment, and why it changed.

    Example: `muster up && muster status`
    """
    ctx.obj = Settings.from_environment(os.environ)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Give the exit code of the command, after one line on stderr if it failed."""
    try:
        result = muster.main(args=arguments, prog_name="muster", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _say("stopped", 130)
    except MusterError as error:
        return _say(f"{error}{_full_disk(error)}", error.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`muster … | head`): not worth a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last line of defence
        if is_about_full_disk(error):
            return _say(f"a disk is full: {error}; make room and try again", DiskFull.exit_code)
        return _say(_unforeseen(error), 70)
    return result if isinstance(result, int) else 0


def _say(message: str, exit_code: int) -> int:
    click.echo(f"muster: {' '.join(message.split())}", err=True)
    return exit_code


def _full_disk(error: MusterError) -> str:
    """Add that the disk of our own services is full, where that may be why one is away."""
    if not isinstance(error, ServiceUnavailable) or is_about_full_disk(error):
        return ""
    from infra.local.host import disk_note  # noqa: PLC0415 - only what failed needs it

    try:
        return disk_note(Settings.from_environment(os.environ))
    except (OSError, SettingsError):
        return ""


def _unforeseen(error: Exception) -> str:
    line = f"unforeseen {type(error).__name__}: {error}"
    try:
        log = Settings.from_environment(os.environ).home / "log" / "unforeseen-error.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)))
    except (OSError, SettingsError):
        return line
    return f"{line} (details: {log})"


if __name__ == "__main__":
    main()

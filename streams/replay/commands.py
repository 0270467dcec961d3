"""`muster replay`: a clock that any number of screens follow, in step."""

from typing import Any

import click

from infra.serving import HOST
from infra.settings import Settings
from streams.replay import asked, keeping
from streams.replay.keeping import Act, Kept

_viewer = click.option(
    "--viewer", help="As whom to act; default: MUSTER_VIEWER.", metavar="VIEWER"
)
_name = click.argument("name")
_AS_THEN = "then"


@click.group("replay")
def replay() -> None:
    """Replay a stretch of history on any number of screens, in step.

    Every page follows a replay whose name is in its address: `?clock=NAME`. It shows what was
    known then to whoever looks, each with the rights of that screen. Who holds the replay moves
    it, here or on a screen. Nothing is recorded by it.

    Example: `muster replay start amber --from 2026-05-01 --to 2026-06-01 --speed 3600x`

    Example: `muster replay pause amber`

    Example: `muster replay stop amber`
    """


@replay.command()
@_name
@click.option("--from", "from_text", required=True, metavar="A", help="Where it begins.")
@click.option("--to", "to_text", required=True, metavar="B", help="Where it ends.")
@click.option("--speed", default="60x", show_default=True, help="From 1x to 3600x.")
@click.option(
    "--known",
    type=click.Choice([_AS_THEN, "now"]),
    default=_AS_THEN,
    show_default=True,
    help="With what had been recorded by each moment, or with what is known now.",
)
@click.option("--paused", is_flag=True, help="It stands at A until somebody plays it.")
@_viewer
@click.pass_obj
def start(
    settings: Settings,
    *,
    name: str,
    from_text: str,
    to_text: str,
    speed: str,
    known: str,
    paused: bool,
    viewer: str | None,
) -> None:
    """Start a replay of a period, and hold it.

    Example: `muster replay start amber --from 2026-05-01 --to 2026-06-01 --speed 3600x`

    Example: `muster replay start amber --from 2026-05-01 --to 2026-06-01 --known now --paused`
    """
    name, rate = asked.name_of(name), asked.rate(speed)
    ends = asked.instant("--from", from_text), asked.instant("--to", to_text)
    with keeping.owner_of(settings) as owner:
        now = keeping.present(owner)
        period = asked.period(*ends, as_then_known=known == _AS_THEN, present=now)
        holder = viewer or settings.viewer
        keeping.start(owner, name, holder, period, rate=rate, is_playing=not paused)
        click.echo(_line(keeping.named(owner, name)))
    click.echo(
        f"any page follows it: http://{HOST}:{settings.dashboard_port}/?clock={name}", err=True
    )


@replay.command()
@_name
@_viewer
@click.pass_obj
def play(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Let it go on.

    Example: `muster replay play amber`
    """
    _turn(settings, name, viewer, "play")


@replay.command()
@_name
@_viewer
@click.pass_obj
def pause(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Let it stand where it is.

    Example: `muster replay pause amber`
    """
    _turn(settings, name, viewer, "pause")


@replay.command()
@_name
@click.argument("moment")
@_viewer
@click.pass_obj
def seek(settings: Settings, *, name: str, moment: str, viewer: str | None) -> None:
    """Move it to a moment of its period.

    Example: `muster replay seek amber 2026-05-12T06:00Z`
    """
    _turn(settings, name, viewer, "seek", to_position=asked.instant("the moment", moment))


@replay.command()
@_name
@click.option("--by", "span", default="1d", show_default=True, help="30s, 15m, 6h, 1d; -1d: back.")
@_viewer
@click.pass_obj
def step(settings: Settings, *, name: str, span: str, viewer: str | None) -> None:
    """Move it on by a span, or back.

    Example: `muster replay step amber --by 6h`

    Example: `muster replay step amber --by -1d`
    """
    _turn(settings, name, viewer, "step", by_step=asked.step(span))


@replay.command()
@_name
@click.argument("rate")
@_viewer
@click.pass_obj
def speed(settings: Settings, *, name: str, rate: str, viewer: str | None) -> None:
    """Let it go faster or slower, from 1x to 3600x.

    Example: `muster replay speed amber 600x`
    """
    _turn(settings, name, viewer, "speed", to_rate=asked.rate(rate))


@replay.command("hand-over")
@_name
@click.argument("holder")
@_viewer
@click.pass_obj
def hand_over(settings: Settings, *, name: str, holder: str, viewer: str | None) -> None:
    """Give it to another viewer, who alone moves it from then on.

    Example: `muster replay hand-over amber analyst`
    """
    _turn(settings, name, viewer, "hand-over", to_holder=holder)


@replay.command()
@_name
@_viewer
@click.pass_obj
def stop(settings: Settings, *, name: str, viewer: str | None) -> None:
    """End it; screens that follow it say so.

    Example: `muster replay stop amber`
    """
    with keeping.owner_of(settings) as owner:
        kept = keeping.named(owner, name)
        keeping.turn(owner, kept.name, viewer or settings.viewer, "stop")
    click.echo(f"{name} is stopped")


@replay.command("list")
@click.pass_obj
def list_replays(settings: Settings) -> None:
    """Show every replay.

    Example: `muster replay list`
    """
    with keeping.owner_of(settings) as owner:
        found = keeping.clocks(owner)
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("no replays; to start one: muster replay start NAME --from A --to B")


@replay.command()
@_name
@click.pass_obj
def show(settings: Settings, *, name: str) -> None:
    """Show where one stands, and who holds it.

    Example: `muster replay show amber`
    """
    with keeping.owner_of(settings) as owner:
        click.echo(_line(keeping.named(owner, name)))


def _turn(settings: Settings, name: str, viewer: str | None, act: Act, **how: Any) -> None:
    with keeping.owner_of(settings) as owner:
        kept = keeping.named(owner, name)
        keeping.turn(owner, kept.name, viewer or settings.viewer, act, **how)
        click.echo(_line(keeping.named(owner, name)))


def _line(one: Kept) -> str:
    state = "has ended" if one.has_ended else "plays" if one.is_playing else "stands"
    known = f"as known at {one.known_at:%Y-%m-%d %H:%MZ}" if one.known_at else "as then known"
    return (
        f"{one.name}  {state} at {one.position_at:%Y-%m-%d %H:%M:%SZ}, {one.rate}x; "
        f"{one.from_at:%Y-%m-%d %H:%MZ} to {one.to_at:%Y-%m-%d %H:%MZ}, {known}; "
        f"held by {one.holder}"
    )

"""`muster alerts`: rules, what came of them, and the process that evaluates them."""

import re
import secrets
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

import click

from infra import logs
from infra.clock import utc_now
from infra.postgres import Connection, connect
from infra.settings import Settings
from infra.viewers.kept import to_make
from schemas.vocabulary import Classification
from streams.alerts import keeping, rules
from streams.alerts.asking import Asking, Tokens, asking_as
from streams.alerts.errors import BadShelf, NoSuchRule, NoSuchViewer, NotWatched, RightsChanged
from streams.alerts.holding import holding, question
from streams.alerts.keeping import ID_BYTES, Shown
from streams.alerts.rules import Kind, Priority, Rule
from streams.store.tables.session import as_owner

LADDER = tuple(one.value for one in Classification)
WATCHED_WITHIN_S = 30
LONGEST_HOLD_S = 86_400
LONGEST_GROUP_S = 3600
_SPAN = re.compile(r"([0-9]{1,4})([mh])")
_viewer = click.option("--viewer", help="Whose; default: MUSTER_VIEWER.", metavar="VIEWER")


@click.group("alerts")
def alerts() -> None:
    """Be told when something needs a response, with no browser open.

    A viewer has at most ten rules. Each names the decision it serves and what is then to be done,
    and holds for what that viewer may see. An alert is raised once and cleared once; it stands
    on the page Alerts, and goes to a webhook or by e-mail where the rule says so.

    Example: `muster alerts rules add est-logistics --kind level --actor EST --area logistics
    --decision "Send the convoy by EST or by LVA" --response "Ask the logistics cell"`

    Example: `muster alerts list`

    Example: `muster alerts run`
    """


@alerts.command()
@click.option("--verbose", is_flag=True, help="Log in more detail.")
@click.pass_obj
def run(settings: Settings, *, verbose: bool) -> None:
    """Evaluate the rules and send what is due until Ctrl-C.

    Several may run: one evaluates, the others wait to take over.

    Example: `muster alerts run`
    """
    # It opens connections and threads, which no other command needs.
    from streams.alerts.process import watch  # noqa: PLC0415

    logs.configure(verbose=verbose)
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    watch(settings, stopping.is_set)


@alerts.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Say whether rules are evaluated; it ends with 1 when they are not.

    Example: `muster alerts check`
    """
    worker_info = settings.database("muster_worker")
    with connect(worker_info, application_name="muster alerts check") as worker:
        ago_s = keeping.evaluated_s_ago(worker)
    if ago_s is None or ago_s > WATCHED_WITHIN_S:
        raise NotWatched
    click.echo(f"rules were evaluated {ago_s:.0f} s ago")


@alerts.group("rules")
def alert_rules() -> None:
    """Say what has to be told.

    Example: `muster alerts rules list`

    Example: `muster alerts rules remove est-logistics`
    """


@alert_rules.command()
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([one.value for one in Kind]))
@click.option("--decision", required=True, help="The decision that hangs on it.")
@click.option("--response", required=True, help="What is then to be done.")
@click.option(
    "--priority",
    type=click.Choice([one.value for one in Priority]),
    default=Priority.LOW.value,
    show_default=True,
    help="Of a hundred alerts 80 should be low, 15 medium and 5 high.",
)
@click.option("--body", help="level, report, silence, commitment: of this body.")
@click.option("--actor", help="level, report, commitment: of this member alone.")
@click.option("--area", help="level: in this capability area alone.")
@click.option("--level", help="level: falls to this or worse, 2 to 4 or ND; default 3.")
@click.option("--state", help="report: late, lapsed or never; default late.")
@click.option("--hours", type=click.IntRange(1, 720), help="silence: ends within; default 24.")
@click.option(
    "--seconds", type=click.IntRange(5, 86_400), help="partition: 60, feed: 300; so long at least."
)
@click.option(
    "--hold",
    "hold_s",
    type=click.IntRange(0, LONGEST_HOLD_S),
    default=0,
    show_default=True,
    help="Seconds it must hold before it is raised, and be gone before it is cleared.",
)
@click.option(
    "--group",
    "group_s",
    type=click.IntRange(0, LONGEST_GROUP_S),
    help="Seconds a change waits for others; default 0 for high priority, else 60.",
)
@click.option("--webhook", metavar="URL", help="Post it there.")
@click.option("--mail", metavar="ADDRESS", help="Send it there.")
@click.option(
    "--ceiling",
    type=click.Choice(LADDER),
    default=LADDER[0],
    show_default=True,
    help="The highest classification of what may go there; above it only numbers are sent.",
)
@_viewer
@click.pass_obj
def add(
    settings: Settings,
    *,
    name: str,
    kind: str,
    decision: str,
    response: str,
    priority: str,
    body: str | None,
    actor: str | None,
    area: str | None,
    level: str | None,
    state: str | None,
    hours: int | None,
    seconds: int | None,
    hold_s: int,
    group_s: int | None,
    webhook: str | None,
    mail: str | None,
    ceiling: str,
    viewer: str | None,
) -> None:
    """Make a rule, of at most ten.

    Example: `muster alerts rules add weak --kind level --level 4 --priority high
    --decision "Whom to send" --response "Call the nation's cell" --mail watch@example.org`

    Example: `muster alerts rules add silence --kind silence --hours 24
    --decision "Whether to object" --response "Ask the capital"`
    """
    rules.require_name(name)
    about = {
        "body": body,
        "actor": actor,
        "area": area,
        "level": level,
        "state": state,
        "hours": hours,
        "seconds": seconds,
    }
    channel, address = rules.recipient(webhook, mail)
    is_high = priority == Priority.HIGH.value
    rule = Rule(
        rule_id=secrets.token_hex(ID_BYTES),
        viewer=viewer or settings.viewer,
        name=name,
        kind=Kind(kind),
        about=rules.about(Kind(kind), about),
        priority=Priority(priority),
        decision=rules.require_said("--decision", decision),
        response=rules.require_said("--response", response),
        hold_s=hold_s,
        group_s=group_s if group_s is not None else 0 if is_high else 60,
        channel=channel,
        address=address,
        ceiling_rank=LADDER.index(ceiling),
    )
    with _owner_of(settings) as owner:
        keeping.add_rule(owner, rule)
    click.echo(_rule_line(rule))


@alert_rules.command("list")
@_viewer
@click.pass_obj
def list_rules(settings: Settings, *, viewer: str | None) -> None:
    """Show the rules of a viewer, the most urgent first, and how their priorities are shared.

    Example: `muster alerts rules list`
    """
    with _owner_of(settings) as owner:
        found = keeping.rules_of(owner, viewer or settings.viewer)
    for one in found:
        click.echo(_rule_line(one))
        click.echo(f"    decision: {one.decision}\n    response: {one.response}")
    if not found:
        click.echo("no rules; to make one: muster alerts rules add NAME --kind level ...")


@alert_rules.command()
@click.argument("name")
@_viewer
@click.pass_obj
def remove(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Put a rule out of force; what it raised is cleared.

    Example: `muster alerts rules remove est-logistics`
    """
    with _owner_of(settings) as owner:
        keeping.remove_rule(owner, viewer or settings.viewer, name)
    click.echo(f"rule {name} is removed")


@alert_rules.command()
@click.argument("name")
@_viewer
@click.pass_obj
def explain(settings: Settings, *, name: str, viewer: str | None) -> None:
    """Say for what a rule holds at this moment; nothing is raised or sent by it.

    Example: `muster alerts rules explain est-logistics`
    """
    owner_name = viewer or settings.viewer
    with _owner_of(settings) as owner:
        found = [one for one in keeping.rules_of(owner, owner_name) if one.name == name]
        if not found:
            raise NoSuchRule(f"{owner_name} has no rule {name[:60]!r}; `muster alerts rules list`")
        [rule] = found
        with _reader_of(settings) as reader, _asking(reader, owner, owner_name) as asking:
            held = holding(rule, asking.answers([question(rule)]), asking.moment.now)
            lines = [(one.said, asking.causes(rule, one, None)) for one in held.values()]
    for said, seqs in lines:
        events = f"  (events {', '.join(map(str, seqs))})" if seqs else "  (by time alone)"
        click.echo(said + events)
    click.echo(f"{rule.name} holds for {len(lines)}", err=True)


@alerts.command("list")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True)
@_viewer
@click.pass_obj
def list_alerts(settings: Settings, *, most: int, viewer: str | None) -> None:
    """Show the alerts of a viewer: the open ones first, the most urgent before the others.

    Example: `muster alerts list`
    """
    name = viewer or settings.viewer
    with (
        _owner_of(settings) as owner,
        _reader_of(settings) as reader,
        _asking(reader, owner, name),
    ):
        found, shelved = keeping.shown(reader, most), keeping.shelves(reader)
    for one in found:
        click.echo(_alert_line(one))
    for shelf in shelved:
        what = " ".join(filter(None, (shelf.rule, shelf.subject))) or "all rules"
        until = f"{shelf.until_at:%Y-%m-%d %H:%MZ}"
        click.echo(f"shelved until {until}: {what}, {shelf.why} ({shelf.shelf_id})")
    if not found:
        click.echo("no alerts; they are raised by `muster alerts run`, by rules that are in force")


@alerts.command()
@click.argument("episode")
@click.option("--why", default="", help="What is being done.")
@_viewer
@click.pass_obj
def ack(settings: Settings, *, episode: str, why: str, viewer: str | None) -> None:
    """Say that somebody takes care of an alert. It is cleared by what it is about, not by this.

    Example: `muster alerts ack 3f9a0c12d4e5f607 --why "asked the cell"`
    """
    with _owner_of(settings) as owner:
        keeping.acknowledge(owner, viewer or settings.viewer, episode, _why(why, is_needed=False))
    click.echo(f"{episode} is acknowledged")


@alerts.command()
@click.argument("what", metavar="[EPISODE|RULE]", required=False)
@click.option("--for", "span", required=True, help="30m or 2h; twelve hours at most.")
@click.option("--why", required=True, help="Why it need not be heard.")
@click.option("--all", "is_all", is_flag=True, help="All rules of the viewer.")
@_viewer
@click.pass_obj
def shelve(
    settings: Settings, *, what: str | None, span: str, why: str, is_all: bool, viewer: str | None
) -> None:
    """Send nothing of an alert, a rule or all rules for a while; it always ends.

    What is still so when it ends is sent then. It stands on the page all the time.

    Example: `muster alerts shelve est-logistics --for 2h --why "known, convoy is late"`

    Example: `muster alerts shelve --all --for 30m --why "exercise inject"`
    """
    if (what is None) != is_all:
        raise BadShelf("say which alert or rule, or --all")
    is_episode = what is not None and re.fullmatch(r"[0-9a-f]{16}", what) is not None
    with _owner_of(settings) as owner:
        keeping.shelve(
            owner,
            viewer or settings.viewer,
            rule=None if is_episode else what,
            episode_id=what if is_episode else None,
            lasts=_lasts(span),
            why=_why(why, is_needed=True),
        )
    click.echo(f"{what or 'all rules'}: shelved for {span}")


@alerts.command()
@click.argument("shelf")
@_viewer
@click.pass_obj
def unshelve(settings: Settings, *, shelf: str, viewer: str | None) -> None:
    """End shelving before its time.

    Example: `muster alerts unshelve 3f9a0c12d4e5`
    """
    with _owner_of(settings) as owner:
        keeping.unshelve(owner, viewer or settings.viewer, shelf)
    click.echo(f"{shelf} is not shelved any more")


@alerts.command()
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True)
@_viewer
@click.pass_obj
def history(settings: Settings, *, most: int, viewer: str | None) -> None:
    """Show who did what to the rules and alerts of a viewer, the newest first.

    Example: `muster alerts history`
    """
    with _owner_of(settings) as owner:
        found = keeping.actions(owner, viewer or settings.viewer, most)
    for one in found:
        what = " ".join(filter(None, (one.rule, one.episode_id)))
        said = f": {one.said}" if one.said else ""
        click.echo(f"{one.acted_at:%Y-%m-%d %H:%M:%SZ}  {one.acted_by}  {one.action} {what}{said}")
    if not found:
        click.echo("nobody has done anything to rules or alerts")


@contextmanager
def _asking(reader: Connection, owner: Connection, viewer: str) -> Generator[Asking]:
    tokens = Tokens(owner)
    try:
        with asking_as(reader, tokens, viewer, utc_now()) as asking:
            yield asking
    except RightsChanged as error:
        raise NoSuchViewer(
            f"there is no viewer {viewer[:60]!r}; to make one: {to_make(viewer)}"
        ) from error


@contextmanager
def _owner_of(settings: Settings) -> Generator[Connection]:
    with as_owner(settings, application_name="muster alerts") as owner:
        owner.execute("set search_path = muster, pg_catalog")
        owner.execute("set timezone = 'UTC'")
        yield owner


@contextmanager
def _reader_of(settings: Settings) -> Generator[Connection]:
    reader_info = settings.database("muster_reader")
    with connect(reader_info, application_name="muster alerts") as reader:
        yield reader


def _lasts(text: str) -> timedelta:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise BadShelf(f"--for is {text[:40]!r}; write 30m or 2h, twelve hours at most")
    return timedelta(minutes=int(match[1]) * (60 if match[2] == "h" else 1))


def _why(text: str, *, is_needed: bool) -> str:
    return rules.require_said("--why", text) if is_needed or text.strip() else ""


def _rule_line(one: Rule) -> str:
    about = ", ".join(
        f"{name} {value}"
        for name in one.about.__struct_fields__
        if (value := getattr(one.about, name)) is not None
    )
    where = f"{one.channel.value} {one.address}" if one.address else "on the screen"
    held = f", holds {one.hold_s} s" if one.hold_s else ""
    return f"{one.name}  {one.priority.value}  {one.kind.value} ({about}){held}; {where}"


def _alert_line(one: Shown) -> str:
    state = (
        f"cleared {one.cleared_at:%Y-%m-%d %H:%M:%SZ}"
        if one.cleared_at
        else f"acknowledged by {one.acknowledged_by}"
        if one.acknowledged_by
        else "open"
    )
    events = f" (events {', '.join(map(str, one.cause_seqs))})" if one.cause_seqs else ""
    sent = f"; {one.delivery}" if one.delivery else ""
    trouble = f", {one.last_error}" if one.last_error else ""
    return (
        f"{one.episode_id}  {one.priority}  {one.rule}: {one.said}{events}; "
        f"raised {one.raised_at:%Y-%m-%d %H:%M:%SZ}, {state}{sent}{trouble}"
    )

"""Does the system itself work: is everything stored, by whom, and who may see what?"""

from typing import Any, Protocol

from dash import Dash, Output, html

from dashboard.components.card import card
from dashboard.components.empty import empty
from dashboard.components.page import fill_page, page, page_outputs, page_state
from dashboard.components.table import AnyColumn, Column, Kind, grid
from dashboard.components.values import instant_value, said
from dashboard.moment import Moment
from dashboard.queries import ReadModel
from dashboard.queries import system as queries
from dashboard.view import View
from dashboard.wording import system as wording
from dashboard.wording.catalogue import say

PATH, TITLE = "/system", say("system.title")


class Feed(Protocol):
    """What the page asks of the live feed of this dashboard."""

    @property
    def subscribers(self) -> int:
        """Give how many streams are open."""
        ...

    @property
    def trouble(self) -> str:
        """Give why the database cannot be heard; empty when it can."""
        ...

    @property
    def is_apart(self) -> bool:
        """Say whether this host's clock differs from the database's so that it matters."""
        ...

    @property
    def behind_s(self) -> int:
        """Give how many seconds this host is behind the database; ahead is less than none."""
        ...


def layout(_view: View) -> html.Div:
    """Give the page without its data."""
    return page(
        "system",
        TITLE,
        card(
            "partitions",
            grid(
                "partitions-grid",
                _partition_columns(),
                empty=say("system.partitions.nothing"),
                row_id="topic",
            ),
            class_name="area-partitions",
        ),
        _card("workers", _worker_columns(), say("system.workers.nothing"), "area-workers"),
        _card("rates", _rate_columns(), say("system.rates.nothing"), "area-workers"),
        _card("reasons", _dead_columns(), say("system.dead.nothing"), "area-third"),
        _card("verified", _verified_columns(), say("system.verified.nothing"), "area-third"),
        _card("viewers", _viewer_columns(), say("system.viewers.nothing"), "area-third"),
        is_always_now=True,
    )


def _card(
    name: str, columns: tuple[AnyColumn, ...], nothing: str, class_name: str
) -> html.Section:
    first = columns[0][0]
    return card(
        name, grid(f"{name}-grid", columns, empty=nothing, row_id=first), class_name=class_name
    )


def register(app: Dash, read_model: ReadModel) -> None:
    """Fill the page whenever the view or the feed's number changes."""
    server: Any = app.server

    async def shown(moment: Moment) -> dict[str, Any]:
        return _shown(moment, await queries.system(read_model), server.state.feed)

    fill_page(app, read_model, _OUTPUTS, shown, layout(View()), is_always_now=True)


def _shown(moment: Moment, found: queries.System, feed: Feed) -> dict[str, Any]:
    nothing = (
        None if found.partitions else empty(moment, say("system.empty_title"), say("system.empty"))
    )
    when = say("system.always_now") if moment.view.is_past else say("system.live_now")
    return {
        **page_state("system", nothing),
        "partitions_title": wording.partitions(found.partitions, found.storing),
        "partitions_subtitle": say("system.partitions.about", when=when),
        "partitions": [_partition_row(one) for one in found.partitions],
        "workers_title": wording.workers(found.storing),
        "workers_subtitle": say("system.workers.about"),
        "workers": [_worker_row(one) for one in found.workers],
        "rates_title": wording.rates(found.rates),
        "rates_subtitle": say("system.rates.about"),
        "rates": [_rate_row(one) for one in found.rates],
        "reasons_title": wording.dead(found.dead),
        "reasons_subtitle": say("system.dead.about"),
        "reasons": [_dead_row(one) for one in found.dead],
        "verified_title": wording.verified(found.verified),
        "verified_subtitle": wording.verified_about(found.verified, found.versions),
        "verified": [_verified_row(one) for one in found.verified if _is_shown(one)],
        "viewers_title": say("system.viewers.n", n=len(found.viewers)),
        "viewers_subtitle": wording.streams(
            feed.subscribers, feed.trouble, feed.behind_s if feed.is_apart else 0
        ),
        "viewers": [_viewer_row(one) for one in found.viewers],
    }


def _is_shown(one: queries.Comparison) -> bool:
    return one.check_name == wording.PROJECTIONS or not one.is_ok


def _partition_row(one: queries.Partition) -> dict[str, Any]:
    return {
        "topic": f"{one.topic}/{one.partition}",
        "next": one.next_offset,
        **said("end", one.end_offset, _unknown(one.end_offset)),
        **said("unread", one.unread, _unknown(one.unread)),
        **_lasted("oldest", one.oldest_unread_s),
        "stored": one.stored,
        "duplicates": one.duplicates,
        "dead": one.dead,
        **_lasted("moved", one.updated_s),
        "state": wording.partition_state(one),
    }


def _unknown(value: int | None) -> str | None:
    return say("system.unknown") if value is None else None


def _lasted(field: str, seconds: float | None) -> dict[str, Any]:
    return said(field, seconds, wording.lasted(seconds))


def _worker_row(one: queries.Worker) -> dict[str, Any]:
    return {
        "slot": one.slot,
        "where": f"{one.host}, {one.pid}",
        "started": instant_value(one.started_at),
        **_lasted("seen", one.seen_s),
        "state": wording.worker_state(one),
    }


def _rate_row(one: queries.Rate) -> dict[str, Any]:
    return {
        **_lasted("within", one.within_s),
        "events": one.events,
        **said("rate", one.events * 60 / one.within_s, wording.a_minute(one)),
    }


def _dead_row(one: queries.DeadReason) -> dict[str, Any]:
    return {
        "reason": one.reason,
        "all": one.in_all,
        "day": one.last_day,
        "hour": one.last_hour,
        "newest": instant_value(one.newest_at),
    }


def _verified_row(one: queries.Comparison) -> dict[str, Any]:
    is_projection = one.check_name == wording.PROJECTIONS
    return {
        "projection": one.of_what if is_projection else f"{one.check_name}: {one.of_what}",
        "found": one.found,
        "state": wording.comparison_state(one),
    }


def _viewer_row(one: queries.Viewer) -> dict[str, Any]:
    return {
        "name": one.name,
        **said("clearance", one.clearance_rank, wording.clearance(one.clearance_rank)),
        "nation": one.nation or say("system.all_labels"),
        **said("labels", one.labels, say("system.viewers.of", n=one.labels, all=one.of_labels)),
        "how": say("system.viewers.role") if one.has_role else say("system.viewers.session"),
    }


def _partition_columns() -> tuple[AnyColumn, ...]:
    return (
        ("topic", say("system.partitions.topic"), 212),
        Column("next", say("system.partitions.next"), 92, Kind.COUNT),
        Column("end", say("system.partitions.end"), 84, Kind.COUNT),
        Column("unread", say("system.partitions.unread"), 72, Kind.COUNT),
        Column("oldest", say("system.partitions.oldest"), 112, Kind.SECONDS),
        Column("stored", say("system.partitions.stored"), 76, Kind.COUNT),
        Column("duplicates", say("system.partitions.duplicates"), 92, Kind.COUNT),
        Column("dead", say("system.partitions.dead"), 60, Kind.COUNT),
        Column("moved", say("system.partitions.moved"), 76, Kind.SECONDS),
        ("state", say("system.partitions.state"), 88),
    )


def _worker_columns() -> tuple[AnyColumn, ...]:
    return (
        Column("slot", say("system.workers.slot"), 52, Kind.COUNT),
        ("state", say("system.workers.state"), 96),
        Column("seen", say("system.workers.seen"), 56, Kind.SECONDS),
        ("where", say("system.workers.where"), 116),
        Column("started", say("system.workers.started"), 140, Kind.INSTANT),
    )


def _rate_columns() -> tuple[AnyColumn, ...]:
    return (
        Column("within", say("system.rates.within"), 76, Kind.SECONDS),
        Column("events", say("system.rates.events"), 84, Kind.COUNT),
        Column("rate", say("system.rates.rate"), 84, Kind.NUMBER),
    )


def _dead_columns() -> tuple[AnyColumn, ...]:
    return (
        ("reason", say("system.dead.reason"), 148),
        Column("all", say("system.dead.all"), 68, Kind.COUNT),
        Column("day", say("system.dead.day"), 60, Kind.COUNT),
        Column("hour", say("system.dead.hour"), 56, Kind.COUNT),
        Column("newest", say("system.dead.newest"), 140, Kind.INSTANT),
    )


def _verified_columns() -> tuple[AnyColumn, ...]:
    return (
        ("projection", say("system.verified.projection"), 148),
        ("found", say("system.verified.found"), 236),
        ("state", say("system.verified.state"), 88),
    )


def _viewer_columns() -> tuple[AnyColumn, ...]:
    return (
        ("name", say("system.viewers.name"), 76),
        Column("clearance", say("system.viewers.clearance"), 160, Kind.COUNT),
        ("nation", say("system.viewers.nation"), 108),
        Column("labels", say("system.viewers.labels"), 66, Kind.COUNT),
        ("how", say("system.viewers.how"), 62),
    )


_OUTPUTS = {
    **page_outputs("system"),
    **{
        key: output
        for name in ("partitions", "workers", "rates", "reasons", "verified", "viewers")
        for key, output in (
            (f"{name}_title", Output(f"{name}-title", "children")),
            (f"{name}_subtitle", Output(f"{name}-subtitle", "children")),
            (name, Output(f"{name}-grid", "rowData")),
        )
    },
}

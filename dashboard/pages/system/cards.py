"""The cards of the page about the system: each is one grid."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, at_instant, worded
from dashboard.components.table import Kind
from dashboard.pages.system import words
from dashboard.pages.system.data import System
from dashboard.pages.system.queries import Comparison, DeadReason, Rate, Viewer, Worker
from dashboard.queries.storing import Partition
from dashboard.wording.catalogue import say

PARTITIONS = Card[System](
    id="partitions",
    look="area-partitions",
    title=lambda found: words.partitions(found.partitions, found.storing),
    subtitle=lambda found: say("system.partitions.about", when=_when(found)),
    body=Grid[System, Partition](
        id="partitions-grid",
        heads="system.partitions.columns",
        nothing="system.partitions.nothing",
        row_id="topic",
        rows=lambda found: found.partitions,
        columns=(
            Column("topic", 212, lambda one: f"{one.topic}/{one.partition}"),
            Column("next", 92, lambda one: one.next_offset, Kind.COUNT),
            worded("end", 84, lambda one: one.end_offset, words.or_unknown, Kind.COUNT),
            worded("unread", 72, lambda one: one.unread, words.or_unknown, Kind.COUNT),
            worded("oldest", 112, lambda one: one.oldest_unread_s, words.lasted, Kind.SECONDS),
            Column("stored", 76, lambda one: one.stored, Kind.COUNT),
            Column("duplicates", 92, lambda one: one.duplicates, Kind.COUNT),
            Column("dead", 60, lambda one: one.dead, Kind.COUNT),
            worded("moved", 76, lambda one: one.updated_s, words.lasted, Kind.SECONDS),
            Column("state", 88, words.partition_state),
        ),
    ),
)

WORKERS = Card[System](
    id="workers",
    look="area-workers",
    title=lambda found: words.workers(found.storing),
    subtitle=lambda _: say("system.workers.about"),
    body=Grid[System, Worker](
        id="workers-grid",
        heads="system.workers.columns",
        nothing="system.workers.nothing",
        row_id="slot",
        rows=lambda found: found.workers,
        columns=(
            Column("slot", 52, lambda one: one.slot, Kind.COUNT),
            Column("state", 96, words.worker_state),
            worded("seen", 56, lambda one: one.seen_s, words.lasted, Kind.SECONDS),
            Column("where", 116, lambda one: f"{one.host}, {one.pid}"),
            at_instant("started", 140, lambda one: one.started_at),
        ),
    ),
)

RATES = Card[System](
    id="rates",
    look="area-workers",
    title=lambda found: words.rates(found.rates),
    subtitle=lambda _: say("system.rates.about"),
    body=Grid[System, Rate](
        id="rates-grid",
        heads="system.rates.columns",
        nothing="system.rates.nothing",
        row_id="within",
        rows=lambda found: found.rates,
        columns=(
            worded("within", 76, lambda one: one.within_s, words.lasted, Kind.SECONDS),
            Column("events", 84, lambda one: one.events, Kind.COUNT),
            Column("rate", 84, words.events_a_minute, Kind.NUMBER, words=words.a_minute),
        ),
    ),
)

REASONS = Card[System](
    id="reasons",
    look="area-third",
    title=lambda found: words.dead(found.dead),
    subtitle=lambda _: say("system.dead.about"),
    body=Grid[System, DeadReason](
        id="reasons-grid",
        heads="system.dead.columns",
        nothing="system.dead.nothing",
        row_id="reason",
        rows=lambda found: found.dead,
        columns=(
            Column("reason", 148, lambda one: one.reason),
            Column("all", 68, lambda one: one.in_all, Kind.COUNT),
            Column("day", 60, lambda one: one.last_day, Kind.COUNT),
            Column("hour", 56, lambda one: one.last_hour, Kind.COUNT),
            at_instant("newest", 140, lambda one: one.newest_at),
        ),
    ),
)

VERIFIED = Card[System](
    id="verified",
    look="area-third",
    title=lambda found: words.verified(found.verified),
    subtitle=lambda found: " ".join(
        (
            words.verified_about(found.verified, found.versions),
            *(words.rebuild(one) for one in found.rebuilds),
        )
    ),
    body=Grid[System, Comparison](
        id="verified-grid",
        heads="system.verified.columns",
        nothing="system.verified.nothing",
        row_id="projection",
        rows=lambda found: [one for one in found.verified if words.is_listed(one)],
        columns=(
            Column("projection", 148, words.compared),
            Column("found", 236, lambda one: one.found),
            Column("state", 88, words.comparison_state),
        ),
    ),
)

VIEWERS = Card[System](
    id="viewers",
    look="area-third",
    title=lambda found: say("system.viewers.n", n=len(found.viewers)),
    subtitle=lambda found: words.streams(
        found.feed.subscribers,
        found.feed.trouble,
        found.feed.behind_s if found.feed.is_apart else 0,
    ),
    body=Grid[System, Viewer](
        id="viewers-grid",
        heads="system.viewers.columns",
        nothing="system.viewers.nothing",
        row_id="name",
        rows=lambda found: found.viewers,
        columns=(
            Column("name", 76, lambda one: one.name),
            worded("clearance", 160, lambda one: one.clearance_rank, words.clearance, Kind.COUNT),
            Column("nation", 108, lambda one: one.nation or say("system.all_labels")),
            Column(
                "labels",
                66,
                lambda one: one.labels,
                Kind.COUNT,
                words=lambda one: say("system.viewers.of", n=one.labels, all=one.of_labels),
            ),
            Column("how", 62, words.how_known),
        ),
    ),
)


def _when(found: System) -> str:
    return say("system.always_now") if found.moment.view.is_past else say("system.live_now")

"""What an archive holds of the database, table by table, and why the rest is left out (pure).

Every table of both schemas is in one of the two lists; a test fails for one that is in neither.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from streams.projections import PROJECTIONS


class Kind(StrEnum):
    """What the values of a column are; each is one type of Parquet."""

    SMALL = "int16"
    INTEGER = "int32"
    BIG = "int64"
    TEXT = "text"
    BYTES = "bytes"
    SHA256 = "sha256"
    INSTANT = "instant"
    TEXTS = "texts"
    BYTE_STRINGS = "byte strings"
    TRUTH = "truth"


class Way(StrEnum):
    """How a table goes into an archive."""

    EVENTS = "what was recorded since, by month"
    SINCE = "what came since"
    WHOLE = "all of it, if it has changed"


class Column(NamedTuple):
    """A column, and whether its values may be missing."""

    name: str
    kind: Kind
    is_optional: bool = False


class Table(NamedTuple):
    """A table as an archive holds it."""

    name: str
    way: Way
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    is_later: bool = False  # an archive of an earlier version has none of it

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its columns."""
        return tuple(column.name for column in self.columns)


LEDGER = Table(
    "ledger",
    Way.EVENTS,
    ("seq",),
    (
        Column("seq", Kind.BIG),
        Column("recorded_at", Kind.INSTANT),
        Column("occurred_at", Kind.INSTANT),
        Column("date_precision", Kind.TEXT, is_optional=True),
        Column("source", Kind.TEXT),
        Column("event_id", Kind.TEXT),
        Column("type", Kind.TEXT),
        Column("version", Kind.SMALL),
        Column("subject", Kind.TEXT),
        Column("label_id", Kind.BIG),
        Column("sequence", Kind.BIG),
        Column("correlation_id", Kind.TEXT, is_optional=True),
        Column("causation_id", Kind.TEXT, is_optional=True),
        Column("reliability", Kind.TEXT, is_optional=True),
        Column("credibility", Kind.TEXT, is_optional=True),
        Column("root_source", Kind.TEXT, is_optional=True),
        Column("root_id", Kind.TEXT, is_optional=True),
        Column("content_sha256", Kind.SHA256),
        Column("event", Kind.TEXT),
        Column("topic", Kind.TEXT),
        Column("topic_epoch", Kind.INTEGER),
        Column("partition", Kind.INTEGER),
        Column("offset", Kind.BIG),
    ),
)
DEAD_LETTERS = Table(
    "dead_letter",
    Way.SINCE,
    ("topic", "epoch", "partition", "offset"),
    (
        Column("topic", Kind.TEXT),
        Column("epoch", Kind.INTEGER),
        Column("partition", Kind.INTEGER),
        Column("offset", Kind.BIG),
        Column("recorded_at", Kind.INSTANT),
        Column("reason", Kind.TEXT),
        Column("detail", Kind.TEXT),
        Column("size_bytes", Kind.BIG),
        Column("sha256", Kind.SHA256),
        Column("bytes", Kind.BYTES),
        Column("source", Kind.TEXT, is_optional=True),
        Column("event_id", Kind.TEXT, is_optional=True),
        Column("header_names", Kind.TEXTS),
        Column("header_values", Kind.BYTE_STRINGS),
        Column("key", Kind.BYTES, is_optional=True),
        Column("are_headers_whole", Kind.TRUTH),
    ),
)
DEAD_LETTER_ACTIONS = Table(
    "dead_letter_action",
    Way.WHOLE,
    ("topic", "epoch", "partition", "offset", "number"),
    (
        Column("topic", Kind.TEXT),
        Column("epoch", Kind.INTEGER),
        Column("partition", Kind.INTEGER),
        Column("offset", Kind.BIG),
        Column("number", Kind.INTEGER),
        Column("action", Kind.TEXT),
        Column("acted_at", Kind.INSTANT),
        Column("acted_by", Kind.TEXT),
        Column("why", Kind.TEXT, is_optional=True),
        Column("sent_topic", Kind.TEXT, is_optional=True),
        Column("sent_epoch", Kind.INTEGER, is_optional=True),
        Column("sent_partition", Kind.INTEGER, is_optional=True),
        Column("sent_offset", Kind.BIG, is_optional=True),
        Column("sent_sha256", Kind.SHA256, is_optional=True),
        Column("sent_source", Kind.TEXT, is_optional=True),
        Column("sent_event_id", Kind.TEXT, is_optional=True),
        Column("is_corrected", Kind.TRUTH),
    ),
    is_later=True,
)
TOPIC_EPOCHS = Table(
    "topic_epoch",
    Way.WHOLE,
    ("topic", "epoch"),
    (
        Column("topic", Kind.TEXT),
        Column("epoch", Kind.INTEGER),
        Column("cluster_id", Kind.TEXT),
        Column("topic_id", Kind.TEXT),
        Column("accepted_at", Kind.INSTANT),
    ),
)
CHECKPOINTS = Table(
    "checkpoint",
    Way.WHOLE,
    ("topic", "epoch", "partition"),
    (
        Column("topic", Kind.TEXT),
        Column("epoch", Kind.INTEGER),
        Column("partition", Kind.INTEGER),
        Column("first_offset", Kind.BIG),
        Column("next_offset", Kind.BIG),
        Column("stored", Kind.BIG),
        Column("duplicates", Kind.BIG),
        Column("dead", Kind.BIG),
        Column("gaps", Kind.BIG),
        Column("recent_outcomes", Kind.BYTES),
        Column("paused_at", Kind.INSTANT, is_optional=True),
        Column("pause_reason", Kind.TEXT, is_optional=True),
        Column("updated_at", Kind.INSTANT),
        Column("looked_at_until", Kind.BIG),
    ),
)
LABELS = Table(
    "label",
    Way.WHOLE,
    ("label_id",),
    (
        Column("label_id", Kind.BIG),
        Column("policy", Kind.TEXT),
        Column("classification", Kind.TEXT),
        Column("classification_rank", Kind.SMALL),
        Column("releasable_to", Kind.TEXTS),
        Column("recorded_at", Kind.INSTANT),
    ),
)
SOURCES_SET_ASIDE = Table(
    "source_set_aside",
    Way.WHOLE,
    ("topic", "source"),
    (
        Column("topic", Kind.TEXT),
        Column("source", Kind.TEXT),
        Column("since", Kind.INSTANT),
        Column("newest_at", Kind.INSTANT),
        Column("reason", Kind.TEXT),
        Column("detail", Kind.TEXT),
    ),
)
VIEWERS = Table(
    "viewer",
    Way.WHOLE,
    ("name",),
    (
        Column("name", Kind.TEXT),
        Column("clearance_rank", Kind.SMALL),
        Column("nation", Kind.TEXT, is_optional=True),
        Column("db_role", Kind.TEXT, is_optional=True),
        Column("roles", Kind.TEXTS),
        Column("subject", Kind.TEXT, is_optional=True),
        Column("revoked_at", Kind.INSTANT, is_optional=True),
    ),
)
RECORDING_CLOCK = Table(
    "recording_clock",
    Way.WHOLE,
    ("one",),
    # `holds_in` names a transaction of one server, and would mean another one of the next.
    (
        Column("simulated_at", Kind.INSTANT, is_optional=True),
        Column("began_at", Kind.INSTANT, is_optional=True),
        Column("seq", Kind.BIG),
        Column("ended_at", Kind.INSTANT, is_optional=True),
    ),
)
REVIEW_ACTIONS = Table(
    "review_action",
    Way.WHOLE,
    ("review_id", "number"),
    (
        Column("review_id", Kind.TEXT),
        Column("number", Kind.INTEGER),
        Column("acted_at", Kind.INSTANT),
        Column("author", Kind.TEXT),
        Column("label_id", Kind.BIG),
        Column("action", Kind.TEXT),
        Column("content", Kind.TEXT),
    ),
    is_later=True,
)
REPORT_EDITIONS = Table(
    "report_edition",
    Way.WHOLE,
    ("review_id", "edition"),
    (
        Column("review_id", Kind.TEXT),
        Column("edition", Kind.INTEGER),
        Column("final_at", Kind.INSTANT),
        Column("author", Kind.TEXT),
        Column("label_id", Kind.BIG),
        Column("actions", Kind.INTEGER),
        Column("content", Kind.TEXT),
    ),
    is_later=True,
)
REPORT_FILES = Table(
    "report_file",
    Way.WHOLE,
    ("review_id", "edition", "format"),
    (
        Column("review_id", Kind.TEXT),
        Column("edition", Kind.INTEGER),
        Column("format", Kind.TEXT),
        Column("sha256", Kind.SHA256),
        Column("bytes", Kind.BYTES),
    ),
    is_later=True,
)

# In the order in which they are restored: what others refer to comes first.
ARCHIVED = (
    TOPIC_EPOCHS,
    CHECKPOINTS,
    LABELS,
    LEDGER,
    DEAD_LETTERS,
    DEAD_LETTER_ACTIONS,
    SOURCES_SET_ASIDE,
    VIEWERS,
    RECORDING_CLOCK,
    REVIEW_ACTIONS,
    REPORT_EDITIONS,
    REPORT_FILES,
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in ARCHIVED}
WHOLE = tuple(table for table in ARCHIVED if table.way is Way.WHOLE)

_FOLDED = "Folded again from the ledger."
_SUMMED = "Summed up again from rows, by a restore and by every worker."
_WRITTEN_BY_MIGRATE = "Written by `muster migrate` from the files of this version."
LEFT_OUT: Mapping[str, str] = {
    **{projection.table: _FOLDED for projection in PROJECTIONS},
    "series": _FOLDED,
    "amendment_flag": _FOLDED,
    "line": _SUMMED,
    "running_sum": _SUMMED,
    "report_run": _SUMMED,
    "first_report": _SUMMED,
    "summed_up": _SUMMED,
    "method_constant": _WRITTEN_BY_MIGRATE,
    "decay": _WRITTEN_BY_MIGRATE,
    "state": _WRITTEN_BY_MIGRATE,
    "migration": _WRITTEN_BY_MIGRATE,
    "projection_version": _WRITTEN_BY_MIGRATE,
    "world": "Which worlds this database has; another begins with one.",
    "world_slice": "How far a world of this database is filled.",
    "head": "The end of the ledger, which the manifest names.",
    "worker": "Who works on this system now.",
    "log_end": "What workers of this system saw of the broker just now.",
    "verification": "What was found in this database; `muster verify` finds it again.",
    # A key that was revoked after the archive was written would be good again.
    "producer_key": "Who may send to this system; not even the hashes: producers get new keys.",
    "gateway_count": "What the gateway of this system received, by keys that are left out too.",
    "gateway_log": "Where Kafka has what the gateway of this system received.",
    "wall_code": "Screens that wait to be paired just now.",
    # Its hashes are of this very trail; an archive that is restored begins another.
    "audit_entry": "What people did with this system: `muster audit export` takes it away.",
    "whatif": "Suppositions, computed anew from their edits: `muster what-if show` gives them.",
    # A session that was ended after the archive was written would be open again.
    # A password that was changed after the archive was written would be good again.
    "viewer_password": "Passwords of this system; not even their hashes: they are set anew.",
    "sign_in_attempt": "Who failed to sign in to this system just now.",
    "replay_clock": "Where replays of this system stand; what they show is in the archive.",
    # A copy of a system that is still there would say everything twice.
    "alert_rule": "Rules of this system: a copy of it would send everything again.",
    "alert_episode": "Found again from what is in the archive by whoever evaluates rules.",
    "alert_change": "What was said by this system, and to whom.",
    "alert_message": "What was sent from this system; another one sends its own.",
    "alert_shelf": "What is not to be sent from this system for some hours.",
    "alert_action": "What people did to rules and alerts of this system.",
    "alert_watch": "How far the rules of this system are evaluated.",
    "session": "Who is signed in; not even the hashes of tokens: everybody signs in anew.",
}

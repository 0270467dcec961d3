"""The labels rows refer to by number."""

from collections.abc import Iterable
from datetime import datetime

from infra.postgres import Connection
from infra.sql import load
from schemas.labels import Label


def add(connection: Connection, labels: Iterable[Label], recorded_at: datetime) -> None:
    """Make sure that these labels, first recorded now, can be looked up by their number."""
    rows = [
        {
            "label_id": label.label_id,
            "policy": label.policy,
            "classification": str(label.classification),
            "classification_rank": label.classification.rank,
            "releasable_to": list(label.releasable_to),
            "recorded_at": recorded_at,
        }
        for label in sorted(labels, key=lambda label: label.label_id)
    ]
    connection.cursor().executemany(load(__package__, "queries.sql")["add_label"], rows)

-- name: head
-- The newest event, what the database's clock says, and when the first event was recorded.
select h.seq, h.recorded_at, clock_timestamp() as now, readiness.first_recorded_at() as first_recorded_at
from readiness.head() h;

-- name: head_at
-- The newest event that had been recorded by a moment.
select seq, recorded_at from readiness.head_at(%(known_at)s);

-- name: standing
-- What the viewer may read, and the newest event: what every answer depends on.
select
    muster.my_labels() as labels, muster.covers_everything() as covers_everything, muster.is_operator() as is_operator,
    h.seq
from readiness.head() h;

-- name: listen
-- Be woken when events are recorded.
listen muster

-- name: after
-- What a reader that has seen everything up to an event asks for next: the numbers have no gaps.
select event_id
from readiness.events(
    after_seq => %(last_seq)s, before_seq => %(last_seq)s + %(rows)s + 1, max_rows => %(rows)s
)

-- name: head
-- The number of the last event recorded so far.
select seq from readiness.head()

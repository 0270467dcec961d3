-- name: listen
-- Be woken when events are recorded.
listen muster

-- name: after
-- What a reader that has seen everything up to an event asks for next.
select seq, event_id from readiness.events(after_seq => %s, max_rows => %s)

-- name: head
-- The number of the last event recorded so far.
select seq from readiness.head()

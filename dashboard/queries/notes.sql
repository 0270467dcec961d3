-- name: reader
-- Who is asking, and what that viewer may see.
-- row: at most one Reader
select viewer, clearance_rank, nation from readiness.reader();

-- name: event_by_identity
-- The event that a source sent under an id.
-- row: at most one Sent
select seq, recorded_at, event from readiness.event_by_identity(%(source)s, %(id)s);

-- name: notes_on_page
-- What people wrote about a page and its cards, newest first.
-- row: Note
select kind, about, text, author, occurred_at, ledger_seq, in_all
from readiness.notes_on_page(%(page)s, %(as_of)s, %(known_at)s, %(max_rows)s);

-- name: read_as
-- From here on the viewer of an open session reads, to the end of the transaction; an error when it is not open.
select muster.enter(%(token)s);

-- name: read_as_nobody
-- From here on nobody reads, whatever the role behind the connection may.
select set_config('muster.session', '-', true);

-- name: my_session
-- Who asks, what that viewer may, and until when the session is open.
select viewer, clearance_rank, nation, roles, began_at, idle_until, expires_at, wall from muster.my_session();

-- name: open_sessions
-- Which of these sessions are open, by the hashes of their tokens.
select token_sha256 from muster.open_sessions(%(wanted)s);

-- name: audit_mine
-- Add an entry about who asks to the trail; gives its number.
select muster.audit_mine(%(act)s, %(outcome)s, %(subject)s, %(detail)s) as number;

-- name: come_from
-- From where who asks comes, to the end of the transaction: the trail says it.
select set_config('muster.origin', %(origin)s, true);

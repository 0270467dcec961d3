-- name: begin_session
-- Let one connection read as a viewer for some minutes; no row if there is no such viewer.
insert into muster.session (token_sha256, viewer, expires_at)
select %(token_sha256)s, v.name, clock_timestamp() + interval '15 minutes'
from muster.viewer v where v.name = %(viewer)s and v.revoked_at is null
returning viewer;

-- name: end_session
-- Nobody reads by this token any more; those of commands that were killed have ended by themselves.
delete from muster.session where token_sha256 = %(token_sha256)s or expires_at < clock_timestamp();

-- name: read_one_moment
-- Everything from here on sees the database as it is now, as the viewer of the token, and changes nothing.
set transaction isolation level repeatable read read only;
set local timezone = 'UTC';
set local statement_timeout = '120s';
set local idle_in_transaction_session_timeout = '300s';

-- name: read_as
-- From here on the viewer of this token reads.
select set_config('muster.session', %(token)s, true);

-- name: now
-- What time it is, by the clock that records.
select clock_timestamp();

-- name: take_turns
-- One writer to a review at a time, to the end of the transaction.
select pg_advisory_xact_lock(7305017, hashtext(%(review_id)s));

-- name: add_action
-- What was done to a review, after all that was done before; gives its number.
insert into muster.review_action (review_id, number, author, label_id, action, content)
select %(review_id)s, coalesce(max(a.number), 0) + 1, %(author)s, %(label_id)s, %(action)s, %(content)s
from muster.review_action a where a.review_id = %(review_id)s
returning number;

-- name: last_action
-- The number of the last action of a review.
select coalesce(max(a.number), 0) from muster.review_action a where a.review_id = %(review_id)s;

-- name: add_edition
-- A report that was made final; gives its number.
insert into muster.report_edition (review_id, edition, final_at, author, label_id, actions, content)
values (%(review_id)s, %(edition)s, %(final_at)s, %(author)s, %(label_id)s, %(actions)s, %(content)s)
returning edition;

-- name: next_edition
-- The number that the next final report of a review has.
select coalesce(max(e.edition), 0) + 1 from muster.report_edition e where e.review_id = %(review_id)s;

-- name: add_file
-- The bytes of a final report in one format.
insert into muster.report_file (review_id, edition, format, sha256, bytes)
values (%(review_id)s, %(edition)s, %(format)s, sha256(%(bytes)s), %(bytes)s);

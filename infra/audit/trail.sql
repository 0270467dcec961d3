-- name: say_who
-- Who acts over this connection, and from where.
select set_config('muster.acting', %(who)s, false), set_config('muster.origin', %(origin)s, false);

-- name: is_there
-- Whether this database keeps a trail.
select to_regclass('muster.audit_entry') is not null;

-- name: write
-- An entry about who acts over this connection.
select muster.audit_act(%(act)s, %(outcome)s, %(subject)s, %(detail)s);

-- name: see_one_moment
-- The trail as it is now, to its end.
set transaction isolation level repeatable read read only;

-- name: entries
-- The trail from a number on, in its order.
select number, happened_at, act, outcome, who_kind, who, origin, db_role, subject, detail, previous_sha256, sha256
from muster.audit_entry
where number >= %(first)s
order by number;

-- name: newest
-- The newest entries that fit, in the order of the trail.
select number, happened_at, act, outcome, who_kind, who, origin, db_role, subject, detail, previous_sha256, sha256
from (
    select e.* from muster.audit_entry e
    where (%(act)s::text is null or e.act = %(act)s)
        and (%(who)s::text is null or e.who = %(who)s)
        and (%(outcome)s::text is null or e.outcome = %(outcome)s)
        and (%(since)s::timestamptz is null or e.happened_at >= %(since)s)
    order by e.number desc
    limit %(limit)s
) newest
order by number;

-- name: head
-- The number and the hash of the newest entry.
select number, sha256 from muster.audit_entry order by number desc limit 1;

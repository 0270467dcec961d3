-- name: read_one_moment
-- Everything from here on sees the database as it is now, as the viewer of the token, and changes nothing.
set transaction isolation level repeatable read read only;
set local timezone = 'UTC';
set local statement_timeout = '60s';

-- name: read_as
-- From here on the viewer of this token reads; an error when that session is not open.
select muster.enter(%(token)s);

-- name: moment
-- The newest event, what the time is, when readings change next without one, what may be read, and the highest marking of it.
select
    h.seq, h.recorded_at, clock_timestamp(), readiness.next_change(clock_timestamp()), muster.my_labels(),
    muster.is_operator(), (select m.classification from readiness.marking(h.recorded_at) m)
from readiness.head() h;

-- name: level
-- How ready each member of a body is in each area.
select r.actor, r.area, r.level, r.last_level, r.newest_seq from readiness.readiness(%(body)s, %(as_of)s, %(known_at)s) r;

-- name: report
-- How old what each member of a body reported is, pillar by pillar.
select r.actor, r.area, r.pillar, r.age_days, r.state from readiness.reporting(%(body)s, %(as_of)s, %(known_at)s) r;

-- name: silence
-- Which decisions are under silence.
select d.decision_id, d.body, d.topic, d.silence_deadline_at, d.newest_seq
from readiness.decisions(%(body)s, %(as_of)s, %(known_at)s) d
where d.state = 'silence' and d.silence_deadline_at is not null;

-- name: commitment
-- Where each actor stands on what it promised.
select c.commitment_id, c.title, c.actor, c.score, c.outcome, c.due_on
from readiness.commitments(%(body)s, %(as_of)s, %(known_at)s) c where c.is_counted;

-- name: partition
-- How far each partition is stored; nothing for who is no administrator.
select p.topic, p.partition, p.unread, p.oldest_unread_s, p.paused_at is not null, p.pause_reason from readiness.partitions() p;

-- name: feed
-- When something was recorded last, and how many workers store.
select h.recorded_at, s.workers from readiness.head() h, readiness.storing() s;

-- name: cause_of_level
-- Which events changed a reading since a moment, the strongest first.
select d.seq
from readiness.difference(%(body)s, %(from_as_of)s, %(from_known_at)s, %(as_of)s, %(known_at)s, %(actor)s, %(area)s) d
where d.seq is not null group by d.seq order by max(abs(coalesce(d.share, 0))) desc, d.seq desc limit 20;

-- name: cause_of_report
-- The last report on what an actor has not reported on since.
select x.seq from readiness.explain_readiness(%(actor)s, %(area)s, %(as_of)s, %(known_at)s) x
where x.kind = 'resource_report' and x.instrument = %(item)s and x.seq is not null limit 1;

-- name: cause_of_commitment
-- The report on a commitment that was the last to say where an actor stands.
select p.ledger_seq from readiness.progress(%(item)s, %(as_of)s, %(known_at)s) p
where p.actor = %(actor)s and not p.is_forecast order by p.observed_on desc limit 1;

-- name: true_since
-- When the newest of some events was true.
select max(e.occurred_at) from unnest(%(seqs)s::bigint[]) s (seq), readiness.event(s.seq) e;

-- name: first_event
-- When the oldest event happened, as far as was known.
select first_event as at from readiness.first_event(%(known_at)s);

-- name: event_density
-- How many events of each kind happened in each part of a period.
-- row: Density
select bucket, kind, events
from readiness.event_density(%(from_at)s, %(to_at)s, %(buckets)s, %(known_at)s);

-- name: difference
-- Which readings of a body changed between two moments, one row for each cause; many events of a kind in one.
-- row: ReadingCause
select
    actor, area, from_level, to_level, from_t, to_t, from_index, to_index, is_clear, measure, change,
    cause, pillar, seq, at, events, share
from readiness.difference_in_short(
    %(body)s, %(from_at)s, %(from_known_at)s, %(to_at)s, %(known_at)s, %(actor)s::text, %(area)s::text,
    %(cause)s::text);

-- name: interoperability_difference
-- Which pairs changed between two moments in one dimension, one row for each cause.
-- row: PairCause
select
    actor_a, actor_b, dimension, from_level, to_level, from_mean, to_mean, from_lower_bound,
    to_lower_bound, is_clear, measure, change, cause, seq, at, share
from readiness.interoperability_difference(
    %(body)s, %(from_at)s, %(from_known_at)s, %(to_at)s, %(known_at)s, %(actor)s::text,
    %(dimension)s::text, %(cause)s::text);

-- name: named_reviews
-- The newest reviews that were given a name.
-- row: NamedReview
-- always: text
select about, text, author, occurred_at, ledger_seq
from readiness.notes(null, %(as_of)s, %(known_at)s, %(max_rows)s, 'review');

-- name: kept_reviews
-- Every review that is kept and that the viewer may see, whenever it was made; reports are made of them.
-- row: KeptReview
select review_id, name, scope, scope_id, body, findings, editions
from readiness.reviews('infinity');

-- name: pair_trend
-- How one pair stood in each dimension, step by step; where it has lapsed the line has a gap.
select at, dimension, level, lower_bound, mean, is_capped
from readiness.pair_trend(
    %(body)s, %(actor_a)s, %(actor_b)s, %(from_at)s, %(to_at)s, %(step)s, %(known_at)s)
where not is_lapsed;

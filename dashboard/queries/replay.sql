-- name: frame_moments
-- The moments of the frames of a replay.
select unnest(readiness.frame_moments(%(from_at)s, %(to_at)s)) as at;

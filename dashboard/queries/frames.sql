-- name: readiness_frames
-- What changed in the readings of a body, frame by frame.
-- row: ReadingFrames
select actor, area, frames, levels, indexes, is_weak, last_levels, last_indexes
from readiness.readiness_frames(
    %(body)s, %(from_at)s, %(to_at)s, %(known_at)s, %(as_then_known)s);

-- name: interoperability_frames
-- What changed in the levels of the pairs in one dimension, frame by frame.
-- row: PairFrames
select actor_a, actor_b, frames, levels, last_levels
from readiness.interoperability_frames(
    %(body)s, %(dimension)s, %(from_at)s, %(to_at)s, %(known_at)s, %(as_then_known)s);

-- name: frame_events
-- What happened between one frame and the next.
-- row: FrameEvent
select i, seq, occurred_at, date_precision, type, summary, others
from readiness.frame_events(%(from_at)s, %(to_at)s, %(known_at)s, %(as_then_known)s);

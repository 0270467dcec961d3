-- name: replay_clock
-- Where a replay stood when it was changed last, how fast it goes on, and who may move it.
-- row: at most one ReplayClock
select name, holder, is_mine, from_at, to_at, known_at, rate, is_playing, anchor_at, position_at, version, asked_at
from readiness.replay_clock(%(of_clock)s);

-- name: replay_changes
-- The moments of a stretch of a replay at which something may change, of each step the last.
-- row: ReplayChange
select at from readiness.replay_changes(%(from_at)s, %(to_at)s, %(known_at)s, %(as_then_known)s, %(step)s);

-- name: turn_my_replay_clock
-- Do something to a replay clock as the viewer who asks; says what came of it.
select muster.turn_my_replay_clock(
    %(of_clock)s, %(act)s, %(to_position)s, %(to_rate)s, %(by_step)s, %(to_holder)s
) as became;

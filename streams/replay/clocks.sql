-- name: present
-- What time it is, when the first event was recorded, and when the newest.
select clock_timestamp(), (select l.recorded_at from muster.ledger l order by l.seq limit 1), h.recorded_at from muster.head h;

-- name: start
-- A replay clock at the beginning of its period; no row if its name is taken, or its holder is nobody.
insert into muster.replay_clock (name, holder, from_at, to_at, known_at, position_at, rate, is_playing, version)
select
    %(name)s, v.name, %(from_at)s, %(to_at)s, %(known_at)s, %(from_at)s, %(rate)s, %(is_playing)s,
    (extract(epoch from clock_timestamp()) * 1000)::bigint
from muster.viewer v where v.name = %(holder)s
on conflict (name) do nothing
returning name;

-- name: clocks
-- Every replay clock, and where it stands; of a name that one alone.
select
    c.name, c.holder, c.from_at, c.to_at, c.known_at, c.rate, c.is_playing, muster.replay_position(c, clock_timestamp()) as position_at
from muster.replay_clock c
where %(name)s::text is null or c.name = %(name)s
order by c.name;

-- name: turn
-- Do something to a replay clock as a viewer; says what came of it.
select muster.turn_replay_clock(
    %(name)s, %(viewer)s, %(act)s, %(to_position)s, %(to_rate)s, %(by_step)s, %(to_holder)s
);

-- name: joint_exposure
-- In how many exercises two actors were together, and how many left no test.
-- row: one Exposure
select exercises, untested, latest_on
from readiness.joint_exposure(%(actor_a)s, %(actor_b)s, %(as_of)s, %(known_at)s);

-- name: pair_tests
-- The newest tests of one pair in each dimension, also those that no longer count, and how many there are.
select dimension, seq, occurred_at, age_days, value, remaining as weight, remaining > 0 as counts, tests
from (
    select
        d.dimension, t.*, count(*) over (partition by d.dimension)::int as tests,
        row_number() over (partition by d.dimension order by t.occurred_at desc, t.seq desc) as place
    from
        unnest(%(dimensions)s::text[]) as d (dimension),
        readiness.explain_interoperability(
            %(actor_a)s, %(actor_b)s, d.dimension, %(as_of)s, %(known_at)s) t
    where t.seq is not null
) newest
where place <= %(each)s
order by occurred_at desc, seq desc;

-- name: pair_standards
-- How many editions of standards one pair both works by.
-- row: PairStandards
select dimension, implemented_by_both, required
from readiness.standards(%(body)s, %(as_of)s, %(known_at)s)
where actor_a = %(actor_a)s::text and actor_b = %(actor_b)s::text
order by dimension;

-- name: pair_baselines
-- By which spiral of a baseline each of two actors works.
-- row: PairBaseline
select baseline, actor, level, newest_level, is_behind
from readiness.baselines(%(body)s, %(as_of)s, %(known_at)s)
where actor in (%(actor_a)s::text, %(actor_b)s::text)
order by baseline, actor;

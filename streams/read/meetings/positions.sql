-- needs: common/constants, common/members, common/visible

-- Context from outside, beside divergence and never mixed into it: how far apart members stand by their votes elsewhere.
-- Points are compared within one scale, version and occasion only: the newest at which any of the actors was placed.

create function _apart_at_least(low float8, high float8, other_low float8, other_high float8) returns float8
language sql immutable as $$ select greatest(0, low - other_high, other_low - high) $$;
comment on function _apart_at_least is 'How far are two intervals apart at least? Nothing when they overlap.';

create function _apart_at_most(low float8, high float8, other_low float8, other_high float8) returns float8
language sql immutable as $$ select greatest(high - other_low, other_high - low) $$;
comment on function _apart_at_most is 'How far are two intervals apart at most, from end to end?';

-- none: votes
create function positions(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    scale text, scale_version text, occasion text, actor text, point float8, low float8, high float8, votes int,
    observed_at timestamptz, age_days int, is_current bool, placed int, median float8, mean float8,
    from_median float8, from_median_low float8, from_median_high float8,
    from_mean float8, from_mean_low float8, from_mean_high float8, ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with said as materialized (
        select p.*
        from (select muster.my_labels() as labels offset 0) viewer, _visible_position($2, $3, viewer.labels) p
        where ($1 is null or p.actor in (select m.actor from members($1, $2, $3) m))
    ),
    newest as (
        select distinct on (scale) scale, scale_version, occasion
        from said
        order by scale, occurred_at desc, sequence desc, source desc, event_id desc
    ),
    placed as (
        select distinct on (scale, actor) said.*
        from said join newest using (scale, scale_version, occasion)
        order by scale, actor, occurred_at desc, sequence desc, source desc, event_id desc
    ),
    middle as (
        select
            scale, count(*)::int as n, avg(point) as mean,
            percentile_cont(0.5) within group (order by point) as median
        from placed group by scale
    ),
    rule as materialized (select _constant('position.validity_days') as validity_days)
    select
        p.scale, p.scale_version, p.occasion, p.actor, p.point, p.low, p.high, p.votes,
        p.occurred_at, $2::date - p.occurred_at::date, $2::date - p.occurred_at::date <= rule.validity_days, m.n,
        m.median, m.mean,
        abs(p.point - m.median), _apart_at_least(p.low, p.high, m.median, m.median),
        _apart_at_most(p.low, p.high, m.median, m.median),
        abs(p.point - m.mean), _apart_at_least(p.low, p.high, m.mean, m.mean),
        _apart_at_most(p.low, p.high, m.mean, m.mean),
        p.ledger_seq
    from placed p join middle m using (scale) cross join rule
    order by p.scale, p.actor;
end $$;
comment on function positions is 'Where do members stand by their votes elsewhere, and how far from the middle of those placed? Context, no reading.';

create function position_distances(
    of_body text, as_of timestamptz, known_at timestamptz, only_actor text default null
)
returns table (
    scale text, scale_version text, occasion text, actor_a text, actor_b text, distance float8,
    distance_low float8, distance_high float8, age_days int, is_current bool
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with placed as materialized (select * from positions($1, $2, $3))
    select
        a.scale, a.scale_version, a.occasion, a.actor, b.actor, abs(a.point - b.point),
        _apart_at_least(a.low, a.high, b.low, b.high), _apart_at_most(a.low, a.high, b.low, b.high),
        greatest(a.age_days, b.age_days), a.is_current and b.is_current
    from placed a join placed b on a.scale = b.scale and a.actor collate "C" < b.actor collate "C"
    where $4 is null or $4 in (a.actor, b.actor)
    order by a.scale collate "C", a.actor collate "C", b.actor collate "C";
end $$;
comment on function position_distances is 'How far apart do two members stand by their votes elsewhere? Bounds from both 5-95 % intervals, end to end.';

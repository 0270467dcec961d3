-- needs: common/constants, common/contradictions, common/members, common/visible

create function _ntm_limits() returns float8[]
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select array[
        _constant('notice_to_move.at_most_days.1'),
        _constant('notice_to_move.at_most_days.2'),
        _constant('notice_to_move.at_most_days.3')]
    );
end $$;
comment on function _ntm_limits is 'After at most how many days do the first three bands of readiness to move end?';

create function _ntm_band(ntm_days int, at_most_days float8[]) returns int
language sql immutable as $$
    select 1 + (ntm_days > at_most_days[1])::int + (ntm_days > at_most_days[2])::int + (ntm_days > at_most_days[3])::int
$$;
comment on function _ntm_band is 'In which band of readiness to move does a notice fall? 1 is the fastest, 4 the slowest.';

create function capabilities(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, capability_code text, quantity int, ntm_days int, ntm_band int, available_from_on date,
    is_available bool, declared_at timestamptz, ledger_seq bigint, age_days int, is_late bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with latest as (
        select distinct on (c.actor, c.area, c.capability_code) c.*
        from (select muster.my_labels() as labels offset 0) viewer, _visible_capability($2, $3, viewer.labels) c
        where ($1 is null or c.actor in (select m.actor from members($1, $2, $3) m))
        order by
            c.actor, c.area, c.capability_code, c.occurred_at desc, c.sequence desc, c.life_rank desc, c.source desc, c.event_id desc
    )
    select
        l.actor, l.area, l.capability_code, l.quantity, l.ntm_days, _ntm_band(l.ntm_days, (select _ntm_limits())), l.available_from_on,
        l.available_from_on <= $2::date, l.occurred_at, l.ledger_seq, $2::date - l.occurred_at::date,
        $2::date - l.occurred_at::date > (select _constant('declaration.late_days'))
    from latest l
    where l.is_declared
    order by l.actor, l.area, l.capability_code;
end $$;
comment on function capabilities is 'What does each member offer, how much, from when and how fast, and how long ago did it say so?';

-- none: at_most_days, oldest_age_days
create function notice_to_move(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    band int, at_most_days int, actors int, offers int, quantity bigint, late int, oldest_age_days int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        b.band, (select value::int from method_constant where name = 'notice_to_move.at_most_days.' || b.band),
        count(distinct c.actor)::int, count(c.actor)::int, coalesce(sum(c.quantity), 0),
        (count(*) filter (where c.is_late))::int, max(c.age_days)
    from generate_series(1, 4) as b (band)
    left join (select * from capabilities($1, $2, $3) where is_available) c on c.ntm_band = b.band
    group by b.band
    order by b.band;
end $$;
comment on function notice_to_move is 'How much can move how soon, of what is offered and available, and how much of it was said long ago?';

-- none: overlap_ratio
create function standards(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor_a text, actor_b text, dimension text, implemented_by_both int, required int, overlap_ratio float8
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with latest as materialized (
        select s.*
        from _standards_held($2, $3, (select muster.my_labels())) s
        where $1 is null or s.actor in (select m.actor from members($1, $2, $3) m)
    ),
    wanted as (
        select dimension, count(*)::int as n
        from (select distinct dimension, standard_id, edition from latest where state <> 'reserved') edition
        group by dimension
    ),
    heard as (select distinct actor from latest),
    working as (
        select dimension, array_agg(actor) as actors
        from latest where state = 'implemented' group by dimension, standard_id, edition
    ),
    shared as (
        select a.actor as actor_a, b.actor as actor_b, w.dimension, count(*)::int as n
        from working w, unnest(w.actors) as a (actor), unnest(w.actors) as b (actor)
        where a.actor < b.actor
        group by 1, 2, 3
    )
    select
        a.actor, b.actor, w.dimension, coalesce(s.n, 0), w.n, coalesce(s.n, 0)::float8 / w.n
    from heard a join heard b on a.actor < b.actor cross join wanted w
    left join shared s on (s.actor_a, s.actor_b, s.dimension) = (a.actor, b.actor, w.dimension)
    order by a.actor, b.actor, w.dimension;
end $$;
comment on function standards is 'How many editions of standards that members agreed to does a pair both work by? Only actors that said anything.';

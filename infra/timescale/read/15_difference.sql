create function _causes(
    series_ids bigint[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz,
    to_known_at timestamptz, labels bigint[], prior float8, prior_mean float8
)
returns table (
    series_id bigint, from_value float8, to_value float8, cause text, seq bigint, source text, event_id text, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
declare
    longest_days int := (select max(validity_days) from decay);
begin
    return query execute $query$
        with before as materialized (
            select * from _items($1, $2, $3, $6, $7, $2::date - $9::int, true) where counts
        ),
        after as materialized (
            select * from _items($1, $4, $5, $6, $7, $4::date - $9::int, true) where counts
        ),
        -- The prior is an item at its own mean: what the others leave of one.
        before_value as (
            select series_id, sum(share * value) + (1 - sum(share)) * sign($7) * $8 as value from before group by series_id
        ),
        after_value as (
            select series_id, sum(share * value) + (1 - sum(share)) * sign($7) * $8 as value from after group by series_id
        ),
        moved as (
            select
                coalesce(a.series_id, b.series_id) as series_id, coalesce(a.ledger_seq, b.ledger_seq) as ledger_seq,
                coalesce(a.root_seq, b.root_seq) as root_seq, coalesce(a.source, b.source) as source,
                coalesce(a.event_id, b.event_id) as event_id, coalesce(a.class, b.class) as class,
                coalesce(a.value, b.value) as value, coalesce(a.occurred_at, b.occurred_at) as occurred_at,
                a.series_id is not null as was_in, b.series_id is not null as is_in,
                coalesce(b.share, 0) - coalesce(a.share, 0) as change_of_share
            from before a full join after b on (a.series_id, a.ledger_seq) = (b.series_id, b.ledger_seq)
        ),
        shared as (
            select m.*, v.value as from_value, w.value as to_value, m.change_of_share * (m.value - v.value) as part
            from moved m
            left join before_value v using (series_id)
            left join after_value w using (series_id)
        ),
        prior as (
            select
                v.series_id, v.value as from_value, w.value as to_value,
                (coalesce(b.rest, 0) - coalesce(a.rest, 0)) * ($8 - v.value) as part
            from before_value v
            join after_value w using (series_id)
            cross join lateral (select 1 - sum(share) as rest from before where before.series_id = v.series_id) a
            cross join lateral (select 1 - sum(share) as rest from after where after.series_id = v.series_id) b
            where $7 > 0
        ),
        stayed as (
            select series_id, from_value, to_value, part from shared where was_in and is_in
            union all
            select * from prior
        )
        select series_id, from_value, to_value, 'fading', null::bigint, null::text, null::text, sum(part)
        from stayed
        group by series_id, from_value, to_value
        union all
        select
            s.series_id, s.from_value, s.to_value,
            _cause(s.is_in, s.ledger_seq, there.ledger_seq, root.recorded_at > there.known_at,
                s.occurred_at > there.as_of, there.as_of::date - s.occurred_at::date > d.validity_days),
            s.ledger_seq, s.source, s.event_id, case when s.to_value is not null then s.part end
        from shared s
        join decay d using (class)
        join muster.ledger root on root.seq = s.root_seq
        cross join lateral (
            select
                x.as_of, x.known_at,
                case
                    when root.recorded_at <= x.known_at then (
                        select e.ledger_seq
                        from evidence e
                        where e.root_seq = s.root_seq
                          and e.recorded_at <= x.known_at and e.ended_at > x.known_at and e.label_id = any ($6)
                        limit 1
                    )
                end as ledger_seq
            from (select case when s.is_in then $2 else $4 end as as_of, case when s.is_in then $3 else $5 end as known_at) x
        ) there
        where s.was_in <> s.is_in
    $query$ using series_ids, from_as_of, from_known_at, to_as_of, to_known_at, labels, prior, prior_mean, longest_days;
end $$;
comment on function _causes is 'Why did the mean of each series change: what came, what went, and what faded?';

create function _cause(
    is_in bool, seq bigint, seq_there bigint, is_unknown_there bool, is_later bool, is_expired bool
)
returns text
language sql immutable as $$
    select case
        when is_unknown_there or (seq = seq_there and is_later) then case when is_in then 'new' else 'not yet' end
        when seq_there is null then case when is_in then 'reinstated' else 'withdrawn' end
        when seq <> seq_there then 'corrected'
        when is_expired then case when is_in then 'valid again' else 'expired' end
        else case when is_in then 'version in use again' else 'older instrument version' end
    end
$$;
comment on function _cause is 'Why does an item count at one end only, told by what the other end knows of its event?';

create function _pillars(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (series_id bigint, pillar text, value float8, seq bigint, source text, event_id text, n int, index float8)
language sql stable set search_path from current as $$
    with present as (
        select series_id, pillar, pct as value, ledger_seq as seq, source, event_id from _reports($1, $2, $3, $4)
        union all
        select series_id, 'T', t, null, null, null from _demonstrated($1, $2, $3, $4) where t is not null
    )
    select p.*, (count(*) over whole)::int, avg(value) over whole
    from present p
    window whole as (partition by series_id)
$$;
comment on function _pillars is 'Which pillars does each series have, and what is their mean?';

create function _index_causes(
    series_ids bigint[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz,
    to_known_at timestamptz, labels bigint[]
)
returns table (
    series_id bigint, from_value float8, to_value float8, pillar text, cause text, seq bigint, source text,
    event_id text, share float8
)
language sql stable set search_path from current as $$
    with before as materialized (select * from _pillars($1, $2, $3, $6)),
    after as materialized (select * from _pillars($1, $4, $5, $6)),
    from_index as (select distinct series_id, index, n from before),
    to_index as (select distinct series_id, index, n from after),
    -- Coming and going are measured from the mean of the pillars that stay.
    staying as (
        select series_id, avg(a.value) as value from before a join after b using (series_id, pillar) group by series_id
    )
    select
        series_id, f.index, t.index, pillar,
        case when a.value is null then 'pillar came' when b.value is null then 'pillar went' else 'pillar' end,
        coalesce(b.seq, a.seq), coalesce(b.source, a.source), coalesce(b.event_id, a.event_id),
        case
            when f.index is null or t.index is null then null
            when a.value is null then (b.value - coalesce(s.value, f.index)) / t.n
            when b.value is null then (coalesce(s.value, f.index) - a.value) / f.n
            else (b.value - a.value) / t.n
        end
    from before a
    full join after b using (series_id, pillar)
    left join from_index f using (series_id)
    left join to_index t using (series_id)
    left join staying s using (series_id)
$$;
comment on function _index_causes is 'Why did the index of each series change, pillar by pillar?';

create function _changed(from_value float8, to_value float8, from_level text, to_level text) returns bool
language sql immutable as $$
    -- Sums of the same numbers may differ in their last digit.
    select coalesce(
        abs(to_value - from_value) > 1e-9 or from_level <> to_level, num_nonnulls(from_value, to_value) = 1)
$$;
comment on function _changed is 'Is this another reading, or the same one?';

create function difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_area text default null
)
returns table (
    actor text, area text, measure text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, pillar text, seq bigint, source text, event_id text, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := array(
        select unnest(_series_of('readiness', $1, $2, $3, labels, $6, $7))
        union
        select unnest(_series_of('readiness', $1, $4, $5, labels, $6, $7)));
    noise float8 := _constant('trend.noise_band_points');
begin
    return query
    with cause as (
        select series_id, 'T' as measure, from_value, to_value, 'T' as pillar, cause, seq, source, event_id, share
        from _causes(series_ids, $2, $3, $4, $5, labels, 0, 0)
        union all
        select series_id, 'index', from_value, to_value, pillar, cause, seq, source, event_id, share
        from _index_causes(series_ids, $2, $3, $4, $5, labels)
    ),
    levels_before as materialized (select * from readiness(null, $2, $3, $6, $7)),
    levels_after as materialized (select * from readiness(null, $4, $5, $6, $7)),
    levelled as (
        select
            s.actor, s.area, c.*,
            coalesce(case when c.measure = 'T' then a.t_level::text else a.computed_level end, 'ND') as from_level,
            coalesce(case when c.measure = 'T' then b.t_level::text else b.computed_level end, 'ND') as to_level
        from cause c
        join series s using (series_id)
        left join levels_before a on (a.actor, a.area) = (s.actor, s.area)
        left join levels_after b on (b.actor, b.area) = (s.actor, s.area)
    )
    select
        actor, area, measure, from_value, to_value, from_level, to_level, to_value - from_value,
        abs(to_value - from_value) >= noise - 1e-9, cause, pillar, seq, source, event_id, share
    from levelled
    where _changed(from_value, to_value, from_level, to_level)
    order by
        actor collate "C", area collate "C", measure collate "C", pillar collate "C", cause collate "C", seq;
end $$;
comment on function difference is 'Which readings changed between two moments, each as known at its own, and by what share of what?';

create function interoperability_difference(
    body text, from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    only_actor text default null, only_dimension text default null
)
returns table (
    actor_a text, actor_b text, dimension text, from_value float8, to_value float8, from_level text, to_level text,
    change float8, is_clear bool, cause text, seq bigint, source text, event_id text, share float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := array(
        select unnest(_series_of('interop', $1, $2, $3, labels, $6, $7))
        union
        select unnest(_series_of('interop', $1, $4, $5, labels, $6, $7)));
    prior_a float8 := _constant('interoperability.prior_alpha');
    prior_weight float8 := prior_a + _constant('interoperability.prior_beta');
    noise float8 := _constant('trend.noise_band_points') / 100;
begin
    return query
    with levelled as (
        select
            s.actor, s.other_actor, s.dimension, c.*,
            case when c.from_value is null then 'no data' else coalesce(a.level::text, 'not members') end as from_level,
            case when c.to_value is null then 'no data' else coalesce(b.level::text, 'not members') end as to_level
        from _causes(series_ids, $2, $3, $4, $5, labels, prior_weight, prior_a / prior_weight) c
        join series s using (series_id)
        left join interoperability($1, $2, $3, $7) a
            on (a.actor_a, a.actor_b, a.dimension) = (s.actor, s.other_actor, s.dimension)
        left join interoperability($1, $4, $5, $7) b
            on (b.actor_a, b.actor_b, b.dimension) = (s.actor, s.other_actor, s.dimension)
    )
    select
        actor, other_actor, dimension, from_value, to_value, from_level, to_level, to_value - from_value,
        abs(to_value - from_value) >= noise - 1e-9, cause, seq, source, event_id, share
    from levelled
    where _changed(from_value, to_value, from_level, to_level)
    order by actor collate "C", other_actor collate "C", dimension collate "C", cause collate "C", seq;
end $$;
comment on function interoperability_difference is 'Which pairs changed between two moments, and by what share of what?';

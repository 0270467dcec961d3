-- needs: common/constants, common/known_actors, common/members, readiness/overrides

-- Replay. Frames are the readings at every moment of a period, computed in one pass and given as what changed: each
-- item is in the mix from one frame on and leaves it at another, and between two such frames its weight only fades. Known
-- "as then" means that each frame knows what had been recorded by its own moment; otherwise all know the same.

create function frame_moments(from_at timestamptz, to_at timestamptz) returns timestamptz[]
language plpgsql immutable set timezone = 'UTC' as $$
declare
    most int := 2000;
    step_days int := greatest(1, ceil(($2::date - $1::date) / (most - 2)::float8)::int);
begin
    if $2 < $1 then
        raise exception 'a replay ends before it starts' using errcode = 'invalid_parameter_value';
    end if;
    return array(
        select $1
        union
        select d from generate_series(date_trunc('day', $1), $2, step_days * interval '1 day') d where d > $1
        union
        select $2
        order by 1);
end $$;
comment on function frame_moments is 'At which moments does a replay have frames? Its ends and every midnight between, or every few when it is long.';

create function _known_at_each(ats timestamptz[], known_at timestamptz, as_then_known bool) returns timestamptz[]
language sql immutable as $$
    select array_agg(case when $3 then least(at, $2) else $2 end order by i) from unnest($1) with ordinality p (at, i)
$$;
comment on function _known_at_each is 'By when must something have been recorded to be known in each frame?';

create function _enters(occurred_at timestamptz, recorded_at timestamptz, ats timestamptz[], known timestamptz[]) returns int
language sql immutable as $$
    select greatest(
        width_bucket(occurred_at - interval '1 microsecond', ats),
        width_bucket(recorded_at - interval '1 microsecond', known)) + 1
$$;
comment on function _enters is 'Which is the first frame at which something had happened and was known?';

create function _newest_periods(items bigint[], lines text[], ranks bigint[], begins int[], ends int[], are_cut bool[])
returns table (item bigint, enters int, leaves int)
language sql immutable as $$
    with item as (select * from unnest($1, $2, $3, $4, $5, $6) i (item, line, rank, enters, leaves, is_cut)),
    -- What is not cut short, by a correction or a retraction, is the end of all that are older.
    trimmed as materialized (
        select *, least(leaves, min(enters) filter (where not is_cut) over newer) as until
        from item
        window newer as (partition by line order by rank desc rows between unbounded preceding and 1 preceding)
    ),
    standing as materialized (select * from trimmed where enters < until),
    -- What is cut short hides an older item only while it stands.
    hidden as (
        select s.item, range_agg(int4range(n.enters, n.until)) as by_newer
        from standing s join standing n using (line)
        where n.is_cut and n.rank > s.rank and n.enters < s.until and n.until > s.enters
        group by s.item
    )
    select s.item, lower(p), upper(p)
    from standing s left join hidden using (item),
         unnest(int4multirange(int4range(s.enters, s.until)) - coalesce(by_newer, '{}')) p
$$;
comment on function _newest_periods is 'From which frame to which is each item the newest one of its line?';

create function _evidence_over(series_ids bigint[], ats timestamptz[], known timestamptz[], labels bigint[])
returns table (
    item bigint, series_id bigint, class text, instrument text, instrument_version text, rank bigint, day date, w float8,
    v float8, validity_days int, enters int, leaves int, goes_stale int, expires int, is_cut bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as (
            select
                e.*, d.validity_days, _enters(e.occurred_at, e.recorded_at, $2, $3) as enters,
                width_bucket(e.ended_at - interval '1 microsecond', $3) + 1 as cut,
                -- Relative to the last frame's day: fading multiplies all of a class by the same number.
                e.weight_centi / 100.0::float8
                    * power(2.0::float8, (e.occurred_at::date - $6) / d.half_life_days::float8) as w
            -- why: every frame is known at its own moment
            from evidence e join decay d using (class)
            where e.occurred_at <= $2[cardinality($2)]
              and e.recorded_at <= $3[cardinality($3)] and e.ended_at > $3[1]
              and e.label_id = any ($4) and e.series_id = any ($1)
        )
        select
            row_number() over (), series_id, class, instrument, instrument_version,
            row_number() over (order by occurred_at, sequence, source, event_id), occurred_at::date, w,
            value_milli / 1000.0::float8, validity_days, enters, cut,
            width_bucket(occurred_at::date + floor(validity_days * $7)::int, $5) + 1,
            width_bucket(occurred_at::date + validity_days, $5) + 1, cut <= cardinality($2)
        from item
        where enters < cut
    $query$ using series_ids, ats, known, labels, ats::date[], ats[cardinality(ats)]::date,
        _constant('readiness.stale_share_of_validity');
end $$;
comment on function _evidence_over is
    'From which frame to which is each piece of evidence in force, from which on is it old or expired, and what is its weight?';

create function _mixed_over(series_ids bigint[], ats timestamptz[], known timestamptz[], labels bigint[])
returns table (series_id bigint, i int, slot text, a float8, b float8, n int)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with item as materialized (select * from _evidence_over($1, $2, $3, $4)),
    star as materialized (
        select i.series_id, i.day, p.enters, p.leaves
        from (
            select
                array_agg(item) as items, array_agg(series_id::text) as lines, array_agg(rank) as ranks,
                array_agg(enters) as begins, array_agg(leaves) as ends, array_agg(is_cut) as cuts
            from item
        ) v, _newest_periods(items, lines, ranks, begins, ends, cuts) p
        join item i using (item)
    ),
    timeline as materialized (
        select
            series_id, array_agg(day order by enters) as days, array_agg(enters order by enters) as begins,
            bool_and(day >= day_before) is not false as is_rising
        from (select *, lag(day) over (partition by series_id order by enters) as day_before from star) s
        group by series_id
    ),
    several as (
        select series_id, instrument from item group by 1, 2 having count(distinct instrument_version) > 1
    ),
    versioned as materialized (
        select *, series_id || ':' || instrument as line from item join several using (series_id, instrument)
    ),
    -- Of each instrument only the version of its newest item counts, expired or not.
    in_use as (
        select v.line, v.instrument_version, range_agg(int4range(n.enters, n.leaves)) as periods
        from (
            select
                array_agg(item) as items, array_agg(line) as lines, array_agg(rank) as ranks, array_agg(enters) as begins,
                array_agg(leaves) as ends, array_agg(is_cut) as cuts
            from versioned
        ) a, _newest_periods(items, lines, ranks, begins, ends, cuts) n
        join versioned v using (item)
        group by 1, 2
    ),
    counted as (
        select item, int4multirange(int4range(enters, leaves)) as periods
        from item left join several s using (series_id, instrument)
        where s.series_id is null
        union all
        select v.item, int4multirange(int4range(v.enters, v.leaves)) * u.periods
        from versioned v join in_use u using (line, instrument_version)
    ),
    -- An item leaves the mix where a newest item comes at which it is past its validity. Where the newest was taken back, it returns.
    mixed as materialized (
        select item, periods * int4multirange(int4range(1, coalesce(t.begins[x.within + 1], cardinality($2) + 1))) as periods
        from counted join item i using (item) join timeline t using (series_id),
             lateral (select width_bucket(i.day + i.validity_days, t.days) as within offset 0) x
        where t.is_rising
        union all
        select c.item, c.periods * s.periods
        from counted c join item i using (item) join timeline t using (series_id),
             lateral (
                 select range_agg(int4range(s.enters, s.leaves)) as periods from star s
                 where s.series_id = i.series_id and s.day <= i.day + i.validity_days
             ) s
        where not t.is_rising
    ),
    part as materialized (
        select i.*, lower(p) as begins, upper(p) as ends from mixed join item i using (item), unnest(mixed.periods) p
    )
    select series_id, c.i, class, c.n * w, c.n * w * v, c.n from part, lateral (values (begins, 1), (ends, -1)) c (i, n)
    union all
    select series_id, c.i, class || ' left', c.n * w, 0, c.n
    from part, lateral (values (begins, 1), (least(ends, expires), -1)) c (i, n)
    where begins < expires
    union all
    select series_id, c.i, 'fresh', 0, 0, c.n
    from part, lateral (values (begins, 1), (least(ends, goes_stale), -1)) c (i, n)
    where begins < goes_stale
    union all
    -- The day of the newest item, as a number that is added and taken away again.
    select series_id, c.i, 'newest', c.n * (day - date '2000-01-01'), 0, c.n
    from star, lateral (values (enters, 1), (leaves, -1)) c (i, n);
end $$;
comment on function _mixed_over is
    'How does the mix of each series change, frame by frame: weights of a class, what is left of them, freshness, the day of the newest item?';

create function _reported_over(series_ids bigint[], ats timestamptz[], known timestamptz[], labels bigint[])
returns table (series_id bigint, i int, slot text, a float8, b float8, n int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as materialized (
            select
                row_number() over () as item, l.series_id, l.pillar, l.pct_milli, l.series_id || l.pillar as line,
                row_number() over (order by l.occurred_at, l.sequence, l.source, l.event_id) as rank,
                _enters(l.occurred_at, l.recorded_at, $2, $3) as enters,
                width_bucket(l.ended_at - interval '1 microsecond', $3) + 1 as leaves,
                width_bucket(l.occurred_at::date + $6, $5) + 1 as lapses
            -- why: every frame is known at its own moment
            from resource_level l
            where l.occurred_at <= $2[cardinality($2)] and l.recorded_at <= $3[cardinality($3)] and l.ended_at > $3[1]
              and l.label_id = any ($4) and l.series_id = any ($1)
        ),
        standing as (
            select i.*, p.enters as begins, p.leaves as ends
            from (
                select
                    array_agg(item) as items, array_agg(line) as lines, array_agg(rank) as ranks, array_agg(enters) as enters,
                    array_agg(leaves) as leaves, array_agg(leaves <= cardinality($2)) as cuts
                from item
                where enters < leaves
            ) v, _newest_periods(items, lines, ranks, v.enters, v.leaves, cuts) p
            join item i using (item)
        )
        select series_id, c.i, pillar, sum(c.n * pct_milli)::float8, 0::float8, sum(c.n)::int
        from standing, lateral (values (begins, 1), (ends, -1)) c (i, n)
        group by 1, 2, 3
        union all
        select series_id, c.i, 'lapsed', 0, 0, sum(c.n)::int
        from standing, lateral (values (greatest(begins, lapses), 1), (ends, -1)) c (i, n)
        where pillar <> 'T' and lapses < ends
        group by 1, 2
    $query$ using series_ids, ats, known, labels, ats::date[], _constant('resource_report.validity_days')::int;
end $$;
comment on function _reported_over is 'How do the latest reports of each series change, frame by frame, and how many of them have lapsed?';

create function _members_over(body text, ats timestamptz[], known timestamptz[], labels bigint[])
returns table (actor text, enters int, leaves int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with change as (
        select 1 as i
        union
        select c.i
        -- why: every frame is known at its own moment
        from membership m, lateral (values
            (greatest(_enters(m.occurred_at, m.recorded_at, $2, $3), width_bucket(m.effective_on - 1, $2::date[]) + 1)),
            (width_bucket(m.ended_at - interval '1 microsecond', $3) + 1)
        ) c (i)
        where m.body = $1 and m.label_id = any ($4) and c.i <= cardinality($2)
    ),
    period as (select i, lead(i, 1, cardinality($2) + 1) over (order by i) as next from change),
    belongs as (
        select m.actor, range_agg(int4range(p.i, p.next)) as periods
        from period p, lateral _members($1, $2[p.i], $3[p.i], $4) m
        group by m.actor
    )
    select actor, lower(p), upper(p) from belongs, unnest(periods) p;
end $$;
comment on function _members_over is 'From which frame to which does each actor belong to a body?';

create function _read_over(body text, ats timestamptz[], known timestamptz[], labels bigint[])
returns table (actor text, enters int, leaves int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with member as materialized (select * from _members_over($1, $2, $3, $4)),
    -- Who is known, as a state or because a body declared it as a partner, changes only where such a row comes or ends.
    change as (
        select 1 as i
        union
        select c.i
        -- why: every frame is known at its own moment
        from membership m, lateral (values
            (width_bucket(m.recorded_at - interval '1 microsecond', $3) + 1),
            (width_bucket(m.ended_at - interval '1 microsecond', $3) + 1)
        ) c (i)
        where m.is_member and m.kind <> 'member' and m.label_id = any ($4) and c.i <= cardinality($2)
    ),
    period as (select i, lead(i, 1, cardinality($2) + 1) over (order by i) as next from change),
    known as (
        select k.actor, range_agg(int4range(p.i, p.next)) as periods
        from period p, lateral _known_actors($3[p.i], $4) k
        where k.actor in (select actor from member)
        group by k.actor
    )
    select m.actor, lower(p), upper(p)
    from member m join known k using (actor), unnest(int4multirange(int4range(m.enters, m.leaves)) * k.periods) p;
end $$;
comment on function _read_over is 'From which frame to which are readings of each actor part of a body: while it belongs and is known?';

create function _overrides_over(ats timestamptz[], known timestamptz[], labels bigint[])
returns table (actor text, area text, level int, enters int, leaves int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with change as (
        select distinct c.i
        -- why: every frame is known at its own moment
        from level_override o, lateral (values
            (_enters(o.occurred_at, o.recorded_at, $1, $2)),
            (width_bucket(least(o.expires_on, o.occurred_at::date + _constant('override.longest_days')::int), $1::date[]) + 1),
            (width_bucket(o.ended_at - interval '1 microsecond', $2) + 1)
        ) c (i)
        where o.label_id = any ($3) and c.i <= cardinality($1)
    ),
    period as (select i, lead(i, 1, cardinality($1) + 1) over (order by i) as next from change)
    select o.actor, o.area, o.level, p.i, p.next
    from period p, lateral _overrides(array[$1[p.i]], $2[p.i], $3) o;
end $$;
comment on function _overrides_over is 'From which frame to which does each level set by a commander hold?';

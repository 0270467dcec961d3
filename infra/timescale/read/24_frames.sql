-- Replay. Frames are the readings at every moment of a period, computed in one pass and given as what changed: each
-- item is seen from one frame on and stops counting at another, and between two such frames it only fades. Known "as
-- then" means that each frame knows what had been recorded by its own moment; otherwise all know the same.

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

create function _newest_periods(
    items bigint[], line text[], class text[], rank bigint[], enters int[], leaves int[], is_cut bool[]
)
returns table (item bigint, enters int, leaves int)
language sql immutable as $$
    with item as (
        select * from unnest($1, $2, $3, $4, $5, $6, $7) i (item, line, class, rank, enters, leaves, is_cut)
    ),
    -- What is not cut short leaves no sooner than an older item of its class: that one is over for good.
    trimmed as materialized (
        select
            *, least(leaves, min(enters) filter (where not is_cut) over newer) as until,
            min(class) over whole <> max(class) over whole as is_mixed
        from item
        window
            newer as (partition by line, class order by rank desc rows between unbounded preceding and 1 preceding),
            whole as (partition by line)
    ),
    standing as materialized (select * from trimmed where enters < until),
    -- What was cut short, by a correction or a retraction, or is of another class hides an older item only while it stands.
    hidden as (
        select s.item, range_agg(int4range(n.enters, n.until)) as by_newer
        from standing s join standing n using (line)
        where (n.is_cut or n.is_mixed) and n.rank > s.rank and (n.is_cut or n.class <> s.class)
          and n.enters < s.until and n.until > s.enters
        group by s.item
    )
    select s.item, lower(p), upper(p)
    from standing s left join hidden using (item),
         unnest(int4multirange(int4range(s.enters, s.until)) - coalesce(by_newer, '{}')) p
$$;
comment on function _newest_periods is 'From which frame to which is each item the newest one of its line that counts?';

create function _evidence_over(
    series_ids bigint[], ats timestamptz[], known timestamptz[], labels bigint[]
)
returns table (
    item bigint, series_id bigint, class text, instrument text, instrument_version text, rank bigint, w float8, v float8,
    enters int, leaves int, stales int, goes int, is_cut bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as (
            select
                e.*, _enters(e.occurred_at, e.recorded_at, $2, $3) as enters, d.validity_days,
                width_bucket(e.ended_at - interval '1 microsecond', $3) + 1 as cut,
                width_bucket(e.occurred_at::date + d.validity_days, $5) + 1 as expires,
                -- Relative to the last frame's day: fading multiplies all of a class by the same number.
                e.weight_centi / 100.0::float8
                    * power(2.0::float8, (e.occurred_at::date - $6) / d.half_life_days::float8) as w
            from evidence e join decay d using (class)
            where e.occurred_at >= $2[1] - $7 and e.occurred_at <= $2[cardinality($2)]
              and e.recorded_at <= $3[cardinality($3)] and e.ended_at > $3[1]
              and e.label_id = any ($4) and e.series_id = any ($1)
        )
        select
            row_number() over (), series_id, class, instrument, instrument_version,
            row_number() over (order by occurred_at, sequence, source, event_id), w, value_milli / 1000.0::float8,
            enters, least(expires, cut),
            width_bucket(occurred_at::date + floor(validity_days * $8)::int, $5) + 1,
            least(width_bucket(occurred_at + $7, $2) + 1, cut), cut < expires
        from item
        where enters < cut
    $query$ using series_ids, ats, known, labels, ats::date[], ats[cardinality(ats)]::date, ats[1] - _earliest(ats[1]),
        _constant('readiness.stale_share_of_validity');
end $$;
comment on function _evidence_over is 'From which frame to which is each piece of evidence seen, valid and fresh, and with what weight?';

create function _counting_over(
    series_ids bigint[], ats timestamptz[], known timestamptz[], labels bigint[]
)
returns table (series_id bigint, i int, slot text, a float8, b float8, n int)
language sql stable set search_path from current as $$
    with item as materialized (select * from _evidence_over($1, $2, $3, $4)),
    several as (
        select series_id, instrument from item group by 1, 2 having count(distinct instrument_version) > 1
    ),
    versioned as materialized (
        select *, series_id || ':' || instrument as line from item join several using (series_id, instrument) where enters < leaves
    ),
    newest as (
        select p.*
        from (
            select
                array_agg(item) as items, array_agg(line) as lines, array_agg(class) as classes, array_agg(rank) as ranks,
                array_agg(enters) as enters, array_agg(leaves) as leaves, array_agg(is_cut) as cuts
            from versioned
        ) v, _newest_periods(items, lines, classes, ranks, v.enters, v.leaves, cuts) p
    ),
    -- Of each instrument only the newest version counts.
    in_use as (
        select v.line, v.instrument_version, range_agg(int4range(n.enters, n.leaves)) as periods
        from newest n join versioned v using (item)
        group by 1, 2
    ),
    counted as (
        select series_id, class, w, v, enters, leaves, stales
        from item left join several s using (series_id, instrument)
        where s.series_id is null and enters < leaves
        union all
        select i.series_id, i.class, i.w, i.v, lower(p), upper(p), i.stales
        from versioned i join in_use u using (line, instrument_version),
             unnest(int4multirange(int4range(i.enters, i.leaves)) * u.periods) p
    )
    select series_id, enters, class, w, w * v, 1 from counted
    union all
    select series_id, leaves, class, -w, -w * v, -1 from counted
    union all
    select series_id, c.i, 'fresh', 0, 0, c.n
    from counted, lateral (values (enters, 1), (least(leaves, stales), -1)) c (i, n)
    where enters < stales
    union all
    select series_id, c.i, 'heard', 0, 0, c.n from item, lateral (values (enters, 1), (goes, -1)) c (i, n) where enters < goes
$$;
comment on function _counting_over is 'How does what counts in each series change, frame by frame: weights of a class, freshness, whether anything was heard?';

create function _reported_over(
    series_ids bigint[], ats timestamptz[], known timestamptz[], labels bigint[]
)
returns table (series_id bigint, i int, slot text, a float8, b float8, n int)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
begin
    return query execute $query$
        with item as materialized (
            select
                row_number() over () as item, l.series_id, l.pillar, l.pct_milli, l.series_id || l.pillar as line,
                row_number() over (order by l.occurred_at, l.sequence, l.source, l.event_id) as rank,
                _enters(l.occurred_at, l.recorded_at, $2, $3) as enters,
                width_bucket(l.ended_at - interval '1 microsecond', $3) + 1 as cut,
                width_bucket(l.occurred_at::date + $6, $5) + 1 as expires,
                width_bucket(l.occurred_at + $7, $2) + 1 as goes
            from resource_level l
            where l.occurred_at >= $2[1] - $7 and l.occurred_at <= $2[cardinality($2)]
              and l.recorded_at <= $3[cardinality($3)] and l.ended_at > $3[1]
              and l.label_id = any ($4) and l.series_id = any ($1)
        ),
        newest as (
            select p.*
            from (
                select
                    array_agg(item) as items, array_agg(line) as lines, array_agg(pillar) as pillars, array_agg(rank) as ranks,
                    array_agg(enters) as enters, array_agg(least(expires, cut)) as leaves, array_agg(cut < expires) as cuts
                from item
                where pillar <> 'T' and enters < least(expires, cut)
            ) v, _newest_periods(items, lines, pillars, ranks, v.enters, v.leaves, cuts) p
        )
        select series_id, c.i, pillar, sum(c.n * pct_milli)::float8, 0::float8, sum(c.n)::int
        from newest n join item using (item), lateral (values (n.enters, 1), (n.leaves, -1)) c (i, n)
        group by 1, 2, 3
        union all
        select series_id, c.i, 'heard', 0, 0, sum(c.n)::int
        from item, lateral (values (enters, 1), (least(goes, cut), -1)) c (i, n)
        where enters < least(goes, cut)
        group by 1, 2
    $query$ using series_ids, ats, known, labels, ats::date[], _constant('resource_report.validity_days')::int,
        ats[1] - _earliest(ats[1]);
end $$;
comment on function _reported_over is 'How do the reports in force of each series change, frame by frame?';

create function _members_over(body text, ats timestamptz[], known timestamptz[], labels bigint[])
returns table (actor text, enters int, leaves int)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with change as (
        select 1 as i
        union
        select c.i
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
    select actor, lower(p), upper(p) from belongs, unnest(periods) p
$$;
comment on function _members_over is 'From which frame to which does each actor belong to a body?';

create function _overrides_over(ats timestamptz[], known timestamptz[], labels bigint[])
returns table (actor text, area text, level int, enters int, leaves int)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with change as (
        select distinct c.i
        from level_override o, lateral (values
            (_enters(o.occurred_at, o.recorded_at, $1, $2)),
            (width_bucket(least(o.expires_on, o.occurred_at::date + _constant('override.longest_days')::int), $1::date[]) + 1),
            (width_bucket(o.ended_at - interval '1 microsecond', $2) + 1)
        ) c (i)
        where o.label_id = any ($3) and c.i <= cardinality($1)
    ),
    period as (select i, lead(i, 1, cardinality($1) + 1) over (order by i) as next from change)
    select o.actor, o.area, o.level, p.i, p.next
    from period p, lateral _overrides(array[$1[p.i]], $2[p.i], $3) o
$$;
comment on function _overrides_over is 'From which frame to which does each level set by a commander hold?';

-- What evidence adds up to. Sums of floating point depend on their order, and rows move when they are ended. A weight is
-- therefore counted in whole parts: what a day of a half-life makes of 2^36, doubled with every half-life that passes.
-- Such sums are the same whatever the order, and whether they were kept beside the rows or are added up now.

create function _parts() returns float8 language sql immutable as $$ select 68719476736.0::float8 $$;
comment on function _parts is 'In how many parts is a weight counted?';

create function _day(at date) returns int language sql immutable as $$ select at - date '1900-01-01' $$;
comment on function _day is 'How many days has the calendar of this ledger at a day? Nothing in it is older.';

create function _half_lives(day int, half_life_days int) returns int
language sql immutable as $$ select day / half_life_days - 36524 / half_life_days $$;
comment on function _half_lives is 'How many half-lives have passed since about 2000? Fewer than none before.';

create function _doubled(times int) returns numeric
language sql immutable as $$
    -- A half has as many decimal places as it was halved: nothing is rounded.
    select case
        when times >= 0 then trim_scale(power(2::numeric, times))
        else (trim_scale(power(5::numeric, -times))::text || 'e' || times::text)::numeric
    end
$$;
comment on function _doubled is 'What becomes of one that is doubled so often, exactly? It is halved when less than never.';

create function _fading(at date, half_life_days int) returns float8
language sql immutable as $$
    select power(2.0::float8, 36524 / half_life_days - _day(at) / half_life_days::float8)
$$;
comment on function _fading is 'What is a part worth at a day?';

-- The parts of the questions below are put together once. What is asked is $1 series, $2 points, $3 known at, $4 labels of
-- the viewer, $5 classes, $6 up to which moment what was known reaches, $7 and $8 from when to when items are true;
-- and of lines also $9 and $10 between which moments of recording knowledge differs from what was summed up, $11 up to which
-- of them blocks are looked through, $12 the last point, $13 the points as far as $6, $14 after which moment items are wanted.

create function _asked(since text) returns text
language sql immutable as $$
    -- An item counts at a point when it is not later and not older than its class is valid, in days.
    select replace($query$
        asked as materialized (
            select d.class, d.half_life_days, array(select unnest(d.half_life_parts)) as parts_of_day, s.starts, s.begins
            from decay d
            cross join lateral (
                select array_agg(x.start_at order by u.i) as starts, array_agg(least(x.start_at, $6) order by u.i) as begins
                from unnest($2) with ordinality as u (at, i)
                cross join lateral (
                    select greatest(
                        (u.at::date - d.validity_days)::timestamptz - interval '1 microsecond', %since) as start_at
                ) x
            ) s
            where d.class = any ($5)
        ) $query$, '%since', since)
$$;
comment on function _asked is 'After which moment does an item of each class count at each point, and how does it fade?';

create function _added_up(items text, points int, sign text) returns text
language sql immutable as $$
    -- Within one half-life the sums are small enough for whole numbers of the machine.
    select format($query$
        select
            class, series_id, instrument, instrument_version, enters, leaves, parts * doubled as parts,
            value_parts * doubled as value_parts, items, external_items, newest_at
        from (
            select
                class, series_id, instrument, instrument_version, _half_lives(day, a.half_life_days) as times,
                %2$s as enters, %3$s as leaves,
                sum(%4$s weight_centi * a.parts_of_day[day %% a.half_life_days + 1])::numeric as parts,
                sum(%4$s weight_centi * a.parts_of_day[day %% a.half_life_days + 1] * value_milli)::numeric as value_parts,
                sum(%4$s 1)::int as items, sum(%4$s is_external::int)::int as external_items,
                max(occurred_at) %5$s as newest_at
            from (select *, _day(occurred_at::date) as day from (%1$s) found offset 0) item join asked a using (class)
            where %6$s
            group by 1, 2, 3, 4, 5, 6, 7
            offset 0
        ) added
        cross join lateral (select _doubled(times) as doubled) d $query$,
        items,
        -- With one point all that is found enters there; then it need not be asked of every item.
        case when points = 1 then '1' else $sql$width_bucket(occurred_at - interval '1 microsecond', $2) + 1$sql$ end,
        case when points = 1 then '2' else $sql$width_bucket(occurred_at - interval '1 microsecond', a.starts) + 1$sql$ end,
        sign,
        case when sign <> '' then 'filter (where sign > 0)' else '' end,
        -- Between two points far apart some come and go unseen.
        case when points = 1 then 'occurred_at > a.starts[1]' else
            $sql$width_bucket(occurred_at - interval '1 microsecond', a.starts)
                > width_bucket(occurred_at - interval '1 microsecond', $2)$sql$ end)
$$;
comment on function _added_up is 'How are items added up, by the point at which they enter and that at which they leave?';

create function _at_points(changes text, points int) returns text
language sql immutable as $$
    select format(
        case when points = 1 then $query$
            select
                class, series_id, instrument, instrument_version, 1 as i, sum(parts) as parts, sum(value_parts) as value_parts,
                sum(items)::int as items, sum(external_items)::int as external_items, max(newest_at) as newest_at
            from (%s) change
            group by 1, 2, 3, 4 $query$
        else $query$
            with change as materialized (
                -- One number for what a sum is about: sorting by it is much quicker than by its names.
                select *, dense_rank() over (order by class, series_id, instrument, instrument_version) as number from (%s) c
            ),
            step as (
                select
                    number, s.i, sum(s.sign * parts) as parts, sum(s.sign * value_parts) as value_parts,
                    sum(s.sign * items) as items, sum(s.sign * external_items) as external_items,
                    max(newest_at) filter (where s.sign > 0) as newest_at
                from change
                cross join lateral (values (enters, 1), (leaves, -1)) as s (i, sign)
                where s.i <= cardinality($2)
                group by number, s.i
            ),
            so_far as (
                select
                    number, i, coalesce(lead(i) over so_far, cardinality($2) + 1) as next_i, sum(parts) over so_far as parts,
                    sum(value_parts) over so_far as value_parts, sum(items) over so_far as items,
                    sum(external_items) over so_far as external_items, max(newest_at) over so_far as newest_at
                from step
                window so_far as (partition by number order by i)
            )
            select
                n.class, n.series_id, n.instrument, n.instrument_version, p.i, s.parts, s.value_parts, s.items::int,
                s.external_items::int, case when s.newest_at > a.starts[p.i] then s.newest_at end as newest_at
            from so_far s
            join (select distinct number, class, series_id, instrument, instrument_version from change) n using (number)
            join asked a using (class)
            cross join lateral generate_series(s.i, s.next_i - 1) as p (i) $query$
        end, changes)
$$;
comment on function _at_points is 'What do these changes come to at each point?';

create function _read_through(series_ids bigint[], of_kind text) returns void
language plpgsql stable set search_path from current as $$
begin
    -- Of most series, every page of a chunk is wanted: reading it once through is quicker than by an index, which the
    -- planner does not see. The calling function has both settings, so that they end with it.
    if of_kind is not null and 4 * cardinality(series_ids) > (select count(*) from series where kind = of_kind) then
        perform set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true);
    end if;
end $$;
comment on function _read_through is 'Let the rest of the calling function read chunks as a whole, if it wants most series of this kind.';

create function _kind_of(of_class text) returns text
language sql immutable as $$
    -- Assessments are few, and have an index of their own.
    select case of_class when 'exercise' then 'readiness' when 'interop_test' then 'interop' end
$$;
comment on function _kind_of is 'Of which kind are the series that nearly all evidence of this class is about? None if there is little of it.';

create function _sums_of_rows(
    series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], of_class text, since timestamptz
)
returns table (
    class text, series_id bigint, instrument text, instrument_version text, i int, parts numeric, value_parts numeric,
    items int, external_items int, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_indexscan = on
set enable_bitmapscan = on as $$
begin
    perform _read_through(series_ids, _kind_of(of_class));
    return query execute format(
        'with %s select *, null::bigint from (%s) s where items > 0', _asked('$9'),
        _at_points(_added_up(format($items$
            select *
            from evidence
            where class = %L and occurred_at <= $8 and occurred_at >= $7
              and recorded_at <= $3 and ended_at > $3
              and label_id = any ($4) and series_id = any ($1) $items$, of_class), cardinality(ats), ''), cardinality(ats)))
    using series_ids, ats, known_at, labels, array[of_class], 'infinity'::timestamptz,
        greatest(ats[1]::date - (select d.validity_days from decay d where d.class = $5), since), ats[cardinality(ats)], since;
end $$;
comment on function _sums_of_rows is 'What do all items of one class add up to that count at each of these points?';

create function _heard_between(is_past bool, rows text, when_true text) returns text
language sql immutable as $$
    -- Each part has an index of its own: what came since by its blocks, the few that came late or early or were ended
    -- by an index of only those. Which series they are of is asked last: another index would only cost.
    select string_agg(format($query$
        select *, %s as sign
        from %s
        where (label_id = any ($4)) is true and (series_id in (select unnest($1))) is true and %s $query$,
        part.sign, rows, replace(part.what, 'when_true', when_true)), ' union all ')
    from (
        values
            (case when is_past then '-1' else '1' end, true,
             'when_true and recorded_at > $9 and recorded_at <= $11 and ended_at > $10'),
            (case when is_past then '1' else '-1' end, true,
             $sql$when_true and recorded_at <= $9 and ended_at > $9 and ended_at <= $10 and ended_at < 'infinity'$sql$),
            ('-1', is_past,
             $sql$when_true and recorded_at > $11 and recorded_at <= $10 and ended_at > $10
                  and recorded_at - occurred_at > interval '14 days'$sql$),
            ('1', is_past,
             'occurred_at >= $7 and occurred_at > $9 and occurred_at <= $12 and recorded_at <= $9 and ended_at > $9 and occurred_at > recorded_at')
    ) as part (sign, is_wanted, what)
    where part.is_wanted
$$;
comment on function _heard_between is 'Which rows are to be added to what was summed up, or taken from it, as known at another moment?';

create function _places(points int) returns text
language sql immutable as $$
    -- One point is looked up in each line; for many, every stretch is asked which of them lie in it.
    -- A line in which nothing is between the places is left out, as far as the stretch tells; so are both of its places.
    select case when points = 1 then $query$
        select
            l.series_id, l.instrument, l.instrument_version, l.class, l.begins[1] as begin_at, 1 as i,
            e.parts - coalesce(s.parts_until[y.last], 0) as parts,
            e.value_parts - coalesce(s.value_parts_until[y.last], 0) as value_parts,
            e.items - coalesce(s.items_until[y.last], 0) as items,
            e.external_items - coalesce(s.external_items_until[y.last], 0) as external_items, e.newest_at, e.seq
        from own l
        cross join lateral (
            -- All of the line, where nothing of it is later.
            select l.parts, l.value_parts, l.items, l.external_items, l.last_at as newest_at, l.last_seq as seq
            where l.last_at <= $8
            union all
            (
                select
                    r.parts_until[x.last], r.value_parts_until[x.last], r.items_until[x.last], r.external_items_until[x.last],
                    r.moments[x.last], r.seqs[x.last]
                from (
                    select * from running_sum r
                    where l.last_at > $8 and r.line_id = l.line_id and r.first_at <= $8 order by r.first_at desc limit 1
                ) r
                cross join lateral (select width_bucket($8, r.moments) as last offset 0) x
            )
        ) e
        left join lateral (
            select * from running_sum r
            where r.line_id = l.line_id and r.first_at <= l.begins[1] order by r.first_at desc limit 1
        ) s on true
        cross join lateral (select width_bucket(l.begins[1], s.moments) as last offset 0) y
        where e.newest_at > l.begins[1] $query$
    else $query$
        select
            l.number, p.i, r.parts_until[x.last] as parts, r.value_parts_until[x.last] as value_parts,
            r.items_until[x.last] as items, r.external_items_until[x.last] as external_items,
            case when r.moments[x.last] > l.begins[p.i] then r.moments[x.last] end as newest_at, null::bigint as seq
        from own l
        cross join lateral (
            select * from running_sum r
            where r.line_id = l.line_id and r.first_at <= $8 and r.next_at > $13[1] offset 0
        ) r
        cross join lateral generate_series(
            width_bucket(r.first_at - interval '1 microsecond', $13) + 1,
            width_bucket(r.next_at - interval '1 microsecond', $13)) as p (i)
        cross join lateral (select width_bucket($13[p.i], r.moments) as last offset 0) x
        where r.last_at > l.begins[p.i]
        union all
        select
            l.number, p.i, - r.parts_until[x.last], - r.value_parts_until[x.last], - r.items_until[x.last],
            - r.external_items_until[x.last], null, null
        from own l
        cross join lateral (
            select * from running_sum r
            where r.line_id = l.line_id and r.first_at <= l.begins[cardinality(l.begins)] and r.next_at > l.begins[1] offset 0
        ) r
        cross join lateral generate_series(
            width_bucket(r.first_at - interval '1 microsecond', l.begins) + 1,
            width_bucket(r.next_at - interval '1 microsecond', l.begins)) as p (i)
        cross join lateral (select width_bucket(l.begins[p.i], r.moments) as last offset 0) x
        where r.last_at > l.begins[p.i] or r.next_at <= $13[p.i] $query$
    end
$$;
comment on function _places is 'What do lines add up to between the two places that belong to each point?';

create function _newest_seq(points int) returns text
language sql immutable as $$
    select case when points = 1 then
        'case when count(newest_at) = count(distinct newest_at) then (array_agg(seq order by newest_at desc nulls last))[1] end'
    else 'null::bigint' end
$$;
comment on function _newest_seq is 'Which event is the newest item of? None if items of several labels are of the same moment, which their order tells apart.';

create function _own_lines(points int) returns text
language sql immutable as $$
    -- In a trend one number stands for what a line is about, whatever its label: to sort by it is much quicker.
    select format(
        '%s (
            select l.*, a.begins %s
            from unnest($1) as wanted (series_id) join line l using (series_id) join asked a using (class)
            where label_id = any ($4) and last_at > a.begins[1]
        )',
        case when points = 1 then 'not materialized' else 'materialized' end,
        case when points > 1 then ', min(line_id) over (partition by series_id, instrument, instrument_version, class) as number' end)
$$;
comment on function _own_lines is 'Which lines are asked about, and seen by the viewer?';

create function _put_together(points int) returns text
language sql immutable as $$
    select format(
        case when points = 1 then $query$
            select
                series_id, instrument, instrument_version, class, begin_at, i, sum(parts) as parts, sum(value_parts) as value_parts,
                sum(items) as items, sum(external_items) as external_items, max(newest_at) as newest_at, %2$s as newest_seq
            from (%1$s offset 0) place
            group by series_id, instrument, instrument_version, class, begin_at, i
            having sum(items) > 0 $query$
        else $query$
            select o.series_id, o.instrument, o.instrument_version, o.class, o.begins[k.i] as begin_at, k.*
            from (
                select
                    number, i, sum(parts) as parts, sum(value_parts) as value_parts, sum(items) as items,
                    sum(external_items) as external_items, max(newest_at) as newest_at, %2$s as newest_seq
                from (%1$s offset 0) place
                group by number, i
                having sum(items) > 0
            ) k
            join own o on o.line_id = k.number $query$
        end, _places(points), _newest_seq(points))
$$;
comment on function _put_together is 'What do the lines of all labels add up to that are about the same?';

create function _newest_of(points int) returns text
language sql immutable as $$
    select case when points = 1 then $query$
        (
            select distinct on (series_id, instrument, instrument_version, d.class)
                series_id, instrument, instrument_version, d.class, 1, 0, 0, 0, 0, occurred_at, ledger_seq
            from delta d join asked a using (class)
            where sign > 0 and occurred_at > a.starts[1]
            order by
                series_id, instrument, instrument_version, d.class, occurred_at desc, sequence desc, source desc, event_id desc
        ) $query$
    else 'select 0, null, null, null, 0, 0, 0, 0, 0, null::timestamptz, null::bigint where false'
    end
$$;
comment on function _newest_of is 'Which is the newest of the items that were added? In a trend nobody asks for more than when it was.';

create function _left_over(
    series_ids bigint[], classes text[], instruments text[], versions text[], points int[], begin_ats timestamptz[],
    end_ats timestamptz[], known_at timestamptz, labels bigint[]
)
returns table (
    series_id bigint, class text, instrument text, instrument_version text, i int, newest_at timestamptz, seq bigint
)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select g.series_id, g.class, g.instrument, g.instrument_version, g.i, last.occurred_at, last.ledger_seq
        from unnest($1, $2, $3, $4, $5, $6, $7) as g (series_id, class, instrument, instrument_version, i, begin_at, end_at)
        cross join lateral (
            select e.occurred_at, e.ledger_seq
            from evidence e
            where e.series_id = g.series_id and e.class = g.class and e.instrument = g.instrument
              and e.instrument_version = g.instrument_version
              and e.occurred_at <= g.end_at and e.occurred_at > g.begin_at and e.occurred_at between $10 and $11
              and e.recorded_at <= $8 and e.ended_at > $8 and e.label_id = any ($9)
            order by e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
            limit 1
        ) last
    $query$ using series_ids, classes, instruments, versions, points, begin_ats, end_ats, known_at, labels,
        (select min(b) from unnest(begin_ats) b), (select max(e) from unnest(end_ats) e);
end $$;
comment on function _left_over is 'Which is the newest item known then, where the newest of a line was not known yet or no longer?';

create function _sums_of_lines(is_past bool, points int) returns text
language sql immutable as $$
    select format($query$
        with %1$s,
        delta as materialized (%2$s),
        change as materialized (%3$s),
        own as %7$s,
        kept as (%8$s),
        base as materialized (
            select
                *,
                (series_id, instrument, instrument_version, class, newest_at) in (
                    select series_id, instrument, instrument_version, class, occurred_at from delta where sign < 0) as is_gone,
                (series_id, instrument, instrument_version, class, i) in (
                    select series_id, instrument, instrument_version, class, i from change) as is_touched
            from kept
        ),
        gone as (
            select
                coalesce(array_agg(series_id), '{}') as series_ids, array_agg(class) as classes, array_agg(instrument) as instruments,
                array_agg(instrument_version) as versions, array_agg(i) as points, array_agg(begin_at) as begin_ats,
                array_agg(newest_at) as end_ats
            from base where is_gone
        )
        select class, series_id, instrument, instrument_version, i, parts, value_parts, items::int, external_items::int, newest_at, newest_seq
        from base where not is_touched and not is_gone
        union all
        select
            class, series_id, instrument, instrument_version, i, sum(parts), sum(value_parts), sum(items)::int,
            sum(external_items)::int, max(newest_at), %5$s
        from (
            select
                series_id, instrument, instrument_version, class, i, parts, value_parts, items, external_items,
                case when not is_gone then newest_at end as newest_at, case when not is_gone then newest_seq end as seq
            from base where is_touched or is_gone
            union all
            select
                series_id, instrument, instrument_version, class, i, parts, value_parts, items, external_items, %6$s, null
            from change
            union all
            %4$s
            union all
            select l.series_id, l.instrument, l.instrument_version, l.class, l.i, 0, 0, 0, 0, l.newest_at, l.seq
            from gone
            cross join lateral _left_over(series_ids, classes, instruments, versions, points, begin_ats, end_ats, $3, $4) l
        ) place
        group by series_id, instrument, instrument_version, class, i
        having sum(items) > 0 $query$,
        _asked('$14'), _heard_between(is_past, '(select * from evidence where (class = any ($5)) is true) of_class', 'occurred_at between $7 and $8'),
        _at_points(_added_up('select * from delta', points, 'sign *'), points), _newest_of(points), _newest_seq(points),
        case when points = 1 then 'null' else 'newest_at' end, _own_lines(points), _put_together(points))
$$;
comment on function _sums_of_lines is 'How is what lines add up to at some points found, with what has changed for a moment of knowledge?';

-- Written out for one point and for many, for now and for the past: their plans are kept, and planning takes longer than
-- answering. A plan that is kept knows nothing of how much is asked; joins that look one by one are for little.
do $do$
declare
    name text;
    points int;
    is_past bool;
begin
    for name, points, is_past in values
        ('_sums_now', 1, false), ('_sums_then', 1, true), ('_trends_now', 2, false), ('_trends_then', 2, true)
    loop
        execute format($ddl$
            create function %s(
                bigint[], timestamptz[], timestamptz, bigint[], text[], timestamptz, timestamptz, timestamptz, timestamptz,
                timestamptz, timestamptz, timestamptz, timestamptz[], timestamptz
            )
            returns table (
                class text, series_id bigint, instrument text, instrument_version text, i int, parts numeric,
                value_parts numeric, items int, external_items int, newest_at timestamptz, newest_seq bigint
            )
            language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off
            set plan_cache_mode = force_generic_plan set jit = off as $body$
            #variable_conflict use_column
            begin
                return query %s;
            end $body$ $ddl$, name, _sums_of_lines(is_past, points));
        execute format('comment on function %s is %L', name, 'What do lines add up to at these points, as known at a moment?');
    end loop;
end $do$;

create function _knowledge(
    ats timestamptz[], known_at timestamptz,
    out summed_until timestamptz, out is_past bool, out horizon timestamptz, out ends timestamptz[], out last_at timestamptz,
    out first_known timestamptz, out last_known timestamptz, out by_blocks timestamptz
)
language plpgsql stable set search_path from current as $$
begin
    select until into summed_until from summed_up;
    is_past := known_at < summed_until;
    -- What was known at a moment lies before it, but for what came early.
    horizon := case when is_past then known_at else 'infinity' end;
    ends := array(select least(u.at, horizon) from unnest(ats) with ordinality as u (at, i) order by u.i);
    last_at := ends[cardinality(ends)];
    first_known := least(known_at, summed_until);
    last_known := greatest(known_at, summed_until);
    by_blocks := case when is_past then least(known_at + interval '14 days', summed_until) else known_at end;
end $$;
comment on function _knowledge is 'Between which moments of recording does what was summed up differ from what was known at a moment, and how far does it reach?';

create function _sums(
    series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], classes text[],
    since timestamptz default '-infinity'
)
returns table (
    class text, series_id bigint, instrument text, instrument_version text, i int, parts numeric, value_parts numeric,
    items int, external_items int, newest_at timestamptz, newest_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
declare
    k record := _knowledge(ats, known_at);
    points int := cardinality(ats);
    first_at timestamptz := greatest(
        ats[1]::date - (select max(d.validity_days) from decay d where d.class = any (classes)), since);
    of_class text;
begin
    if k.summed_until is null then
        foreach of_class in array classes loop
            return query select * from _sums_of_rows($1, $2, $3, $4, of_class, $6);
        end loop;
    elsif points = 1 and k.is_past then
        return query select * from _sums_then(
            $1, $2, $3, $4, $5, k.horizon, first_at, k.last_at, k.first_known, k.last_known, k.by_blocks, ats[1], k.ends, $6);
    elsif points = 1 then
        return query select * from _sums_now(
            $1, $2, $3, $4, $5, k.horizon, first_at, k.last_at, k.first_known, k.last_known, k.by_blocks, ats[1], k.ends, $6);
    elsif k.is_past then
        return query select * from _trends_then(
            $1, $2, $3, $4, $5, k.horizon, first_at, k.last_at, k.first_known, k.last_known, k.by_blocks, ats[points], k.ends, $6);
    else
        return query select * from _trends_now(
            $1, $2, $3, $4, $5, k.horizon, first_at, k.last_at, k.first_known, k.last_known, k.by_blocks, ats[points], k.ends, $6);
    end if;
end $$;
comment on function _sums is 'What does the evidence add up to that counts at each of these points and is later than a moment, by class, and of when is its newest item?';

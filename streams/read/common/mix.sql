-- needs: common/constants

-- What evidence adds up to. A reading is taken at its newest item: the *mix* is what was valid at that moment, and between
-- two items nothing in it shifts. So a line of readings has a step where an item came, and nowhere else.
--
-- Sums of floating point depend on their order, and rows move when they are ended. A weight is therefore counted in whole
-- parts: what a day of a half-life makes of 2^36, doubled with every half-life that passes. Such sums are the same
-- whatever the order, and whether they were kept beside the rows or are added up now.
--
-- Kept sums (running_sum) are as of one moment of knowledge, summed_up.until. For any other, and before lines were ever
-- summed up, what was heard or ended between the two is added or taken away: _evidence_heard.

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

create function _valid_after(at timestamptz, validity_days int) returns timestamptz
language sql stable as $$
    -- Days are those of UTC, which each function that asks has set; it is not set here, so that this can be written into them.
    select (at::date - validity_days)::timestamptz - interval '1 microsecond'
$$;
comment on function _valid_after is 'Later than which moment must an item be to be inside its validity, in whole days, at a moment?';

create function _knowledge(
    ats timestamptz[], known_at timestamptz,
    out summed_until timestamptz, out is_past bool, out ends timestamptz[], out reach timestamptz
)
language plpgsql stable set search_path from current as $$
begin
    select until into summed_until from summed_up;
    summed_until := coalesce(summed_until, '-infinity');
    is_past := known_at < summed_until;
    -- What was known at a moment lies before it, but for what came early.
    ends := case when is_past then array(select least(u.at, $2) from unnest($1) with ordinality as u (at, i) order by u.i) else $1 end;
    reach := ends[cardinality(ends)];
end $$;
comment on function _knowledge is 'Until when was evidence summed up, and how far do those sums reach for these points as known at a moment?';

create function _evidence_heard(
    series_ids bigint[], at timestamptz, known_at timestamptz, labels bigint[], classes text[], summed_until timestamptz
)
returns setof item_heard
language plpgsql stable set search_path from current set plan_cache_mode = force_generic_plan as $$
declare
    is_past bool := $3 < $6;
    first_known timestamptz := least($3, $6);
    last_known timestamptz := greatest($3, $6);
    last_at timestamptz := case when is_past then least($2, $3) else $2 end;
    heard int := case when is_past then -1 else 1 end;
begin
    if $6 = '-infinity' then
        -- Never summed up: all that is known was heard since.
        return query
        select e.series_id, e.class, e.instrument, e.instrument_version,
           muster.kind_of(e.series_id, e.class, e.instrument, e.instrument_version), e.occurred_at, e.weight_centi::int, e.value_milli,
               e.is_external, e.ledger_seq, 1
        from evidence e
        where e.occurred_at <= $2 and e.recorded_at <= $3 and e.ended_at > $3 and e.label_id = any ($4)
          and e.series_id = any ($1) and (e.class = any ($5)) is true;
        return;
    end if;
    -- Each part has an index of its own; which series it is about is asked of all parts at once, at the end.
    return query
    select
        h.series_id, h.class, h.instrument, h.instrument_version, muster.kind_of(h.series_id, h.class, h.instrument, h.instrument_version),
        h.occurred_at, h.weight_centi::int, h.value_milli, h.is_external, h.ledger_seq, h.sign
    from (
        select
            e.series_id, e.class, e.instrument, e.instrument_version, e.occurred_at, e.weight_centi, e.value_milli, e.is_external,
            e.ledger_seq, heard as sign
        from evidence e
        where e.recorded_at > first_known
          and e.recorded_at <= case when is_past then least(first_known + interval '14 days', last_known) else last_known end
          and e.occurred_at > first_known - interval '14 days' and e.occurred_at <= last_at
          and (e.recorded_at - e.occurred_at <= interval '14 days') is true
          and e.ended_at > last_known
          and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true
        union all
        select
            e.series_id, e.class, e.instrument, e.instrument_version, e.occurred_at, e.weight_centi, e.value_milli, e.is_external,
            e.ledger_seq, heard
        from evidence e
        where e.recorded_at > first_known and e.recorded_at <= last_known and e.recorded_at - e.occurred_at > interval '14 days'
          and e.ended_at > last_known and e.occurred_at <= last_at
          and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true
        union all
        select
            e.series_id, e.class, e.instrument, e.instrument_version, e.occurred_at, e.weight_centi, e.value_milli, e.is_external,
            e.ledger_seq, - heard
        from evidence e
        where e.recorded_at <= first_known and e.ended_at > first_known and e.ended_at <= last_known and e.ended_at < 'infinity'
          and e.occurred_at <= last_at
          and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true
        offset 0
    ) h
    where h.series_id in (select unnest($1));
    if is_past then
        -- What came early was known before it was true: the sums end before it.
        return query
        select
            e.series_id, e.class, e.instrument, e.instrument_version,
            muster.kind_of(e.series_id, e.class, e.instrument, e.instrument_version), e.occurred_at, e.weight_centi::int,
            e.value_milli, e.is_external, e.ledger_seq, 1
        from evidence e
        where e.occurred_at > $3 and e.occurred_at <= $2 and e.occurred_at > e.recorded_at
          and e.recorded_at <= $3 and e.ended_at > $3
          and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true
          and e.series_id in (select unnest($1));
    end if;
end $$;
comment on function _evidence_heard is 'Which items are to be added to what was summed up (sign 1), or taken from it (-1), as known at a moment?';

create function _left_over(
    series_ids bigint[], classes text[], instruments text[], versions text[], points int[], end_ats timestamptz[],
    known_at timestamptz, labels bigint[]
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
        from unnest($1, $2, $3, $4, $5, $6) as g (series_id, class, instrument, instrument_version, i, end_at)
        cross join lateral (
            select e.occurred_at, e.ledger_seq
            from evidence e
            where e.series_id = g.series_id and e.class = g.class and e.instrument = g.instrument
              and e.instrument_version = g.instrument_version
              and e.occurred_at <= g.end_at and e.occurred_at <= $9
              and e.recorded_at <= $7 and e.ended_at > $7 and e.label_id = any ($8)
            order by e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
            limit 1
        ) last
    $query$ using series_ids, classes, instruments, versions, points, end_ats, known_at, labels,
        (select max(e) from unnest(end_ats) e);
end $$;
comment on function _left_over is 'Which is the newest item known then, where the newest of a line was not known yet or no longer?';

create function _last_of_version(
    of_series bigint, of_instrument text, of_version text, at timestamptz, known_at timestamptz, labels bigint[]
)
returns table (sequence bigint, source text, event_id text)
language plpgsql stable strict rows 1 set search_path from current as $$
begin
    return query execute $query$
        select e.sequence, e.source, e.event_id
        from evidence e
        where e.series_id = $1 and e.occurred_at = $4 and e.instrument = $2 and e.instrument_version = $3
          and e.recorded_at <= $5 and e.ended_at > $5 and e.label_id = any ($6)
        order by e.sequence desc, e.source desc, e.event_id desc
        limit 1
    $query$ using of_series, of_instrument, of_version, at, known_at, labels;
end $$;
comment on function _last_of_version is 'Which is the last of the items that one version of an instrument has at one moment?';

create function _mean_of(parts numeric, value_parts numeric) returns float8 language sql immutable as $$
    -- The mean of one item is its value, to the last digit.
    select (value_parts / nullif(parts, 0))::float8 / 1000
$$;
comment on function _mean_of is 'What is the mean value, in percent, of what these parts were counted from?';

create function _weight_of(parts float8, at date, half_life_days int) returns float8 language sql immutable as $$
    select parts * _fading(at, half_life_days) / (100 * _parts())
$$;
comment on function _weight_of is 'What do these parts weigh at a day?';

create function _line_at(of_line bigint, ats timestamptz[])
returns table (i int, parts numeric, value_parts numeric, items int, external_items int, newest_at timestamptz)
language sql stable as $$
    select
        p.i, r.parts_until[x.last], r.value_parts_until[x.last], r.items_until[x.last], r.external_items_until[x.last],
        r.moments[x.last]
    from (
        select * from running_sum r
        where r.line_id = of_line and r.first_at <= ats[cardinality(ats)] and r.next_at > ats[1] offset 0
    ) r
    -- Every stretch is asked which of the points lie in it.
    cross join lateral generate_series(
        width_bucket(r.first_at - interval '1 microsecond', ats) + 1, width_bucket(r.next_at - interval '1 microsecond', ats)) as p (i)
    cross join lateral (select width_bucket(ats[p.i], r.moments) as last offset 0) x
$$;
comment on function _line_at is 'What does a line add up to from its first item to each of these points, and when is its newest item there?';

create function _line_before(
    of_line bigint, at_points int[], mixed_from timestamptz[], valid_from timestamptz[], counts_left bool
)
returns table (i int, parts numeric, value_parts numeric, parts_left numeric, items_left int, external_left int)
language sql stable as $$
    -- Most often what is left begins in the same stretch as the mix, a little later.
    select
        at_points[p.j], r.parts_until[x.mixed], r.value_parts_until[x.mixed], case when x.valid > 0 then r.parts_until[x.valid] end,
        case when x.valid > 0 then r.items_until[x.valid] end, case when x.valid > 0 then r.external_items_until[x.valid] end
    from (
        select * from running_sum r
        where r.line_id = of_line and r.first_at <= mixed_from[cardinality(mixed_from)] and r.next_at > mixed_from[1] offset 0
    ) r
    cross join lateral generate_series(
        width_bucket(r.first_at - interval '1 microsecond', mixed_from) + 1,
        width_bucket(r.next_at - interval '1 microsecond', mixed_from)) as p (j)
    cross join lateral (
        select
            width_bucket(mixed_from[p.j], r.moments) as mixed,
            case when counts_left and valid_from[p.j] < r.next_at then width_bucket(valid_from[p.j], r.moments) else 0 end as valid
        offset 0
    ) x
    union all
    select
        at_points[p.j], null, null, r.parts_until[y.valid], r.items_until[y.valid], r.external_items_until[y.valid]
    from (
        select * from running_sum r
        where counts_left and r.line_id = of_line and r.first_at <= valid_from[cardinality(valid_from)] and r.next_at > valid_from[1]
        offset 0
    ) r
    cross join lateral generate_series(
        -- The points whose mix begins in this stretch have been asked about.
        width_bucket(r.first_at - interval '1 microsecond', valid_from) + 1,
        least(
            width_bucket(r.next_at - interval '1 microsecond', valid_from),
            width_bucket(r.first_at - interval '1 microsecond', mixed_from))) as p (j)
    cross join lateral (select width_bucket(valid_from[p.j], r.moments) as valid offset 0) y
$$;
comment on function _line_before is
    'What had a line added up to where the mix begins at each of these points, and where what is left of it begins? Null is nothing.';

create function _heard_parts(series_ids bigint[], heard item_heard[])
returns table (
    series_id bigint, class text, instrument text, instrument_version text, kind bigint, occurred_at timestamptz, value_milli int,
    is_external bool, ledger_seq bigint, sign int, half_life_days int, validity_days int, times int, part bigint
)
language sql stable as $$
    with fades as materialized (
        select d.class, d.half_life_days, d.validity_days, array(select unnest(d.half_life_parts)) as parts_of_day from decay d
    )
    select
        h.series_id, h.class, h.instrument, h.instrument_version, h.kind, h.occurred_at, h.value_milli, h.is_external, h.ledger_seq,
        h.sign, f.half_life_days, f.validity_days, _half_lives(y.day, f.half_life_days),
        h.weight_centi * f.parts_of_day[y.day % f.half_life_days + 1]
    from (
        -- What is joined first: rows that carry the parts of every day would be hashed with them.
        select h.* from unnest($1) as wanted (series_id) join unnest($2) h using (series_id) offset 0
    ) h
    join fades f using (class)
    cross join lateral (select _day(h.occurred_at::date) as day offset 0) y
$$;
comment on function _heard_parts is 'How many parts does each item about these series count, within its half-life, and how often is that doubled (times)?';

create function _ends_at(at_points int[], afters timestamptz[], occurred_at timestamptz, enters int, points int) returns int
language sql stable as $$
    select greatest(coalesce(at_points[width_bucket(occurred_at - interval '1 microsecond', afters) + 1], points + 1), enters)
$$;
comment on function _ends_at is 'At which of these points is an item that enters at one of them no longer later than the moment it must be after?';

-- Most series are plain: what the viewer may see of them is of one kind, and their newest item can be told from the last
-- stretches of their lines and from what was heard since, so that all there is of the one kind counts.

create function _of_two_kinds(series_ids bigint[], heard item_heard[], labels bigint[], classes text[])
returns bigint[]
language plpgsql stable set search_path from current set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return (
    select array(
        select k.series_id
        from (
            select l.series_id, l.kind
            from unnest($1) as wanted (series_id) join line l using (series_id)
            where l.class = any ($4) and l.label_id = any ($3)
            union all
            select h.series_id, h.kind from unnest($2) h
        ) k
        group by k.series_id having min(k.kind) <> max(k.kind))
    );
end $$;
comment on function _of_two_kinds is 'Which of these series have evidence of two kinds?';

create function _losing_their_newest(series_ids bigint[], ends timestamptz[], heard item_heard[], labels bigint[])
returns bigint[]
language plpgsql stable set search_path from current set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return (
    select array(
        -- What is taken away may be the newest of its line at the first of the points that reaches it.
        select distinct h.series_id
        from unnest($3) h
        join line l on l.series_id = h.series_id and l.kind = h.kind and l.label_id = any ($4)
        cross join lateral (
            select * from running_sum r where r.line_id = l.line_id and r.first_at <= h.occurred_at order by r.first_at desc limit 1
        ) r
        cross join lateral (select width_bucket(h.occurred_at, r.moments) as place offset 0) x
        where h.sign < 0 and h.series_id = any ($1) and r.moments[x.place] = h.occurred_at
          and coalesce(r.moments[x.place + 1], r.next_at) > $2[width_bucket(h.occurred_at - interval '1 microsecond', $2) + 1])
    );
end $$;
comment on function _losing_their_newest is 'Of which of these series of one kind may the newest item be taken away, at one of these points?';

create function _newest_left(
    series_ids bigint[], reach timestamptz, heard item_heard[], labels bigint[], classes text[],
    out touched bigint[], out newest_ats timestamptz[]
)
language plpgsql stable set search_path from current set enable_nestloop = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    with taken as materialized (
        select h.series_id, h.occurred_at, count(*) as items
        from unnest($1) as wanted (series_id) join unnest($3) h using (series_id)
        where h.sign < 0
        group by h.series_id, h.occurred_at
    ),
    -- The last moments of each line: after the first of them it is known how many items each has, of the first that it has one.
    line_end as materialized (
        select l.series_id, r.moments, r.items_until, x.last, greatest(1, x.last - 6) as first
        from (select distinct t.series_id from taken t) t
        join line l using (series_id)
        cross join lateral (
            select * from running_sum r where r.line_id = l.line_id and r.first_at <= $2 order by r.first_at desc limit 1
        ) r
        cross join lateral (select width_bucket($2, r.moments) as last offset 0) x
        where l.class = any ($5) and l.label_id = any ($4)
    ),
    losing as materialized (
        select e.series_id, e.known_from
        from (
            select e.series_id, max(e.moments[e.first]) as known_from, max(e.moments[e.last]) as newest_at
            from line_end e group by e.series_id
        ) e
        join taken t on t.series_id = e.series_id and t.occurred_at = e.newest_at
    ),
    moment as (
        select
            e.series_id, e.moments[j] as at,
            sum(case when j = e.first then 1 else e.items_until[j] - e.items_until[j - 1] end) as items
        from losing g
        join line_end e using (series_id)
        cross join lateral generate_series(e.first, e.last) as j
        where e.moments[j] >= g.known_from
        group by e.series_id, e.moments[j]
    )
    select coalesce(array_agg(n.series_id), '{}'), coalesce(array_agg(n.newest_at), '{}') into touched, newest_ats
    from (
        select g.series_id, max(m.at) as newest_at
        from losing g
        left join (
            select m.series_id, m.at
            from moment m left join taken t on t.series_id = m.series_id and t.occurred_at = m.at
            where m.items > coalesce(t.items, 0)
        ) m using (series_id)
        group by g.series_id
    ) n;
end $$;
comment on function _newest_left is 'Which series of one kind lose something of their newest moment, and which is then the newest? Null is farther back.';

create function _plain_lines(series_ids bigint[], labels bigint[], classes text[])
returns table (
    line_id bigint, series_id bigint, half_life_days int, validity_days int, instrument text, instrument_version text,
    last_at timestamptz, parts numeric, value_parts numeric, items int, external_items int, last_seq bigint
)
language sql stable as $$
    select
        l.line_id, l.series_id, d.half_life_days, d.validity_days, l.instrument, l.instrument_version, l.last_at, l.parts,
        l.value_parts, l.items, l.external_items, l.last_seq
    from unnest($1) as wanted (series_id) join line l using (series_id) join decay d using (class)
    where l.class = any ($3) and l.label_id = any ($2) and l.last_at is not null
$$;
comment on function _plain_lines is 'Which lines do these series have, and how does their evidence fade?';

create function _plain_at_one(
    series_ids bigint[], at timestamptz, reach timestamptz, labels bigint[], classes text[], heard_items item_heard[],
    touched bigint[], newest_ats timestamptz[]
)
returns setof mix
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    on_day date := $2::date;
    fresh_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    with own as materialized (select * from _plain_lines($1, $4, $5)),
    heard as materialized (select * from _heard_parts($1, heard_items)),
    -- Of which something of the newest moment was taken away, and the newest that is left.
    losing as materialized (select * from unnest(touched, newest_ats) as t (series_id, newest_at)),
    ended as materialized (
        -- All of the line, where nothing of it is later.
        select
            l.line_id, l.series_id, l.half_life_days, l.validity_days, l.instrument, l.instrument_version, l.parts, l.value_parts,
            l.items, l.external_items, l.last_at as newest_at, l.last_seq as seq
        from own l where l.last_at <= reach
        union all
        select
            l.line_id, l.series_id, l.half_life_days, l.validity_days, l.instrument, l.instrument_version, r.parts_until[x.last],
            r.value_parts_until[x.last], r.items_until[x.last], r.external_items_until[x.last], r.moments[x.last], r.seqs[x.last]
        from own l
        cross join lateral (
            select * from running_sum r where r.line_id = l.line_id and r.first_at <= reach order by r.first_at desc limit 1
        ) r
        cross join lateral (select width_bucket(reach, r.moments) as last offset 0) x
        where l.last_at > reach
    ),
    star as materialized (
        select
            n.series_id, n.instrument, n.instrument_version, n.half_life_days, n.validity_days, n.star_at,
            _valid_after(n.star_at, n.validity_days) as mixed_after, _valid_after($2, n.validity_days) as valid_after
        from (
            -- All of a plain series is of one kind: any row of it says which.
            select
                series_id, max(newest_at) as star_at, any_value(half_life_days) as half_life_days,
                any_value(validity_days) as validity_days, any_value(instrument) as instrument,
                any_value(instrument_version) as instrument_version
            from (
                select
                    e.series_id, case when e.series_id not in (select g.series_id from losing g) then e.newest_at end as newest_at,
                    e.half_life_days, e.validity_days, e.instrument, e.instrument_version
                from ended e
                union all
                select g.series_id, g.newest_at, null, null, null, null from losing g
                union all
                select
                    h.series_id, case when h.sign > 0 then h.occurred_at end, h.half_life_days, h.validity_days, h.instrument,
                    h.instrument_version
                from heard h
            ) e
            group by series_id
            having max(newest_at) is not null
        ) n
    ),
    place as (
        -- Nothing of a stretch is kept but its sums: rows that carry it would be sorted with it.
        select
            s.series_id, case when e.newest_at = s.star_at then 1 else 0 end as stars, case when e.newest_at = s.star_at then e.seq end as seq,
            e.parts - coalesce(m.parts_until[x.mixed], 0) as parts,
            e.value_parts - coalesce(m.value_parts_until[x.mixed], 0) as value_parts,
            e.parts - coalesce(v.parts_until[y.valid], m.parts_until[x.valid], 0) as parts_left,
            e.items - coalesce(v.items_until[y.valid], m.items_until[x.valid], 0) as items_left,
            e.external_items - coalesce(v.external_items_until[y.valid], m.external_items_until[x.valid], 0) as external_left
        from ended e
        join star s using (series_id)
        left join lateral (
            select * from running_sum r
            where r.line_id = e.line_id and r.first_at <= least(s.mixed_after, reach) order by r.first_at desc limit 1
        ) m on true
        -- Most often both begin in the same stretch.
        left join lateral (
            select * from running_sum r
            where (m.next_at is null or least(s.valid_after, reach) >= m.next_at)
              and r.line_id = e.line_id and r.first_at <= least(s.valid_after, reach)
            order by r.first_at desc limit 1
        ) v on true
        cross join lateral (
            select
                width_bucket(least(s.mixed_after, reach), m.moments) as mixed,
                width_bucket(least(s.valid_after, reach), m.moments) as valid
            offset 0
        ) x
        cross join lateral (select width_bucket(least(s.valid_after, reach), v.moments) as valid offset 0) y
        where e.newest_at > s.mixed_after
        union all
        select
            h.series_id, h.stars, h.seq, h.parts * z.doubled, h.value_parts * z.doubled, h.parts_left * z.doubled, h.items_left,
            h.external_left
        from (
            -- Within one half-life the sums are small enough for whole numbers of the machine.
            select
                h.series_id, h.times, (count(*) filter (where h.occurred_at = s.star_at))::int as stars,
                max(h.ledger_seq) filter (where h.occurred_at = s.star_at) as seq,
                sum(h.sign * h.part) as parts, sum(h.sign * h.part * h.value_milli) as value_parts,
                coalesce(sum(h.sign * h.part) filter (where h.occurred_at > s.valid_after), 0) as parts_left,
                (coalesce(sum(h.sign) filter (where h.occurred_at > s.valid_after), 0))::int as items_left,
                (coalesce(sum(h.sign) filter (where h.occurred_at > s.valid_after and h.is_external), 0))::int as external_left
            from heard h join star s using (series_id)
            where h.occurred_at > s.mixed_after
            group by h.series_id, h.times
        ) h
        cross join lateral (select _doubled(h.times) as doubled) z
    ),
    total as (
        select
            p.series_id,
            case when sum(p.stars) = 1 and p.series_id not in (select g.series_id from losing g) then max(p.seq) end as star_seq,
            sum(p.parts) as parts, sum(p.value_parts) as value_parts, sum(p.parts_left) as parts_left,
            sum(p.items_left)::int as items_left, sum(p.external_left)::int as external_left
        from place p group by p.series_id
    )
    select
        series_id, 1, s.star_at, t.star_seq, _mean_of(t.parts, t.value_parts), _weight_of(x.parts, s.star_at::date, s.half_life_days),
        _weight_of(x.parts, on_day, s.half_life_days), _weight_of(t.parts_left::float8, on_day, s.half_life_days), t.items_left,
        t.external_left, on_day - s.star_at::date <= s.validity_days * fresh_share, s.instrument || ':' || s.instrument_version,
        s.instrument || ' ' || s.instrument_version, s.star_at::date + floor(s.validity_days * fresh_share)::int + 1,
        s.star_at::date + s.validity_days + 1
    from total t join star s using (series_id)
    cross join lateral (select t.parts::float8 as parts offset 0) x;
end $$;
comment on function _plain_at_one is 'What does the mix of each of these plain series add up to at one point?';

create function _plain_at_points(
    series_ids bigint[], ats timestamptz[], ends timestamptz[], labels bigint[], classes text[], counts_left bool,
    heard_items item_heard[]
)
returns setof mix
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off set enable_mergejoin = off
set enable_sort = off set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    points int := cardinality($2);
    days date[] := $2::date[];
    fresh_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    with own as materialized (select * from _plain_lines($1, $4, $5)),
    heard as materialized (
        select h.*, width_bucket(h.occurred_at - interval '1 microsecond', $2) + 1 as enters from _heard_parts($1, heard_items) h
    ),
    kind as materialized (
        select distinct on (o.series_id)
            o.series_id, o.half_life_days, o.validity_days, o.instrument || ':' || o.instrument_version as instrument_key,
            o.instrument || ' ' || o.instrument_version as version
        from (
            select o.series_id, o.instrument, o.instrument_version, o.half_life_days, o.validity_days from own o
            union all
            select h.series_id, h.instrument, h.instrument_version, h.half_life_days, h.validity_days from heard h
        ) o
    ),
    star as materialized (
        select n.series_id, n.i, max(n.newest_at) as star_at
        from (
            select h.series_id, p.i, h.newest_at
            from (
                select
                    series_id, enters, max(max(occurred_at)) over so_far as newest_at, lead(enters, 1, points + 1) over so_far as next
                from heard
                where sign > 0 and enters <= points
                group by series_id, enters
                window so_far as (partition by series_id order by enters)
            ) h
            cross join lateral generate_series(h.enters, h.next - 1) as p (i)
            union all
            select o.series_id, e.i, e.newest_at from own o cross join lateral _line_at(o.line_id, ends) e
            offset 0
        ) n
        group by n.series_id, n.i
    ),
    -- After which moment an item is part of the mix at each point, and not yet past its validity: never falling, so that
    -- they can be searched, and no farther than was known.
    begun as materialized (
        select
            series_id, array_agg(s.i order by s.i) as at_points,
            array_agg(_valid_after(s.star_at, k.validity_days) order by s.i) as mixed_after,
            array_agg(_valid_after($2[s.i], k.validity_days) order by s.i) as valid_after,
            array_agg(least(_valid_after(s.star_at, k.validity_days), ends[s.i]) order by s.i) as mixed_from,
            array_agg(least(_valid_after($2[s.i], k.validity_days), ends[s.i]) order by s.i) as valid_from
        from star s join kind k using (series_id)
        group by series_id
    ),
    step as (
        select
            c.series_id, s.i, sum(s.sign * s.mixed * c.parts * z.doubled) as parts,
            sum(s.sign * s.mixed * c.value_parts * z.doubled) as value_parts,
            sum(s.sign * s.valid * c.parts * z.doubled) as parts_left, sum(s.sign * s.valid * c.items) as items_left,
            sum(s.sign * s.valid * c.external_items) as external_left
        from (
            -- Within one half-life the sums are small enough for whole numbers of the machine.
            select
                t.series_id, t.enters, t.times,
                _ends_at(b.at_points, b.mixed_after, t.occurred_at, t.enters, points) as unmixes,
                _ends_at(b.at_points, b.valid_after, t.occurred_at, t.enters, points) as leaves,
                sum(t.sign * t.part) as parts, sum(t.sign * t.part * t.value_milli) as value_parts,
                sum(t.sign)::int as items, sum(t.sign * t.is_external::int)::int as external_items
            from heard t join begun b using (series_id)
            where t.enters <= points
            group by 1, 2, 3, 4, 5
            offset 0
        ) c
        cross join lateral (select _doubled(c.times) as doubled) z
        cross join lateral (values (c.enters, 1, 1, 1), (c.unmixes, -1, 1, 0), (c.leaves, -1, 0, 1)) as s (i, sign, mixed, valid)
        where s.i <= points
        group by c.series_id, s.i
    ),
    total as (
        select
            p.series_id, p.i, sum(p.parts) as parts, sum(p.value_parts) as value_parts, sum(p.parts_left) as parts_left,
            sum(p.items_left)::int as items_left, sum(p.external_left)::int as external_left
        from (
            select
                o.series_id, e.i, e.parts, e.value_parts, case when counts_left then e.parts end as parts_left,
                case when counts_left then e.items end as items_left, case when counts_left then e.external_items end as external_left
            from own o cross join lateral _line_at(o.line_id, ends) e
            union all
            select o.series_id, b.i, - b.parts, - b.value_parts, - b.parts_left, - b.items_left, - b.external_left
            from own o
            join begun g using (series_id)
            cross join lateral _line_before(o.line_id, g.at_points, g.mixed_from, g.valid_from, counts_left) b
            union all
            select s.series_id, p.i, s.parts, s.value_parts, s.parts_left, s.items_left::int, s.external_left::int
            from (
                select
                    series_id, i, coalesce(lead(i) over so_far, points + 1) as next_i, sum(parts) over so_far as parts,
                    sum(value_parts) over so_far as value_parts, sum(parts_left) over so_far as parts_left,
                    sum(items_left) over so_far as items_left, sum(external_left) over so_far as external_left
                from step
                window so_far as (partition by series_id order by i)
            ) s
            cross join lateral generate_series(s.i, s.next_i - 1) as p (i)
            offset 0
        ) p
        group by p.series_id, p.i
    )
    select
        s.series_id, s.i, s.star_at, null::bigint, _mean_of(t.parts, t.value_parts), _weight_of(x.parts, s.star_at::date, k.half_life_days),
        _weight_of(x.parts, days[s.i], k.half_life_days), _weight_of(t.parts_left::float8, days[s.i], k.half_life_days), t.items_left,
        t.external_left, days[s.i] - s.star_at::date <= k.validity_days * fresh_share, k.instrument_key, k.version,
        s.star_at::date + floor(k.validity_days * fresh_share)::int + 1, s.star_at::date + k.validity_days + 1
    from total t
    join star s on s.series_id = t.series_id and s.i = t.i
    join kind k on k.series_id = s.series_id
    cross join lateral (select t.parts::float8 as parts offset 0) x;
end $$;
comment on function _plain_at_points is
    'What does the mix of each of these plain series add up to at each of these points? What is left is counted where it is asked for.';

create function _mixed_at_points(
    series_ids bigint[], ats timestamptz[], ends timestamptz[], known_at timestamptz, labels bigint[], classes text[],
    heard_items item_heard[], is_summed bool
)
returns setof mix
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off set enable_mergejoin = off
set enable_sort = off
set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    points int := cardinality($2);
    days date[] := $2::date[];
    fresh_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    with heard as materialized (
        select h.*, width_bucket(h.occurred_at - interval '1 microsecond', $2) + 1 as enters from _heard_parts($1, heard_items) h
    ),
    own as materialized (
        select l.*
        from unnest($1) as wanted (series_id) join line l using (series_id)
        where l.class = any ($6) and l.label_id = any ($5) and l.last_at is not null and is_summed
    ),
    kind as materialized (
        select
            *, count(*) over (partition by series_id) = 1 as is_alone,
            min(instrument_version) over (partition by series_id, instrument)
                <> max(instrument_version) over (partition by series_id, instrument) as has_versions
        from (
            select distinct on (n.kind) n.kind, n.series_id, n.class, n.instrument, n.instrument_version
            from (
                select l.kind, l.series_id, l.class, l.instrument, l.instrument_version from own l
                union all
                select h.kind, h.series_id, h.class, h.instrument, h.instrument_version from heard h
            ) n
        ) k
    ),
    taken as materialized (select distinct kind, occurred_at from heard where sign < 0),
    touched as materialized (select distinct kind from heard),
    own_line as materialized (
        select o.kind, o.line_id, o.kind in (select t.kind from touched t) as is_touched from own o
    ),
    reached as materialized (
        select
            l.kind, e.i, sum(e.parts) as parts, sum(e.value_parts) as value_parts, sum(e.items)::int as items,
            sum(e.external_items)::int as external_items, max(e.newest_at) as newest_at
        from own_line l cross join lateral _line_at(l.line_id, ends) e
        group by l.kind, e.i
    ),
    -- Where something was heard since, the newest item is looked for again.
    ended as materialized (
        select l.kind, e.i, e.newest_at, (l.kind, e.newest_at) in (select t.kind, t.occurred_at from taken t) as is_gone
        from own_line l cross join lateral _line_at(l.line_id, ends) e
        where l.is_touched
    ),
    candidate as materialized (
        select e.kind, e.i, e.newest_at from ended e where not e.is_gone
        union all
        select t.kind, t.enters, t.occurred_at from heard t where t.sign > 0
        union all
        select muster.kind_of(l.series_id, l.class, l.instrument, l.instrument_version), l.i, l.newest_at
        from (
            select
                coalesce(array_agg(k.series_id), '{}') as series_ids, array_agg(k.class) as classes,
                array_agg(k.instrument) as instruments, array_agg(k.instrument_version) as versions, array_agg(e.i) as points,
                array_agg(e.newest_at) as end_ats
            from (select distinct e.kind, e.i, e.newest_at from ended e where e.is_gone) e
            join kind k using (kind)
        ) gone
        cross join lateral _left_over(gone.series_ids, classes, instruments, versions, gone.points, end_ats, $4, $5) l
    ),
    newest as materialized (
        select r.kind, r.i, r.newest_at from reached r where r.kind not in (select t.kind from touched t)
        union all
        -- An item that was the newest of its kind at a point still is at a later one, or a newer one is.
        select p.kind, p.i, max(p.newest_at) over (partition by p.kind order by p.i)
        from (
            select f.kind, p.i, c.newest_at
            from (select kind, min(i) as first from candidate group by kind) f
            cross join lateral generate_series(f.first, points) as p (i)
            left join (select kind, i, max(newest_at) as newest_at from candidate group by kind, i) c on c.kind = f.kind and c.i = p.i
        ) p
    ),
    star as materialized (
        select k.series_id, n.i, max(n.newest_at) as star_at
        from newest n join kind k using (kind) where not k.is_alone group by k.series_id, n.i
    ),
    version as (
        select distinct on (v.series_id, v.instrument, v.i) v.series_id, v.instrument, v.i, v.instrument_version
        from (
            select *, count(*) over (partition by series_id, instrument, i, version_at) as rivals
            from (
                select k.series_id, k.instrument, k.instrument_version, n.i, max(n.newest_at) as version_at
                from newest n join kind k using (kind) where k.has_versions group by 1, 2, 3, 4
            ) d
        ) v
        left join lateral _last_of_version(
            case when v.rivals > 1 then v.series_id end, v.instrument, v.instrument_version, v.version_at, $4, $5) last on true
        order by
            v.series_id, v.instrument, v.i, v.version_at desc, last.sequence desc, last.source collate "C" desc,
            last.event_id collate "C" desc
    ),
    in_use as materialized (
        select k.kind, k.class, n.i, n.newest_at, n.newest_at as star_at from newest n join kind k using (kind) where k.is_alone
        union all
        select n.kind, k.class, n.i, n.newest_at, s.star_at
        from newest n
        join kind k using (kind)
        join star s on s.series_id = k.series_id and s.i = n.i
        join decay f using (class)
        left join version v on k.has_versions
            and (v.series_id, v.instrument, v.instrument_version, v.i) = (k.series_id, k.instrument, k.instrument_version, n.i)
        where (not k.has_versions or v.series_id is not null) and n.newest_at > _valid_after(s.star_at, f.validity_days)
    ),
    -- After which moment an item is part of the mix at each point (mixed), and not yet past its validity (valid): never
    -- falling, so that they can be searched. What was summed up is searched no farther than it was known (from).
    begun as materialized (
        select
            kind, array_agg(i order by i) as at_points, array_agg(mixed_after order by i) as mixed_after,
            array_agg(valid_after order by i) as valid_after, array_agg(least(mixed_after, ends[i]) order by i) as mixed_from,
            array_agg(least(valid_after, ends[i]) order by i) as valid_from
        from (
            select
                u.kind, u.i, _valid_after(u.star_at, f.validity_days) as mixed_after,
                _valid_after($2[u.i], f.validity_days) as valid_after
            from in_use u join decay f using (class)
        ) x
        group by kind
    ),
    before as (
        select
            kind, i, sum(parts) as parts, sum(value_parts) as value_parts, sum(parts_left) as parts_left,
            sum(items_left)::int as items_left, sum(external_left)::int as external_left
        from own_line l
        join begun b using (kind)
        cross join lateral _line_before(l.line_id, b.at_points, b.mixed_from, b.valid_from, true) x
        group by kind, i
    ),
    step as (
        select
            c.kind, s.i, sum(s.sign * s.mixed * c.parts * z.doubled) as parts, sum(s.sign * s.mixed * c.value_parts * z.doubled) as value_parts,
            sum(s.sign * s.valid * c.parts * z.doubled) as parts_left,
            sum(s.sign * s.valid * c.items) as items_left, sum(s.sign * s.valid * c.external_items) as external_left
        from (
            -- Within one half-life the sums are small enough for whole numbers of the machine.
            select
                t.kind, t.enters, t.times,
                _ends_at(b.at_points, b.mixed_after, t.occurred_at, t.enters, points) as unmixes,
                _ends_at(b.at_points, b.valid_after, t.occurred_at, t.enters, points) as leaves,
                sum(t.sign * t.part) as parts, sum(t.sign * t.part * t.value_milli) as value_parts,
                sum(t.sign)::int as items, sum(t.sign * t.is_external::int)::int as external_items
            from heard t join begun b using (kind)
            where t.enters <= points
            group by 1, 2, 3, 4, 5
            offset 0
        ) c
        cross join lateral (select _doubled(c.times) as doubled) z
        cross join lateral (values (c.enters, 1, 1, 1), (c.unmixes, -1, 1, 0), (c.leaves, -1, 0, 1)) as s (i, sign, mixed, valid)
        where s.i <= points
        group by c.kind, s.i
    ),
    changed as (
        select kind, p.i, parts, value_parts, parts_left, items_left, external_left
        from (
            select
                kind, i, coalesce(lead(i) over so_far, points + 1) as next_i, sum(parts) over so_far as parts,
                sum(value_parts) over so_far as value_parts, sum(parts_left) over so_far as parts_left,
                sum(items_left) over so_far as items_left,
                sum(external_left) over so_far as external_left
            from step
            window so_far as (partition by kind order by i)
        ) s
        cross join lateral generate_series(s.i, s.next_i - 1) as p (i)
    ),
    part as materialized (
        select
            k.series_id, u.i, u.star_at, k.class, k.instrument, k.instrument_version, y.mean,
            _weight_of(y.parts, u.star_at::date, f.half_life_days) as w, _weight_of(y.parts, days[u.i], f.half_life_days) as w_faded,
            _weight_of(y.parts_left, days[u.i], f.half_life_days) as w_left,
            (coalesce(r.items, 0) - coalesce(b.items_left, 0) + coalesce(c.items_left, 0))::int as items_left,
            (coalesce(r.external_items, 0) - coalesce(b.external_left, 0) + coalesce(c.external_left, 0))::int as external_left,
            days[u.i] - u.newest_at::date <= f.validity_days * fresh_share as is_fresh,
            u.newest_at::date + floor(f.validity_days * fresh_share)::int + 1 as stale_on,
            u.newest_at::date + f.validity_days + 1 as lapses_on
        from in_use u
        join kind k using (kind)
        join decay f on f.class = k.class
        left join reached r on r.kind = u.kind and r.i = u.i
        left join before b on b.kind = u.kind and b.i = u.i
        left join changed c on c.kind = u.kind and c.i = u.i
        cross join lateral (
            select
                coalesce(r.parts, 0) - coalesce(b.parts, 0) + coalesce(c.parts, 0) as parts,
                coalesce(r.value_parts, 0) - coalesce(b.value_parts, 0) + coalesce(c.value_parts, 0) as value_parts,
                coalesce(r.parts, 0) - coalesce(b.parts_left, 0) + coalesce(c.parts_left, 0) as parts_left
            offset 0
        ) x
        cross join lateral (
            select _mean_of(x.parts, x.value_parts) as mean, x.parts::float8 as parts, x.parts_left::float8 as parts_left offset 0
        ) y
    )
    select
        p.series_id, p.i, p.star_at, null::bigint,
        case
            when count(*) = 1 then max(p.mean)
            else sum(p.w * p.mean order by p.instrument, p.class) / sum(p.w order by p.instrument, p.class)
        end,
        sum(p.w order by p.instrument, p.class), sum(p.w_faded order by p.instrument, p.class),
        sum(p.w_left order by p.instrument, p.class), sum(p.items_left)::int, sum(p.external_left)::int, bool_or(p.is_fresh),
        -- No name of an instrument has a space or a comma in it, and one instrument has one version in use.
        string_agg(distinct p.instrument || ':' || p.instrument_version, ',' order by p.instrument || ':' || p.instrument_version),
        string_agg(distinct p.instrument || ' ' || p.instrument_version, ',' order by p.instrument || ' ' || p.instrument_version),
        max(p.stale_on), max(p.lapses_on)
    from part p
    group by p.series_id, p.i, p.star_at;
end $$;
comment on function _mixed_at_points is 'What does the mix of each of these series add up to at each of these points, whatever it is made of?';

create function _mix_at_points(
    series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], classes text[], counts_left bool
)
returns setof mix
language plpgsql stable set search_path from current as $$
declare
    k record := _knowledge($2, $3);
    heard item_heard[] := array(select h from _evidence_heard($1, $2[cardinality($2)], $3, $4, $5, k.summed_until) h);
    apart bigint[] := case when k.summed_until = '-infinity' then $1 else _of_two_kinds($1, heard, $4, $5) end;
    plain bigint[] := array(select unnest($1) except select unnest(apart));
    touched bigint[];
    newest_ats timestamptz[];
    far bigint[];
begin
    if cardinality(plain) > 0 and cardinality($2) = 1 then
        select n.touched, n.newest_ats into touched, newest_ats from _newest_left(plain, k.reach, heard, $4, $5) n;
        far := array(select t.series_id from unnest(touched, newest_ats) as t (series_id, newest_at) where t.newest_at is null);
    elsif cardinality(plain) > 0 then
        far := _losing_their_newest(plain, k.ends, heard, $4);
    end if;
    apart := apart || far;
    plain := array(select unnest(plain) except select unnest(far));
    if cardinality(plain) > 0 and cardinality($2) = 1 then
        return query select * from _plain_at_one(plain, $2[1], k.reach, $4, $5, heard, touched, newest_ats);
    elsif cardinality(plain) > 0 then
        return query select * from _plain_at_points(plain, $2, k.ends, $4, $5, $6, heard);
    end if;
    if cardinality(apart) > 0 then
        return query select * from _mixed_at_points(apart, $2, k.ends, $3, $4, $5, heard, k.summed_until > '-infinity');
    end if;
end $$;
comment on function _mix_at_points is
    'What does the mix of each series add up to at its newest item, what has it faded to at each of these points, and what is left that is still valid?';

create function _mix_at_one(series_ids bigint[], at timestamptz, known_at timestamptz, labels bigint[], classes text[])
returns setof mix
language sql stable as $$
    select * from _mix_at_points($1, array[$2], $3, $4, $5, true)
$$;
comment on function _mix_at_one is 'The same at one point; and from which days on all of it is old, and past its validity?';

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
returns table (
    series_id bigint, class text, instrument text, instrument_version text, kind bigint, occurred_at timestamptz, weight_centi int,
    value_milli int, is_external bool, ledger_seq bigint, sign int
)
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
    -- Each part has an index of its own, and which series it is about is asked last: another index would only cost.
    return query
    select e.series_id, e.class, e.instrument, e.instrument_version,
           muster.kind_of(e.series_id, e.class, e.instrument, e.instrument_version), e.occurred_at, e.weight_centi::int, e.value_milli,
           e.is_external, e.ledger_seq, heard
    from evidence e
    where e.recorded_at > first_known and e.recorded_at <= case when is_past then least(first_known + interval '14 days', last_known) else last_known end
      and e.occurred_at > first_known - interval '14 days' and e.occurred_at <= last_at
      and (e.recorded_at - e.occurred_at <= interval '14 days') is true
      and e.ended_at > last_known
      and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true and (e.series_id in (select unnest($1))) is true
    union all
    select e.series_id, e.class, e.instrument, e.instrument_version,
           muster.kind_of(e.series_id, e.class, e.instrument, e.instrument_version), e.occurred_at, e.weight_centi::int, e.value_milli,
           e.is_external, e.ledger_seq, heard
    from evidence e
    where e.recorded_at > first_known and e.recorded_at <= last_known and e.recorded_at - e.occurred_at > interval '14 days'
      and e.ended_at > last_known and (e.occurred_at <= last_at) is true
      and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true and (e.series_id in (select unnest($1))) is true
    union all
    select e.series_id, e.class, e.instrument, e.instrument_version,
           muster.kind_of(e.series_id, e.class, e.instrument, e.instrument_version), e.occurred_at, e.weight_centi::int, e.value_milli,
           e.is_external, e.ledger_seq, - heard
    from evidence e
    where e.recorded_at <= first_known and e.ended_at > first_known and e.ended_at <= last_known and e.ended_at < 'infinity'
      and (e.occurred_at <= last_at) is true
      and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true and (e.series_id in (select unnest($1))) is true
    union all
    select e.series_id, e.class, e.instrument, e.instrument_version,
           muster.kind_of(e.series_id, e.class, e.instrument, e.instrument_version), e.occurred_at, e.weight_centi::int, e.value_milli,
           e.is_external, e.ledger_seq, 1
    from evidence e
    where is_past and e.occurred_at > $3 and e.occurred_at <= $2 and e.occurred_at > e.recorded_at
      and e.recorded_at <= $3 and e.ended_at > $3
      and (e.label_id = any ($4)) is true and (e.class = any ($5)) is true and (e.series_id in (select unnest($1))) is true;
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

create function _weighed(parts numeric, value_parts numeric, parts_left numeric, then_worth float8, now_worth float8)
returns table (mean float8, w float8, wv float8, w_faded float8, wv_faded float8, w_left float8)
language sql immutable rows 1 as $$
    select
        x.mean, x.w, x.w * x.mean, x.w_faded, x.w_faded * x.mean, parts_left::float8 * now_worth / (100 * _parts())
    from (
        select p.mean, p.parts * then_worth / (100 * _parts()) as w, p.parts * now_worth / (100 * _parts()) as w_faded
        from (
            select
                -- The mean of one item is its value, to the last digit.
                (value_parts / nullif(parts, 0))::float8 / 1000 as mean, parts::float8 as parts
            offset 0
        ) p
        offset 0
    ) x
$$;
comment on function _weighed is 'What are these sums of parts worth at the newest item of a mix, and at a later day?';

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

create function _mix_at_one(series_ids bigint[], at timestamptz, known_at timestamptz, labels bigint[], classes text[])
returns table (
    series_id bigint, i int, star_at timestamptz, star_seq bigint, mean float8, w float8, wv float8, w_faded float8,
    wv_faded float8, w_left float8, items int, items_left int, external_left int, is_fresh bool, instrument_key text, versions text,
    stale_on date, lapses_on date
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    k record := _knowledge(array[$2], $3);
    reach timestamptz := k.reach;
    summed_until timestamptz := k.summed_until;
    on_day date := $2::date;
    fresh_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    with heard as materialized (
        select
            h.*, d.half_life_days, _day(h.occurred_at::date) as day,
            h.weight_centi * d.half_life_parts[_day(h.occurred_at::date) % d.half_life_days + 1] as part
        from _evidence_heard($1, $2, $3, $4, $5, summed_until) h join decay d using (class)
    ),
    own as materialized (
        select l.*
        from unnest($1) as wanted (series_id) join line l using (series_id)
        where l.class = any ($5) and l.label_id = any ($4) and summed_until > '-infinity'
    ),
    ended as materialized (
        -- All of the line, where nothing of it is later.
        select l.line_id, l.series_id, l.kind, l.parts, l.value_parts, l.items, l.external_items, l.last_at as newest_at, l.last_seq as seq
        from own l where l.last_at <= reach
        union all
        select l.line_id, l.series_id, l.kind, r.parts_until[x.last], r.value_parts_until[x.last], r.items_until[x.last],
               r.external_items_until[x.last], r.moments[x.last], r.seqs[x.last]
        from own l
        cross join lateral (
            select * from running_sum r where r.line_id = l.line_id and r.first_at <= reach order by r.first_at desc limit 1
        ) r
        cross join lateral (select width_bucket(reach, r.moments) as last offset 0) x
        where l.last_at > reach
    ),
    taken as materialized (select distinct h.kind, h.occurred_at from heard h where h.sign < 0),
    gone as materialized (
        select e.kind, e.newest_at from ended e where (e.kind, e.newest_at) in (select t.kind, t.occurred_at from taken t)
    ),
    named as materialized (
        select distinct on (n.kind) n.kind, n.series_id, n.class, n.instrument, n.instrument_version
        from (
            select l.kind, l.series_id, l.class, l.instrument, l.instrument_version from own l
            union all
            select h.kind, h.series_id, h.class, h.instrument, h.instrument_version from heard h
        ) n
    ),
    candidate as materialized (
        select e.kind, e.series_id, e.newest_at, e.seq from ended e
        where (e.kind, e.newest_at) not in (select g.kind, g.newest_at from gone g)
        union all
        select h.kind, h.series_id, h.occurred_at, h.ledger_seq from heard h where h.sign > 0
        union all
        select muster.kind_of(l.series_id, l.class, l.instrument, l.instrument_version), l.series_id, l.newest_at, l.seq
        from (
            select
                coalesce(array_agg(n.series_id), '{}') as series_ids, array_agg(n.class) as classes, array_agg(n.instrument) as instruments,
                array_agg(n.instrument_version) as versions, array_agg(1) as points, array_agg(g.newest_at) as end_ats
            from (select distinct kind, newest_at from gone) g join named n using (kind)
        ) gone
        cross join lateral _left_over(gone.series_ids, classes, instruments, versions, points, end_ats, $3, $4) l
    ),
    star as materialized (
        select c.series_id, c.star_at, case when count(*) = 1 then max(c.seq) end as star_seq
        from (select *, max(newest_at) over (partition by series_id) as star_at from candidate) c
        where c.newest_at = c.star_at
        group by c.series_id, c.star_at
    ),
    newest as materialized (select c.kind, max(c.newest_at) as newest_at from candidate c group by c.kind),
    kind as materialized (
        select
            n.*, w.newest_at,
            max(w.newest_at) over (partition by n.series_id, n.instrument, n.instrument_version) as version_at,
            min(n.instrument_version) over (partition by n.series_id, n.instrument)
                <> max(n.instrument_version) over (partition by n.series_id, n.instrument) as has_versions
        from newest w join named n using (kind)
    ),
    -- The newest version of each instrument counts, expired or not. Those of the same moment are told apart by the rest
    -- of the order key; nothing is asked of null.
    version as (
        select distinct on (v.series_id, v.instrument) v.series_id, v.instrument, v.instrument_version
        from (
            select *, count(*) over (partition by series_id, instrument, version_at) as rivals
            from (select distinct series_id, instrument, instrument_version, version_at from kind where has_versions) d
        ) v
        left join lateral _last_of_version(
            case when v.rivals > 1 then v.series_id end, v.instrument, v.instrument_version, v.version_at, $3, $4) last on true
        order by
            v.series_id, v.instrument, v.version_at desc, last.sequence desc, last.source collate "C" desc,
            last.event_id collate "C" desc
    ),
    in_use as materialized (
        select
            k.kind, k.series_id, k.class, k.instrument, k.instrument_version, k.newest_at, s.star_at, s.star_seq,
            _valid_after(s.star_at, d.validity_days) as mixed_after, _valid_after($2, d.validity_days) as valid_after
        from kind k
        join star s using (series_id)
        join decay d using (class)
        left join version v on k.has_versions
            and (v.series_id, v.instrument, v.instrument_version) = (k.series_id, k.instrument, k.instrument_version)
        where (not k.has_versions or v.series_id is not null)
          -- What its newest item has left has left the mix.
          and k.newest_at > _valid_after(s.star_at, d.validity_days)
    ),
    place as (
        select
            e.kind,
            e.parts - coalesce(m.parts_until[x.mixed], 0) as parts,
            e.value_parts - coalesce(m.value_parts_until[x.mixed], 0) as value_parts,
            e.parts - coalesce(v.parts_until[y.valid], m.parts_until[x.valid], 0) as parts_left,
            e.items - coalesce(m.items_until[x.mixed], 0) as items,
            e.items - coalesce(v.items_until[y.valid], m.items_until[x.valid], 0) as items_left,
            e.external_items - coalesce(v.external_items_until[y.valid], m.external_items_until[x.valid], 0) as external_left
        from ended e
        join in_use u using (kind)
        left join lateral (
            select * from running_sum r
            where r.line_id = e.line_id and r.first_at <= least(u.mixed_after, reach) order by r.first_at desc limit 1
        ) m on true
        -- Most often both begin in the same stretch.
        left join lateral (
            select * from running_sum r
            where (m.next_at is null or least(u.valid_after, reach) >= m.next_at)
              and r.line_id = e.line_id and r.first_at <= least(u.valid_after, reach)
            order by r.first_at desc limit 1
        ) v on true
        cross join lateral (
            select
                width_bucket(least(u.mixed_after, reach), m.moments) as mixed,
                width_bucket(least(u.valid_after, reach), m.moments) as valid
            offset 0
        ) x
        cross join lateral (select width_bucket(least(u.valid_after, reach), v.moments) as valid offset 0) y
        where e.newest_at > u.mixed_after
        union all
        select
            h.kind, h.parts * z.doubled, h.value_parts * z.doubled, h.parts_left * z.doubled, h.items, h.items_left, h.external_left
        from (
            -- Within one half-life the sums are small enough for whole numbers of the machine.
            select
                h.kind, _half_lives(h.day, h.half_life_days) as times,
                sum(h.sign * h.part) as parts, sum(h.sign * h.part * h.value_milli) as value_parts,
                coalesce(sum(h.sign * h.part) filter (where h.occurred_at > u.valid_after), 0) as parts_left,
                sum(h.sign)::int as items,
                (coalesce(sum(h.sign) filter (where h.occurred_at > u.valid_after), 0))::int as items_left,
                (coalesce(sum(h.sign) filter (where h.occurred_at > u.valid_after and h.is_external), 0))::int as external_left
            from heard h join in_use u using (kind)
            where h.occurred_at > u.mixed_after
            group by 1, 2
        ) h
        cross join lateral (select _doubled(h.times) as doubled) z
    )
    select
        m.series_id, 1, m.star_at, m.star_seq,
        case when count(*) = 1 then max(x.mean) else sum(x.wv order by m.instrument, m.class) / sum(x.w order by m.instrument, m.class) end,
        sum(x.w order by m.instrument, m.class), sum(x.wv order by m.instrument, m.class),
        sum(x.w_faded order by m.instrument, m.class), sum(x.wv_faded order by m.instrument, m.class),
        sum(x.w_left order by m.instrument, m.class), sum(m.items)::int, sum(m.items_left)::int, sum(m.external_left)::int,
        bool_or(on_day - m.newest_at::date <= d.validity_days * fresh_share),
        -- No name of an instrument has a space or a comma in it, and one instrument has one version in use.
        string_agg(distinct m.instrument || ':' || m.instrument_version, ',' order by m.instrument || ':' || m.instrument_version),
        string_agg(distinct m.instrument || ' ' || m.instrument_version, ',' order by m.instrument || ' ' || m.instrument_version),
        max(m.newest_at::date + floor(d.validity_days * fresh_share)::int + 1), max(m.newest_at::date + d.validity_days + 1)
    from (
        select
            u.series_id, u.star_at, u.star_seq, u.class, u.instrument, u.instrument_version, u.newest_at, p.*
        from (
            select
                kind, sum(parts) as parts, sum(value_parts) as value_parts, sum(parts_left) as parts_left, sum(items) as items,
                sum(items_left) as items_left, sum(external_left) as external_left
            from place group by kind
        ) p
        join in_use u using (kind)
    ) m
    join decay d using (class)
    cross join lateral _weighed(
        m.parts, m.value_parts, m.parts_left, _fading(m.star_at::date, d.half_life_days), _fading(on_day, d.half_life_days)) x
    group by m.series_id, m.star_at, m.star_seq;
end $$;
comment on function _mix_at_one is 'What does the mix of each series add up to at its newest item, what has it faded to at one point, what is left that is still valid, and from which days on all of it is old, and past its validity?';

create function _mix_at_points(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], classes text[])
returns table (
    series_id bigint, i int, star_at timestamptz, star_seq bigint, mean float8, w float8, wv float8, w_faded float8,
    wv_faded float8, w_left float8, items int, items_left int, external_left int, is_fresh bool, instrument_key text, versions text,
    stale_on date, lapses_on date
)
language plpgsql stable set search_path from current set timezone = 'UTC' set enable_nestloop = off set enable_mergejoin = off
set enable_sort = off
set plan_cache_mode = force_generic_plan set jit = off as $$
#variable_conflict use_column
declare
    k record := _knowledge($2, $3);
    ends timestamptz[] := k.ends;
    summed_until timestamptz := k.summed_until;
    points int := cardinality($2);
    days date[] := $2::date[];
    fresh_share float8 := _constant('readiness.stale_share_of_validity');
begin
    return query
    with fades as materialized (
        select d.class, d.half_life_days, d.validity_days, array(select unnest(d.half_life_parts)) as parts_of_day
        from decay d
        where d.class = any ($5)
    ),
    heard as materialized (
        select
            h.*, _day(h.occurred_at::date) as day, f.half_life_days,
            h.weight_centi * f.parts_of_day[_day(h.occurred_at::date) % f.half_life_days + 1] as part,
            width_bucket(h.occurred_at - interval '1 microsecond', $2) + 1 as enters
        from _evidence_heard($1, $2[points], $3, $4, $5, summed_until) h join fades f using (class)
    ),
    own as materialized (
        select l.*
        from unnest($1) as wanted (series_id) join line l using (series_id)
        where l.class = any ($5) and l.label_id = any ($4) and l.last_at is not null and summed_until > '-infinity'
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
        cross join lateral _left_over(gone.series_ids, classes, instruments, versions, gone.points, end_ats, $3, $4) l
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
            case when v.rivals > 1 then v.series_id end, v.instrument, v.instrument_version, v.version_at, $3, $4) last on true
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
        join fades f using (class)
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
            from in_use u join fades f using (class)
        ) x
        group by kind
    ),
    before as (
        select
            kind, i, sum(parts) as parts, sum(value_parts) as value_parts, sum(parts_left) as parts_left, sum(items)::int as items,
            sum(items_left)::int as items_left, sum(external_left)::int as external_left
        from (
            -- Most often what is left begins in the same stretch as the mix, a little later.
            select
                l.kind, b.at_points[p.j] as i, r.parts_until[x.mixed] as parts, r.value_parts_until[x.mixed] as value_parts,
                case when x.valid > 0 then r.parts_until[x.valid] else 0 end as parts_left, r.items_until[x.mixed] as items,
                case when x.valid > 0 then r.items_until[x.valid] else 0 end as items_left,
                case when x.valid > 0 then r.external_items_until[x.valid] else 0 end as external_left
            from own_line l
            join begun b using (kind)
            cross join lateral (
                select * from running_sum r
                where r.line_id = l.line_id and r.first_at <= b.mixed_from[cardinality(b.mixed_from)] and r.next_at > b.mixed_from[1]
                offset 0
            ) r
            cross join lateral generate_series(
                width_bucket(r.first_at - interval '1 microsecond', b.mixed_from) + 1,
                width_bucket(r.next_at - interval '1 microsecond', b.mixed_from)) as p (j)
            cross join lateral (
                select
                    width_bucket(b.mixed_from[p.j], r.moments) as mixed,
                    case when b.valid_from[p.j] < r.next_at then width_bucket(b.valid_from[p.j], r.moments) else 0 end as valid
                offset 0
            ) x
            union all
            select
                l.kind, b.at_points[p.j], 0, 0, r.parts_until[y.valid], 0, r.items_until[y.valid], r.external_items_until[y.valid]
            from own_line l
            join begun b using (kind)
            cross join lateral (
                select * from running_sum r
                where r.line_id = l.line_id and r.first_at <= b.valid_from[cardinality(b.valid_from)] and r.next_at > b.valid_from[1]
                offset 0
            ) r
            cross join lateral generate_series(
                -- The points whose mix begins in this stretch have been asked about.
                width_bucket(r.first_at - interval '1 microsecond', b.valid_from) + 1,
                least(
                    width_bucket(r.next_at - interval '1 microsecond', b.valid_from),
                    width_bucket(r.first_at - interval '1 microsecond', b.mixed_from))) as p (j)
            cross join lateral (select width_bucket(b.valid_from[p.j], r.moments) as valid offset 0) y
        ) place
        group by kind, i
    ),
    step as (
        select
            c.kind, s.i, sum(s.sign * s.mixed * c.parts * z.doubled) as parts, sum(s.sign * s.mixed * c.value_parts * z.doubled) as value_parts,
            sum(s.sign * s.valid * c.parts * z.doubled) as parts_left, sum(s.sign * s.mixed * c.items) as items,
            sum(s.sign * s.valid * c.items) as items_left, sum(s.sign * s.valid * c.external_items) as external_left
        from (
            -- Within one half-life the sums are small enough for whole numbers of the machine.
            select
                t.kind, t.enters, _half_lives(t.day, t.half_life_days) as times,
                greatest(
                    coalesce(b.at_points[width_bucket(t.occurred_at - interval '1 microsecond', b.mixed_after) + 1], points + 1),
                    t.enters) as unmixes,
                greatest(
                    coalesce(b.at_points[width_bucket(t.occurred_at - interval '1 microsecond', b.valid_after) + 1], points + 1),
                    t.enters) as leaves,
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
        select kind, p.i, parts, value_parts, parts_left, items, items_left, external_left
        from (
            select
                kind, i, coalesce(lead(i) over so_far, points + 1) as next_i, sum(parts) over so_far as parts,
                sum(value_parts) over so_far as value_parts, sum(parts_left) over so_far as parts_left,
                sum(items) over so_far as items, sum(items_left) over so_far as items_left,
                sum(external_left) over so_far as external_left
            from step
            window so_far as (partition by kind order by i)
        ) s
        cross join lateral generate_series(s.i, s.next_i - 1) as p (i)
    ),
    part as materialized (
        select
            k.series_id, u.i, u.star_at, k.is_alone, k.class, k.instrument, k.instrument_version, x.*,
            (coalesce(r.items, 0) - coalesce(b.items, 0) + coalesce(c.items, 0))::int as items,
            (coalesce(r.items, 0) - coalesce(b.items_left, 0) + coalesce(c.items_left, 0))::int as items_left,
            (coalesce(r.external_items, 0) - coalesce(b.external_left, 0) + coalesce(c.external_left, 0))::int as external_left,
            days[u.i] - u.newest_at::date <= f.validity_days * fresh_share as is_fresh,
            u.newest_at::date + floor(f.validity_days * fresh_share)::int + 1 as stale_on,
            u.newest_at::date + f.validity_days + 1 as lapses_on
        from in_use u
        join kind k using (kind)
        join fades f on f.class = k.class
        left join reached r on r.kind = u.kind and r.i = u.i
        left join before b on b.kind = u.kind and b.i = u.i
        left join changed c on c.kind = u.kind and c.i = u.i
        cross join lateral _weighed(
            coalesce(r.parts, 0) - coalesce(b.parts, 0) + coalesce(c.parts, 0),
            coalesce(r.value_parts, 0) - coalesce(b.value_parts, 0) + coalesce(c.value_parts, 0),
            coalesce(r.parts, 0) - coalesce(b.parts_left, 0) + coalesce(c.parts_left, 0),
            _fading(u.star_at::date, f.half_life_days), _fading(days[u.i], f.half_life_days)) x
    )
    select
        p.series_id, p.i, p.star_at, null::bigint, p.mean, p.w, p.wv, p.w_faded, p.wv_faded, p.w_left, p.items, p.items_left,
        p.external_left, p.is_fresh, p.instrument || ':' || p.instrument_version, p.instrument || ' ' || p.instrument_version,
        p.stale_on, p.lapses_on
    from part p where p.is_alone
    union all
    select
        p.series_id, p.i, p.star_at, null,
        case when count(*) = 1 then max(p.mean) else sum(p.wv order by p.instrument, p.class) / sum(p.w order by p.instrument, p.class) end,
        sum(p.w order by p.instrument, p.class), sum(p.wv order by p.instrument, p.class),
        sum(p.w_faded order by p.instrument, p.class), sum(p.wv_faded order by p.instrument, p.class),
        sum(p.w_left order by p.instrument, p.class), sum(p.items)::int, sum(p.items_left)::int, sum(p.external_left)::int,
        bool_or(p.is_fresh),
        string_agg(distinct p.instrument || ':' || p.instrument_version, ',' order by p.instrument || ':' || p.instrument_version),
        string_agg(distinct p.instrument || ' ' || p.instrument_version, ',' order by p.instrument || ' ' || p.instrument_version),
        max(p.stale_on), max(p.lapses_on)
    from part p where not p.is_alone
    group by p.series_id, p.i, p.star_at;
end $$;
comment on function _mix_at_points is 'What does the mix of each series add up to at its newest item, what has it faded to at each of these points, and what is left that is still valid?';

create function _mixes(series_ids bigint[], ats timestamptz[], known_at timestamptz, labels bigint[], classes text[])
returns table (
    series_id bigint, i int, star_at timestamptz, star_seq bigint, mean float8, w float8, wv float8, w_faded float8,
    wv_faded float8, w_left float8, items int, items_left int, external_left int, is_fresh bool, instrument_key text, versions text,
    stale_on date, lapses_on date
)
language plpgsql stable set search_path from current as $$
begin
    if cardinality($2) = 1 then
        return query select * from _mix_at_one($1, $2[1], $3, $4, $5);
    else
        return query select * from _mix_at_points($1, $2, $3, $4, $5);
    end if;
end $$;
comment on function _mixes is 'What does the mix of each series add up to at one point or many?';

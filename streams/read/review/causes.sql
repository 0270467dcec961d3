-- needs: common/mix, common/visible, ledger/head

-- Why a mean is another than it was. It moves when evidence comes or is amended: told are the items that are in the mix of
-- one end only. What they leave of the change is that of the items that stayed: weighed anew on the day of the newest, or,
-- beside a prior that never fades, drawn back to it by time.

create function _says_nothing(of_root bigint, known_at timestamptz) returns bigint
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    -- Retractions are final; every correction that is in force says something else than evidence.
    select case
        when exists (
            select from ledger root join ledger l on (l.root_source, l.root_id) = (root.source, root.event_id)
            where root.seq = $1 and l.type = 'org.muster.event.retracted' and l.recorded_at <= $2
              and (l.event::jsonb #>> '{data,amends,source}', l.event::jsonb #>> '{data,amends,id}') = (root.source, root.event_id)
              and not exists (select from amendment_flag f where f.ledger_seq = l.seq)
        ) then null
        else 0
    end
    );
end $$;
comment on function _says_nothing is
    'Does a root of which no row is in force hold all the same, without saying anything that counts (0), or was it retracted (null)?';

create function _in_force(of_root bigint, known_at timestamptz, labels bigint[]) returns bigint
language plpgsql stable set search_path from current as $$
declare
    seq bigint;
begin
    execute $query$
        select ledger_seq from _visible_evidence('infinity', $2, $3) where root_seq = $1 limit 1
    $query$ into seq using of_root, known_at, labels;
    return coalesce(seq, _says_nothing(of_root, known_at));
end $$;
comment on function _in_force is
    'Which event says what the evidence of this root is, as far as was known? None of them (0) if it holds as no evidence, null if it was retracted.';

create function _report_in_force(of_root bigint, known_at timestamptz, labels bigint[]) returns bigint
language plpgsql stable set search_path from current as $$
declare
    seq bigint;
begin
    execute $query$
        select ledger_seq from _visible_resource_level('infinity', $2, $3) where root_seq = $1 limit 1
    $query$ into seq using of_root, known_at, labels;
    return coalesce(seq, _says_nothing(of_root, known_at));
end $$;
comment on function _report_in_force is 'Which event says what the report of this root is, as far as was known? Null if it was retracted.';

create function _reason(is_in bool, seq bigint, seq_there bigint, is_unknown_there bool, is_later bool) returns text
language sql immutable as $$
    select case
        when is_unknown_there or (seq = seq_there and is_later) then
            case
                when is_later then case when is_in then 'came' else 'not yet' end
                else case when is_in then 'became known' else 'no longer known' end
            end
        when seq_there is null then case when is_in then 'reinstated' else 'retracted' end
        when seq <> seq_there then 'corrected'
    end
$$;
comment on function _reason is 'Why is an event not heard at the other end? Null if it is.';

create function _moved(
    series_ids bigint[], from_stars timestamptz[], to_stars timestamptz[], from_versions text[], to_versions text[],
    from_known_at timestamptz, to_known_at timestamptz, labels bigint[], of_class text
)
returns table (
    series_id bigint, value float8, from_weight float8, to_weight float8, occurred_at timestamptz, source text,
    event_id text, ledger_seq bigint, root_seq bigint, recorded_at timestamptz, ended_at timestamptz, is_in bool,
    has_mix_there bool, is_old_there bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' set timescaledb.enable_chunk_append = off as $$
declare
    half_life int;
    days int;
    parts_of_day bigint[];
    first_at timestamptz;
    last_at timestamptz;
begin
    select d.half_life_days, d.validity_days, array(select unnest(d.half_life_parts)) into half_life, days, parts_of_day
    from decay d where d.class = of_class;
    select min(least(_valid_after(a, days), _valid_after(b, days))), max(greatest(a, b)) into first_at, last_at
    from unnest(from_stars, to_stars) as u (a, b);
    if last_at is null then
        return;
    end if;
    return query execute format($query$
        with wanted as materialized (
            select
                *,
                -- In the time that is in both mixes, other versions or other knowledge can make a difference only.
                case when from_versions is distinct from to_versions or both_after >= both_until then null else both_after end as split_at
            from (
                select
                    u.id, string_to_array(u.fv, ',') as from_versions, string_to_array(u.tv, ',') as to_versions,
                    u.a is not null as has_from, u.b is not null as has_to, x.*,
                    least(x.from_after, x.to_after) as first_at, greatest(x.from_after, x.to_after) as both_after,
                    least(x.from_star, x.to_star) as both_until, greatest(x.from_star, x.to_star) as last_at
                from unnest($1, $2, $3, $4, $5) as u (id, a, b, fv, tv)
                cross join lateral (
                    -- Where nothing was, nothing is in the mix.
                    select
                        _valid_after(coalesce(u.a, u.b), $10) as from_after, _valid_after(coalesce(u.b, u.a), $10) as to_after,
                        coalesce(u.a, _valid_after(u.b, $10)) as from_star, coalesce(u.b, _valid_after(u.a, $10)) as to_star
                ) x
                where u.a is not null or u.b is not null
            ) w
        ),
        stretch as (
            select id, first_at, coalesce(split_at, last_at) as last_at from wanted
            union all
            select id, both_until, last_at from wanted where split_at is not null
        ),
        item as (
            select e.*
            from stretch s
            cross join lateral (
                select *
                -- why: both ends of a difference at once
                from evidence e
                where e.series_id = s.id and e.class = %1$L and e.occurred_at > s.first_at and e.occurred_at <= s.last_at
                  and e.occurred_at > $11 and e.occurred_at <= $12 and e.label_id = any ($8)
                offset 0
            ) e
            union all
            select h.*
            from (
                select *
                -- why: what came or ended between what is known at the two ends
                from evidence
                where class = %1$L and occurred_at > $11 and occurred_at <= $12
                  and recorded_at > least($6, $7) and recorded_at <= greatest($6, $7)
                union all
                select *
                -- why: the same
                from evidence
                where class = %1$L and occurred_at > $11 and occurred_at <= $12 and recorded_at <= least($6, $7)
                  and ended_at > least($6, $7) and ended_at <= greatest($6, $7) and ended_at < 'infinity'
            ) h
            join wanted w on w.id = h.series_id and h.occurred_at > w.split_at and h.occurred_at <= w.both_until
            where $6 <> $7 and (h.label_id = any ($8)) is true
        ),
        judged as (
            select
                i.*, w.has_from, w.has_to, i.occurred_at <= w.from_after as is_old_from, i.occurred_at <= w.to_after as is_old_to,
                w.from_star, w.to_star, c.*
            from item i
            join wanted w on w.id = i.series_id
            cross join lateral (
                select
                    w.has_from and i.occurred_at > w.from_after and i.occurred_at <= w.from_star
                        and i.recorded_at <= $6 and i.ended_at > $6
                        and (w.from_versions is null or i.instrument || ' ' || i.instrument_version = any (w.from_versions)) as counted,
                    w.has_to and i.occurred_at > w.to_after and i.occurred_at <= w.to_star
                        and i.recorded_at <= $7 and i.ended_at > $7
                        and (w.to_versions is null or i.instrument || ' ' || i.instrument_version = any (w.to_versions)) as counts
            ) c
        )
        select
            series_id, value_milli / 1000.0::float8,
            case when counted then x.weight * _fading(from_star::date, $13) end,
            case when counts then x.weight * _fading(to_star::date, $13) end,
            occurred_at, source, event_id, ledger_seq, root_seq, recorded_at, ended_at, counts,
            case when counts then has_from else has_to end, case when counts then is_old_from else is_old_to end
        from (
            -- The same statement in force again, after an amendment that was taken back, has not moved.
            select *, count(*) over (partition by series_id, ledger_seq) as times from judged where counted <> counts
        ) moved
        cross join lateral (
            select
                weight_centi * $9[_day(occurred_at::date) %% $13 + 1]
                    * power(2.0::float8, _half_lives(_day(occurred_at::date), $13)) / (100 * _parts()) as weight
        ) x
        where times = 1
    $query$, of_class)
    using series_ids, from_stars, to_stars, from_versions, to_versions, from_known_at, to_known_at, labels, parts_of_day, days,
        first_at, last_at, half_life;
end $$;
comment on function _moved is 'Which items of one class are in the mix of one of two ends only, each mix taken at its newest item?';

create function _causes(
    series_ids bigint[], from_stars timestamptz[], to_stars timestamptz[], from_values float8[], to_values float8[],
    from_weights float8[], to_weights float8[], from_factors float8[], to_factors float8[], from_versions text[],
    to_versions text[], from_as_of timestamptz, from_known_at timestamptz, to_as_of timestamptz, to_known_at timestamptz,
    labels bigint[], prior float8, classes text[], rest text
)
returns table (
    series_id bigint, cause text, seq bigint, source text, event_id text, at timestamptz, share float8, is_in bool
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    from_seq bigint := _seq_at(from_known_at);
    to_seq bigint := _seq_at(to_known_at);
begin
    return query
    with reading as materialized (
        select *
        from unnest(series_ids, from_values, to_values, from_weights, to_weights, from_factors, to_factors)
            as r (series_id, was, is_now, from_w, to_w, from_factor, to_factor)
    ),
    moved as materialized (
        select
            m.*,
            -- From or to nothing there are no shares.
            case
                when r.was is null or r.is_now is null then null
                when m.is_in then m.to_weight * r.to_factor / (r.to_w * r.to_factor + prior) * (m.value - r.was)
                else - m.from_weight * r.from_factor / (r.from_w * r.from_factor + prior) * (m.value - r.was)
            end as share
        from unnest(classes) as c (class)
        cross join lateral _moved(series_ids, from_stars, to_stars, from_versions, to_versions, $13, $15, labels, c.class) m
        join reading r using (series_id)
    )
    select r.series_id, rest, null::bigint, null::text, null::text, null::timestamptz, x.share, null::bool
    from reading r
    left join (select series_id, sum(share order by ledger_seq, is_in) as share from moved group by series_id) g using (series_id)
    cross join lateral (select r.is_now - r.was - coalesce(g.share, 0) as share) x
    where abs(x.share) > 1e-9
    union all
    select
        m.series_id,
        coalesce(
            _reason(m.is_in, m.ledger_seq, x.seq_there, m.root_seq > there.seq, m.occurred_at > there.as_of),
            case
                when not m.has_mix_there then case when m.is_in then 'actor declared' else 'actor no longer declared' end
                when m.is_old_there then case when m.is_in then 'in date again' else 'put out of date' end
                else 'version changed'
            end),
        m.ledger_seq, m.source, m.event_id, m.occurred_at, m.share, m.is_in
    from moved m
    cross join lateral (
        select
            case when m.is_in then $12 else $14 end as as_of, case when m.is_in then $13 else $15 end as known_at,
            case when m.is_in then from_seq else to_seq end as seq
    ) there
    cross join lateral (
        select
            case
                when m.recorded_at <= there.known_at and m.ended_at > there.known_at then m.ledger_seq
                when m.root_seq <= there.seq then _in_force(m.root_seq, there.known_at, labels)
            end as seq_there
        offset 0
    ) x;
end $$;
comment on function _causes is 'Why did the mean of each series change: what came, what it put out of date, what was amended, and what that left to the rest?';

create function _ages(series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], classes text[])
returns table (series_id bigint, old_on date, lapsed_on date)
language plpgsql stable set search_path from current as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query select m.series_id, m.stale_on, m.lapses_on from _mix_at_one($1, $2, $3, $4, $5) m;
end $$;
comment on function _ages is 'On which day does the mix of each series grow old, every item older than half its validity, and on which is none inside it?';

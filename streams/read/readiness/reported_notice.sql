-- needs: common/constants, common/members, common/visible, readiness/declared, readiness/readiness

create function _notices_since(
    series_ids bigint[], as_of timestamptz, known_at timestamptz, labels bigint[], since timestamptz
)
returns table (series_id bigint, pillar text, reporter text, ntm_days int, occurred_at timestamptz, ledger_seq bigint)
language plpgsql stable set search_path from current set timescaledb.enable_chunk_append = off as $$
begin
    if cardinality(series_ids) = 0 then
        return;
    end if;
    return query execute $query$
        select distinct on (wanted.series_id)
            wanted.series_id, l.pillar, l.reporter, l.ntm_days, l.occurred_at, l.ledger_seq
        from unnest($1) as wanted (series_id)
        cross join unnest(array['P', 'S', 'R', 'T']) as p (pillar)
        cross join lateral (
            select r.pillar, r.reporter, r.ntm_days, r.occurred_at, r.sequence, r.source, r.event_id, r.ledger_seq
            from _visible_resource_level($2, $3, $4) r
            where r.series_id = wanted.series_id and r.pillar = p.pillar and r.ntm_days is not null and r.occurred_at >= $5
            order by r.occurred_at desc, r.sequence desc, r.source desc, r.event_id desc
            limit 1
        ) l
        order by wanted.series_id, l.occurred_at desc, l.sequence desc, l.source desc, l.event_id desc
    $query$ using series_ids, as_of, known_at, labels, since;
end $$;
comment on function _notices_since is 'Which is the latest report of each series that states a notice to move, not older than a moment?';

create function reported_notice(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, ntm_days int, ntm_band int, pillar text, reporter text, reported_at timestamptz,
    age_days int, expires_on date, ledger_seq bigint, state text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('readiness', $1, $2, $3, labels, null, null);
    late_days float8 := _constant('resource_report.amber_days');
    validity_days int := _constant('resource_report.validity_days');
    limits float8[] := _ntm_limits();
begin
    -- However old: a slow notice that is not said again does not vanish, it lapses. Most are young, and what is older is
    -- looked for only where nothing younger is.
    return query
    with recent as materialized (
        select * from _notices_since(series_ids, $2, $3, labels, ($2::date - validity_days)::timestamptz)
    ),
    latest as (
        select * from recent
        union all
        select o.*
        from _notices_since(
            array(select w from unnest(series_ids) w where w not in (select r.series_id from recent r)), $2, $3, labels,
            '-infinity') o
    )
    select
        x.actor, x.area, l.ntm_days, _ntm_band(l.ntm_days, limits), l.pillar, l.reporter, l.occurred_at,
        $2::date - l.occurred_at::date, l.occurred_at::date + validity_days, l.ledger_seq,
        _state($2::date - l.occurred_at::date, late_days, validity_days)
    from latest l join series x using (series_id)
    order by x.actor, x.area;
end $$;
comment on function reported_notice is 'How fast can each member move in each area, as its latest report that says so has it, and does that report still hold?';

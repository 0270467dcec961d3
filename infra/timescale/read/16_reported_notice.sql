create function reported_notice(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, ntm_days int, ntm_band int, pillar text, reporter text, reported_at timestamptz,
    age_days int, expires_on date, ledger_seq bigint, state text
)
language plpgsql stable set search_path from current set timezone = 'UTC'
set timescaledb.enable_chunk_append = off as $$
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('readiness', of_body, as_of, known_at, labels, null, null);
    validity_days int := _constant('resource_report.validity_days');
begin
    return query execute $query$
        with latest as (
            -- However old: a slow notice that is not said again does not vanish, it lapses.
            select distinct on (wanted.series_id) wanted.series_id, l.*
            from unnest($1) as wanted (series_id)
            cross join unnest(array['P', 'S', 'R', 'T']) as p (pillar)
            cross join lateral (
                select r.pillar, r.reporter, r.ntm_days, r.occurred_at, r.sequence, r.source, r.event_id, r.ledger_seq
                from resource_level r
                where r.series_id = wanted.series_id and r.pillar = p.pillar and r.ntm_days is not null
                  and r.occurred_at <= $2
                  and r.recorded_at <= $3 and r.ended_at > $3 and r.label_id = any ($4)
                order by r.occurred_at desc, r.sequence desc, r.source desc, r.event_id desc
                limit 1
            ) l
            order by wanted.series_id, l.occurred_at desc, l.sequence desc, l.source desc, l.event_id desc
        )
        select
            x.actor, x.area, l.ntm_days, _ntm_band(l.ntm_days, $6), l.pillar, l.reporter, l.occurred_at,
            $2::date - l.occurred_at::date, l.occurred_at::date + $5, l.ledger_seq, _report_state($2::date - l.occurred_at::date)
        from latest l join series x using (series_id)
        order by x.actor, x.area
    $query$ using series_ids, as_of, known_at, labels, validity_days, _ntm_limits();
end $$;
comment on function reported_notice is 'How fast can each member move in each area, as its latest report that says so has it, and does that report still hold?';

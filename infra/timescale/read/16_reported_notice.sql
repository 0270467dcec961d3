create function reported_notice(of_body text, as_of timestamptz, known_at timestamptz)
returns table (
    actor text, area text, ntm_days int, ntm_band int, pillar text, reporter text, reported_at timestamptz,
    age_days int, expires_on date, ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
declare
    labels bigint[] := muster.my_labels();
    series_ids bigint[] := _series_of('readiness', of_body, as_of, known_at, labels, null, null);
begin
    return query execute $query$
        with latest as (
            select distinct on (l.series_id) l.*
            from resource_level l
            where l.ntm_days is not null
              and l.occurred_at <= $2 and l.occurred_at >= $2::date - $5::int
              and l.recorded_at <= $3 and l.ended_at > $3
              and l.label_id = any ($4) and l.series_id = any ($1)
            order by l.series_id, l.occurred_at desc, l.sequence desc, l.source desc, l.event_id desc
        )
        select
            x.actor, x.area, l.ntm_days, _ntm_band(l.ntm_days), l.pillar, l.reporter, l.occurred_at,
            $2::date - l.occurred_at::date, l.occurred_at::date + $5::int, l.ledger_seq
        from latest l join series x using (series_id)
        order by x.actor, x.area
    $query$ using series_ids, as_of, known_at, labels, _constant('resource_report.validity_days');
end $$;
comment on function reported_notice is 'How fast can each member move in each area, as its latest unexpired report that says so has it?';

-- needs: common/visible

-- none: name, series, latitude_deg, longitude_deg, place, date_precision, personnel
create function exercises(as_of timestamptz, known_at timestamptz, max_rows int default 100)
returns table (
    exercise_id text, name text, series text, kinds text[], domains text[], started_on date, ended_on date,
    latitude_deg float8, longitude_deg float8, place text, date_precision text, participants int, personnel bigint,
    results int, newest_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    latest as (
        select distinct on (e.exercise_id) e.*
        from viewer, _visible_exercise($1, $2, viewer.labels) e
        order by e.exercise_id, e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
    ),
    page as (
        select * from latest order by started_on desc, exercise_id desc limit least($3, 10000)
    )
    select
        p.exercise_id, p.name, p.series, p.kinds, p.domains, p.started_on, p.ended_on, p.latitude_deg, p.longitude_deg,
        p.place, p.date_precision, present.n, present.personnel, graded.n, p.ledger_seq
    from page p, viewer,
        lateral (
            select count(*)::int as n, sum(a.personnel)::bigint as personnel
            from _visible_participation('infinity', $2, viewer.labels) a
            where a.exercise_id = p.exercise_id and a.root_seq = p.root_seq
        ) present,
        lateral (
            select count(*)::int as n
            from _visible_exercise_result($1, $2, viewer.labels) r
            where r.exercise_id = p.exercise_id
        ) graded
    order by p.started_on desc, p.exercise_id desc;
end $$;
comment on function exercises is 'Which exercises were conducted, who took part, how many results are recorded? Newest first.';

-- needs: commitments/commitments, common/visible

-- none: expected
create function progress(of_commitment text, as_of timestamptz, known_at timestamptz, max_rows int default 2000)
returns table (
    actor text, observed_on date, value float8, is_estimate bool, reported_at timestamptz, ledger_seq bigint,
    is_forecast bool, expected float8
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    observed as materialized (
        select o.*, _is_forecast(o, $2::date) as is_forecast
        from viewer, _observed($2, $3, viewer.labels) o
        where o.commitment_id = $1
    ),
    terms as (
        select c.* from viewer, _commitments_in_force($2, $3, viewer.labels) c where c.commitment_id = $1
    ),
    first as (
        select distinct on (o.actor) o.actor, o.value
        from observed o cross join terms
        where not o.is_forecast and o.observed_on <= terms.start_on
        order by o.actor, o.observed_on desc
    ),
    page as (
        select * from observed o order by o.observed_on desc, o.actor collate "C" desc limit least($4, 10000)
    )
    select
        p.actor, p.observed_on, p.value, p.is_estimate, p.occurred_at, p.ledger_seq, p.is_forecast,
        _expected(t.start_on, t.due_on, coalesce(t.baseline, first.value), t.target, p.observed_on)
    from page p left join terms t on true left join first using (actor)
    order by p.actor collate "C", p.observed_on;
end $$;
comment on function progress is 'Which values were reported on one commitment, for which days, beside the path of their day; which are estimates or forecasts?';

-- none: actors, target, due_on, meeting_id, reason
create function commitment_history(of_commitment text, as_of timestamptz, known_at timestamptz, max_rows int default 200)
returns table (
    at timestamptz, move text, actors text[], target float8, due_on date, meeting_id text, reason text, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    said as (
        select
            c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id,
            case when row_number() over (
                order by c.occurred_at, c.sequence, c.life_rank, c.source collate "C", c.event_id collate "C") = 1
                then 'made' else 'revised' end as move,
            c.actors, c.target, c.due_on, null as meeting_id, null as reason, c.ledger_seq
        from viewer, _visible_commitment($2, $3, viewer.labels) c
        where c.commitment_id = $1
        union all
        select
            m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id, m.move, m.actors, null, null, m.meeting_id, m.reason,
            m.ledger_seq
        from viewer, _visible_commitment_move($2, $3, viewer.labels) m
        where m.commitment_id = $1
    )
    select s.occurred_at, s.move, s.actors, s.target, s.due_on, s.meeting_id, s.reason, s.ledger_seq
    from said s
    order by s.occurred_at, s.sequence, s.life_rank, s.source collate "C", s.event_id collate "C"
    limit least($4, 10000);
end $$;
comment on function commitment_history is 'When was a commitment made, revised, said again or given up, and by whom? The earliest first.';

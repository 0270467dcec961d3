-- What the page of summits needs beside cadence, decisions and commitments: single lives, step by step.

create function meeting_plans(
    of_body text, from_on date, to_on date, as_of timestamptz, known_at timestamptz, max_rows int default 1000
)
returns table (
    meeting_id text, level text, state text, first_on date, starts_on date, ends_on date, place text,
    postponements int, reason text, attendees int, ledger_seq bigint
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with viewer as materialized (select muster.my_labels() as labels),
    move as (
        select m.*,
               row_number() over (partition by m.meeting_id
                   order by m.occurred_at desc, m.sequence desc, m.life_rank desc, m.source desc, m.event_id desc) as nth_last
        from meeting_plan m, viewer
        where m.occurred_at <= $4 and m.recorded_at <= $5 and m.ended_at > $5 and m.label_id = any (viewer.labels)
          and ($1 is null or m.body = $1)
    ),
    plan as (
        select
            m.meeting_id, max(m.level) as level,
            (array_agg(m.starts_on order by m.nth_last desc) filter (where m.move = 'scheduled'))[1] as first_on,
            -- A cancellation names no day: the day it was planned for last is the one that is free now.
            (array_agg(m.starts_on order by m.nth_last) filter (where m.move <> 'cancelled'))[1] as starts_on,
            (array_agg(m.ends_on order by m.nth_last) filter (where m.move <> 'cancelled'))[1] as ends_on,
            (array_agg(m.place order by m.nth_last) filter (where m.place is not null))[1] as place,
            (array_agg(m.move order by m.nth_last))[1] as last_move,
            (array_agg(m.reason order by m.nth_last) filter (where m.move <> 'scheduled'))[1] as reason,
            (count(*) filter (where m.move = 'postponed'))::int as postponements,
            max(m.ledger_seq) as ledger_seq
        from move m
        group by m.meeting_id
    ),
    held as materialized (select h.* from viewer, _meetings_held($1, $4, $5, viewer.labels) h),
    life as (
        select
            coalesce(h.meeting_id, p.meeting_id) as meeting_id, coalesce(h.level, p.level) as level,
            case when h.meeting_id is not null then 'held'
                 when p.last_move = 'scheduled' then 'planned'
                 else p.last_move end as state,
            coalesce(p.first_on, h.started_on) as first_on, coalesce(h.started_on, p.starts_on) as starts_on,
            coalesce(h.ended_on, p.ends_on) as ends_on, coalesce(h.place, p.place) as place,
            coalesce(p.postponements, 0) as postponements, p.reason, h.root_seq,
            coalesce(h.ledger_seq, p.ledger_seq) as ledger_seq
        from plan p full join held h using (meeting_id)
    ),
    page as (
        select *
        from life
        where first_on between $2 and $3 or starts_on between $2 and $3
        order by coalesce(starts_on, first_on) desc, meeting_id collate "C" desc
        limit least($6, 10000)
    )
    select
        p.meeting_id, p.level, p.state, p.first_on, p.starts_on, p.ends_on, p.place, p.postponements, p.reason,
        present.n, p.ledger_seq
    from page p, viewer,
        lateral (
            select count(*)::int as n
            from attendance a
            where a.meeting_id = p.meeting_id and a.root_seq = p.root_seq
              and a.recorded_at <= $5 and a.ended_at > $5 and a.label_id = any (viewer.labels)
        ) present
    order by coalesce(p.starts_on, p.first_on) desc, p.meeting_id collate "C" desc
$$;
comment on function meeting_plans is 'Which meetings were planned for a span of days, and was each held, postponed or cancelled? Latest day first.';

create function attendees(of_meeting text, as_of timestamptz, known_at timestamptz)
returns table (actor text, rank int)
language sql stable set search_path from current as $$
    select a.actor, a.rank::int
    from (select muster.my_labels() as labels offset 0) viewer, _meetings_held(null, $2, $3, viewer.labels) m
    join attendance a on a.meeting_id = m.meeting_id and a.root_seq = m.root_seq
    where m.meeting_id = $1
      and a.recorded_at <= $3 and a.ended_at > $3 and a.label_id = any (viewer.labels)
    order by a.rank, a.actor collate "C"
$$;
comment on function attendees is 'Who came to a meeting, and how senior were they? The most senior first.';

create function decision_history(of_decision text, as_of timestamptz, known_at timestamptz, max_rows int default 200)
returns table (
    at timestamptz, move text, actor text, mode text, meeting_id text, silence_deadline_at timestamptz,
    reason text, ledger_seq bigint
)
language sql stable set search_path from current as $$
    with viewer as materialized (select muster.my_labels() as labels)
    select e.occurred_at, e.move, e.actor, e.mode, e.meeting_id, e.silence_deadline_at, m.reason, e.ledger_seq
    from viewer, _decision_entries($2, $3, viewer.labels) e
    left join decision_move m
        on m.ledger_seq = e.ledger_seq and m.decision_id = e.decision_id and m.move = e.move and m.ended_at > $3
    where e.decision_id = $1
    order by e.occurred_at, e.sequence, e.life_rank, e.source collate "C", e.event_id collate "C"
    limit least($4, 10000)
$$;
comment on function decision_history is 'What was said about one decision, step by step? The earliest first.';

create function progress(of_commitment text, as_of timestamptz, known_at timestamptz, max_rows int default 2000)
returns table (
    actor text, observed_on date, value float8, is_estimate bool, reported_at timestamptz, ledger_seq bigint,
    is_forecast bool, expected float8
)
language sql stable set search_path from current set timezone = 'UTC' as $$
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
    order by p.actor collate "C", p.observed_on
$$;
comment on function progress is 'Which values were reported on one commitment, for which days, beside the path of their day; which are estimates or forecasts?';

create function commitment_history(of_commitment text, as_of timestamptz, known_at timestamptz, max_rows int default 200)
returns table (
    at timestamptz, move text, actors text[], target float8, due_on date, meeting_id text, reason text, ledger_seq bigint
)
language sql stable set search_path from current as $$
    with viewer as materialized (select muster.my_labels() as labels),
    said as (
        select
            c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id,
            case when row_number() over (
                order by c.occurred_at, c.sequence, c.life_rank, c.source collate "C", c.event_id collate "C") = 1
                then 'made' else 'revised' end as move,
            c.actors, c.target, c.due_on, null as meeting_id, null as reason, c.ledger_seq
        from commitment c, viewer
        where c.commitment_id = $1 and c.occurred_at <= $2
          and c.recorded_at <= $3 and c.ended_at > $3 and c.label_id = any (viewer.labels)
        union all
        select
            m.occurred_at, m.sequence, m.life_rank, m.source, m.event_id, m.move, m.actors, null, null, m.meeting_id, m.reason,
            m.ledger_seq
        from commitment_move m, viewer
        where m.commitment_id = $1 and m.occurred_at <= $2
          and m.recorded_at <= $3 and m.ended_at > $3 and m.label_id = any (viewer.labels)
    )
    select s.occurred_at, s.move, s.actors, s.target, s.due_on, s.meeting_id, s.reason, s.ledger_seq
    from said s
    order by s.occurred_at, s.sequence, s.life_rank, s.source collate "C", s.event_id collate "C"
    limit least($4, 10000)
$$;
comment on function commitment_history is 'When was a commitment made, revised, said again or given up, and by whom? The earliest first.';

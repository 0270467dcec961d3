-- needs: common/members, common/visible, ledger/anomalies

-- Exercises from plan to record: the schedule, and what one exercise showed. A plan's latest move holds; an exercise
-- that was held is held, whatever its plan says.

create function _said(seq bigint) returns jsonb
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select case when l.type = 'org.muster.event.corrected' then l.event::jsonb #> '{data,data}' else l.event::jsonb -> 'data' end
    from ledger l where l.seq = $1
    );
end $$;
comment on function _said is 'What is the data of an event, or of the correction that holds in its place?';

create function _rating_rank(rating text) returns int
language sql immutable as $$ select array_position(array['P', 'S', 'M', 'U'], rating) $$;
comment on function _rating_rank is 'How bad is a rating? The worst is the highest; none has no rank.';

-- none: body, from_on, to_on
-- none: name, series, date_precision, latitude_deg, longitude_deg, place, personnel, first_starts_on, reason
create function exercise_schedule(
    body text, from_on date, to_on date, as_of timestamptz, known_at timestamptz, only_exercise text default null,
    max_rows int default 500
)
returns table (
    exercise_id text, state text, name text, series text, kinds text[], domains text[], starts_on date, ends_on date,
    date_precision text, latitude_deg float8, longitude_deg float8, place text, actors text[], personnel bigint,
    schedules int, first_starts_on date, reason text, performed int, some_challenges int, major_challenges int,
    unable int, unrated int, observations int, newest_seq bigint, anomalies text[]
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    held as (
        select distinct on (e.exercise_id) e.*
        from viewer, _visible_exercise($4, $5, viewer.labels) e
        where ($6 is null or e.exercise_id = $6)
        order by e.exercise_id, e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
    ),
    move as (
        select p.*
        from viewer, _visible_exercise_plan($4, $5, viewer.labels) p
        where ($6 is null or p.exercise_id = $6)
    ),
    plan_now as (
        select distinct on (exercise_id) exercise_id, move, reason, ledger_seq
        from move order by exercise_id, occurred_at desc, sequence desc, life_rank desc, source desc, event_id desc
    ),
    terms as (
        select distinct on (exercise_id) *
        from move where move.move = 'scheduled'
        order by exercise_id, occurred_at desc, sequence desc, life_rank desc, source desc, event_id desc
    ),
    first as (
        select exercise_id, count(*)::int as schedules,
               (array_agg(starts_on order by occurred_at, sequence, life_rank, source, event_id))[1] as starts_on
        from move where move.move = 'scheduled' group by exercise_id
    ),
    entry as (
        select
            h.exercise_id, 'conducted' as state, h.name, h.series, h.kinds, h.domains, h.started_on as starts_on,
            h.ended_on as ends_on, h.date_precision, h.latitude_deg, h.longitude_deg, h.place,
            present.actors, present.personnel, null as reason, h.ledger_seq
        from held h, viewer,
            lateral (
                select coalesce(array_agg(a.actor order by a.actor), '{}') as actors, sum(a.personnel)::bigint as personnel
                from _visible_participation('infinity', $5, viewer.labels) a
                where a.exercise_id = h.exercise_id and a.root_seq = h.root_seq
            ) present
        union all
        select
            t.exercise_id,
            case when n.move = 'cancelled' then 'cancelled' when t.ends_on < $4::date then 'unreported' else 'planned' end,
            t.name, t.series, t.kinds, t.domains, t.starts_on, t.ends_on, null, t.latitude_deg, t.longitude_deg, t.place,
            t.participants, null, n.reason, n.ledger_seq
        from terms t join plan_now n using (exercise_id)
        where t.exercise_id not in (select h.exercise_id from held h)
    ),
    odd as materialized (
        select a.item, array_agg(a.anomaly order by a.anomaly collate "C") as anomalies
        from viewer, _register_anomalies('exercise', $4, $5, viewer.labels) a
        group by a.item
    ),
    page as (
        select *
        from entry e
        where $6 is not null
           or (e.ends_on >= $2 and e.starts_on <= $3
               and ($1 is null or e.actors && array(select m.actor from members($1, $4, $5) m)))
        order by e.starts_on desc, e.exercise_id desc
        limit least($7, 10000)
    )
    select
        p.exercise_id, p.state, p.name, p.series, p.kinds, p.domains, p.starts_on, p.ends_on, p.date_precision,
        p.latitude_deg, p.longitude_deg, p.place, p.actors, p.personnel,
        coalesce(f.schedules, 0), f.starts_on, p.reason,
        graded.performed, graded.some_challenges, graded.major_challenges, graded.unable, graded.unrated, seen.n,
        p.ledger_seq, coalesce(odd.anomalies, '{}')
    from page p left join first f using (exercise_id) left join odd on odd.item = p.exercise_id, viewer,
        lateral (
            select
                (count(*) filter (where o.worst = 1))::int as performed,
                (count(*) filter (where o.worst = 2))::int as some_challenges,
                (count(*) filter (where o.worst = 3))::int as major_challenges,
                (count(*) filter (where o.worst = 4))::int as unable,
                (count(*) filter (where o.worst is null))::int as unrated
            from (
                select max(_rating_rank(r.rating)) as worst
                from _visible_exercise_result($4, $5, viewer.labels) r
                where r.exercise_id = p.exercise_id
                group by r.actor, r.area, r.objective_id
            ) o
        ) graded,
        lateral (
            select count(distinct o.observation_id)::int as n
            from _visible_observation($4, $5, viewer.labels) o
            where o.exercise_id = p.exercise_id and o.move = 'submitted'
        ) seen
    order by p.starts_on desc, p.exercise_id desc;
end $$;
comment on function exercise_schedule is
    'Which exercises are planned, cancelled, held, or due and not reported, and how did each participant''s objectives go at worst? Newest first.';

-- none: starts_on, ends_on, date_precision, reason
create function exercise_moves(exercise_id text, as_of timestamptz, known_at timestamptz)
returns table (
    move text, starts_on date, ends_on date, date_precision text, reason text, occurred_at timestamptz,
    recorded_at timestamptz, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels)
    select s.move, s.starts_on, s.ends_on, s.date_precision, s.reason, s.occurred_at, s.recorded_at, s.ledger_seq
    from (
        select p.move, p.starts_on, p.ends_on, null as date_precision, p.reason,
               p.occurred_at, p.recorded_at, p.sequence, p.life_rank, p.source, p.event_id, p.ledger_seq
        from viewer, _visible_exercise_plan($2, $3, viewer.labels) p where p.exercise_id = $1
        union all
        select 'conducted', e.started_on, e.ended_on, e.date_precision, null,
               e.occurred_at, e.recorded_at, e.sequence, e.life_rank, e.source, e.event_id, e.ledger_seq
        from viewer, _visible_exercise($2, $3, viewer.labels) e where e.exercise_id = $1
    ) s
    order by s.occurred_at, s.sequence, s.life_rank, s.source, s.event_id;
end $$;
comment on function exercise_moves is 'How did one exercise come from its first plan to its report?';

-- none: personnel, took_part
create function exercise_participants(exercise_id text, as_of timestamptz, known_at timestamptz)
returns table (actor text, personnel int, took_part bool, was_planned bool)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    held as (
        select e.root_seq
        from viewer, _visible_exercise($2, $3, viewer.labels) e
        where e.exercise_id = $1
        order by e.occurred_at desc, e.sequence desc, e.source desc, e.event_id desc
        limit 1
    ),
    present as (
        select a.actor, a.personnel
        from viewer, _visible_participation('infinity', $3, viewer.labels) a join held using (root_seq)
        where a.exercise_id = $1
    ),
    plan as (
        select p.participants
        from viewer, _visible_exercise_plan($2, $3, viewer.labels) p
        where p.exercise_id = $1 and p.move = 'scheduled'
        order by p.occurred_at desc, p.sequence desc, p.life_rank desc, p.source desc, p.event_id desc
        limit 1
    ),
    planned as (select unnest(participants) as actor from plan)
    select
        coalesce(present.actor, planned.actor), present.personnel,
        case when exists (select from held) then present.actor is not null end, planned.actor is not null
    from present full join planned using (actor)
    order by 1;
end $$;
comment on function exercise_participants is
    'Who took part in one exercise, with how many people, and who was meant to? Before it is held, nobody is said to have taken part.';

-- none: rating, tasks_met, tasks_total, comment
create function exercise_results(exercise_id text, as_of timestamptz, known_at timestamptz, max_rows int default 5000)
returns table (
    actor text, area text, objective_id text, rating text, evaluator text, tasks_met int, tasks_total int, comment text,
    occurred_at timestamptz, recorded_at timestamptz, is_corrected bool, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        r.actor, r.area, r.objective_id, r.rating, r.evaluator, (said.data ->> 'tasks_met')::int,
        (said.data ->> 'tasks_total')::int, said.data ->> 'comment', r.occurred_at, r.recorded_at,
        r.ledger_seq <> r.root_seq, r.ledger_seq
    from (select muster.my_labels() as labels offset 0) viewer, _visible_exercise_result($2, $3, viewer.labels) r,
        lateral (select _said(r.ledger_seq) as data) said
    where r.exercise_id = $1
    order by r.area, r.objective_id, r.actor, r.occurred_at, r.sequence, r.source, r.event_id
    limit least($4, 10000);
end $$;
comment on function exercise_results is 'How was each participant rated in each objective of one exercise, by whom, with how many of its tasks met?';

-- none: area, system_a, system_b
create function exercise_tests(exercise_id text, as_of timestamptz, known_at timestamptz)
returns table (
    actor_a text, actor_b text, dimension text, area text, system_a text, system_b text, outcome text,
    occurred_at timestamptz, ledger_seq bigint
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    -- A test is dated within the days of its exercise, give or take; only those weeks are read.
    days daterange := (
        select daterange(min(m.starts_on) - 7, max(m.ends_on) + 31, '[]')
        from exercise_moves($1, $2, $3) m where m.starts_on is not null
    );
begin
    return query execute $query$
        select
            s.actor, s.other_actor, s.dimension, said.data ->> 'area', said.data ->> 'system_a', said.data ->> 'system_b',
            said.data ->> 'outcome', e.occurred_at, e.ledger_seq
        from _visible_evidence($2, $3, $5) e join series s using (series_id),
            lateral (select _said(e.ledger_seq) as data) said
        where e.class = 'interop_test' and e.occurred_at >= lower($4) and e.occurred_at < upper($4)
          and said.data ->> 'exercise_id' = $1
        order by s.actor, s.other_actor, s.dimension, e.occurred_at, e.sequence, e.source, e.event_id
    $query$ using $1, $2, $3, days, labels;
end $$;
comment on function exercise_tests is 'Which pairs were tested in one exercise, and how did it go? A test that was planned and not made has no item.';

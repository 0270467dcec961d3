-- needs: common/members, common/visible, exercises/exercises, lessons/lessons

-- Lessons as a board of work: who owes what, which exercise could prove it, and how one lesson came to where it is.

-- none: state, severity, area, actors, root_cause, observation_ids, identified_at, moved_at, due_on, candidate_id
-- none: candidate_name, candidate_kinds, candidate_starts_on, candidate_actors
create function lesson_board(body text, as_of timestamptz, known_at timestamptz)
returns table (
    lesson_id text, state text, is_open bool, severity int, area text, actors text[], root_cause text,
    observation_ids text[], identified_at timestamptz, moved_at timestamptz, actions int, implemented int, due_on date,
    overdue_days int, anomalies text[], newest_seq bigint, owners text[], candidate_id text, candidate_name text,
    candidate_kinds text[], candidate_starts_on date, candidate_actors text[]
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with member as materialized (select m.actor from members($1, $2, $3) m where $1 is not null),
    owner as (
        select a.lesson_id, array_agg(distinct a.action_body) as owners
        from remedial_actions($2, $3) a where a.state = 'tasked' group by a.lesson_id
    ),
    ahead as materialized (
        select s.exercise_id, s.name, s.kinds, s.domains, s.starts_on, s.actors
        from exercise_schedule(null, $2::date, 'infinity', $2, $3, null, 10000) s
        where s.state = 'planned' and s.starts_on > $2::date
    )
    select
        l.lesson_id, l.state, l.is_open, l.severity, l.area, l.actors, l.root_cause, l.observation_ids, l.identified_at,
        l.moved_at, l.actions, l.implemented, l.due_on, l.overdue_days, l.anomalies, l.newest_seq,
        coalesce(o.owners, '{}'), c.exercise_id, c.name, c.kinds, c.starts_on, c.actors
    from lessons($2, $3) l left join owner o using (lesson_id)
    left join lateral (
        select a.exercise_id, a.name, a.kinds, a.starts_on,
               array(select x.actor from unnest(a.actors) as x (actor) where x.actor = any (l.actors) order by 1) as actors
        from ahead a
        where l.is_open and l.area = any (a.domains) and a.actors && l.actors
        order by a.starts_on, a.exercise_id
        limit 1
    ) c on true
    where $1 is null or l.actors is null or l.actors && array(select m.actor from member m)
    order by l.is_open desc, l.overdue_days desc, l.due_on nulls last, l.severity desc, l.lesson_id;
end $$;
comment on function lesson_board is
    'Which lessons are there, overdue first, who still owes a remedy, and which planned exercise trains its area with one of its actors next?';

-- none: words, element, due_on, cost_amount, cost_currency, cost_price_year
create function lesson_moves(lesson_id text, as_of timestamptz, known_at timestamptz)
returns table (
    journal text, item_id text, move text, is_fit bool, words text, element text, due_on date, cost_amount float8, cost_currency text, cost_price_year int,
    occurred_at timestamptz, recorded_at timestamptz, ledger_seq bigint
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    own as materialized (
        select l.*
        from viewer, _visible_lesson($2, $3, viewer.labels) l
        where l.lesson_id = $1
    ),
    step as (
        select 'lesson' as journal, l.lesson_id as item_id, l.move, coalesce(l.reason, l.root_cause) as words,
               null as element, null::date as due_on, null::float8 as cost_amount, null as cost_currency, null::int as cost_price_year,
               l.occurred_at, l.recorded_at, l.sequence, l.life_rank, l.source, l.event_id, l.ledger_seq
        from own l
        union all
        select 'remedial_action', a.action_id, a.move, a.action_body, a.element, a.due_on, a.cost_amount, a.cost_currency, a.cost_price_year::int,
               a.occurred_at, a.recorded_at, a.sequence, a.life_rank, a.source, a.event_id, a.ledger_seq
        from viewer, _visible_remedial_action($2, $3, viewer.labels) a
        where a.lesson_id = $1
        union all
        select 'observation', o.observation_id, o.move, o.text, null, null, null, null, null,
               o.occurred_at, o.recorded_at, o.sequence, o.life_rank, o.source, o.event_id, o.ledger_seq
        from viewer, _visible_observation($2, $3, viewer.labels) o
        where o.observation_id in (select unnest(own.observation_ids) from own)
    ),
    numbered as (
        select *, row_number() over (
            partition by step.journal, step.item_id
            order by step.occurred_at, step.sequence, step.life_rank, step.source, step.event_id) as i
        from step
    ),
    judged as (
        select n.journal, n.item_id, (_followed(
            n.journal, array_agg(n.move order by n.i), array_agg(n.occurred_at order by n.i),
            array_agg(n.sequence order by n.i))).fitting
        from numbered n group by n.journal, n.item_id
    )
    select
        n.journal, n.item_id, n.move, n.i = any (j.fitting), n.words, n.element, n.due_on, n.cost_amount, n.cost_currency, n.cost_price_year,
        n.occurred_at, n.recorded_at, n.ledger_seq
    from numbered n join judged j using (journal, item_id)
    order by n.occurred_at, n.sequence, n.life_rank, n.source, n.event_id;
end $$;
comment on function lesson_moves is 'What happened to one lesson, its observations and its actions, in order, and which moves did not fit?';

-- none: exercise_id, actor, area, objective_id, rating, evaluator, occurred_at, ledger_seq, why_not
create function lesson_proof(lesson_id text, as_of timestamptz, known_at timestamptz)
returns table (
    source text, event_id text, exercise_id text, actor text, area text, objective_id text, rating text, evaluator text,
    occurred_at timestamptz, ledger_seq bigint, stands bool, why_not text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels),
    step as (
        select l.*, row_number() over (order by l.occurred_at, l.sequence, l.life_rank, l.source, l.event_id) as i
        from viewer, _visible_lesson($2, $3, viewer.labels) l
        where l.lesson_id = $1
    ),
    judged as (
        select (_followed(
            'lesson', array_agg(s.move order by s.i), array_agg(s.occurred_at order by s.i),
            array_agg(s.sequence order by s.i))).fitting
        from step s
    ),
    fitting as (select s.* from step s, judged j where s.i = any (j.fitting)),
    named as (
        select f.validating_source, f.validating_id
        from fitting f where f.validating_id is not null order by f.i desc limit 1
    ),
    about as (select f.actors, f.area from fitting f where f.move = 'identified' limit 1),
    work as (
        select count(a.state)::int as actions, (count(*) filter (where a.state = 'implemented'))::int as implemented,
               max(a.implemented_at) as implemented_at
        from remedial_actions($2, $3) a where a.lesson_id = $1
    ),
    checked as (
        select
            n.validating_source, n.validating_id, r.exercise_id, r.actor, r.area, r.objective_id, r.rating, r.evaluator,
            r.occurred_at, r.ledger_seq,
            case
                when r.ledger_seq is null then 'not in force'
                when w.actions = 0 or w.implemented < w.actions then 'remedies open'
                when r.actor <> all (about.actors) or r.area <> about.area then 'about something else'
                when r.rating is null or r.rating not in ('P', 'S') then 'rating'
                when r.occurred_at <= w.implemented_at then 'before the remedy'
            end as why_not
        from named n cross join about cross join work w cross join viewer
        left join _visible_exercise_result($2, $3, viewer.labels) r
            on (r.source, r.event_id) = (n.validating_source, n.validating_id)
    )
    select
        c.validating_source, c.validating_id, c.exercise_id, c.actor, c.area, c.objective_id, c.rating, c.evaluator,
        c.occurred_at, c.ledger_seq, c.why_not is null, c.why_not
    from checked c;
end $$;
comment on function lesson_proof is 'Which result is named as proof of one lesson, does it still prove it, and if not, why?';

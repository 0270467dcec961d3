-- Three journals. The state of an item is the last of its moves that fitted the state before it, in the order of
-- (occurred_at, sequence, source, event_id); moves that did not fit are kept and shown as anomalies.

create function _may_follow(journal text, state text, move text) returns bool
language sql immutable as $$
    select coalesce(case journal
        when 'observation' then
            (state is null and move = 'submitted') or (state = 'submitted' and move in ('accepted', 'rejected'))
        when 'remedial_action' then
            (state is null and move = 'tasked') or (state = 'tasked' and move = 'implemented')
        when 'lesson' then
            (state is null and move = 'identified')
            or (state in ('identified', 'validated', 'learned') and move = 'validated')
            or (state = 'validated' and move = 'learned')
            or (state in ('identified', 'validated') and move = 'closed')
    end, false)
$$;
comment on function _may_follow is 'Does a move fit the state an item is in?';

create function _fits(journal text, moves text[]) returns bool[]
language plpgsql immutable set search_path from current as $$
declare
    state text;
    move text;
    fits bool[] := '{}';
    is_next bool;
begin
    foreach move in array moves loop
        is_next := _may_follow(journal, state, move);
        fits := fits || is_next;
        state := case when is_next then move else state end;
    end loop;
    return fits;
end $$;
comment on function _fits is 'Which of the moves of one item, in their order, fit?';

create function _misfits(moves text[], fits bool[]) returns text[]
language sql immutable as $$
    select array(
        select u.move from unnest(moves, fits) with ordinality as u (move, is_fit, i) where not u.is_fit order by u.i)
$$;
comment on function _misfits is 'Which of the moves of one item did not fit?';

create function observations(as_of timestamptz, known_at timestamptz)
returns table (
    observation_id text, state text, exercise_id text, area text, actors text[], observed text,
    submitted_at timestamptz, moved_at timestamptz, anomalies text[], newest_seq bigint
)
language sql stable set search_path from current as $$
    with journal as (
        select o.*, row_number() over (
            partition by o.observation_id order by o.occurred_at, o.sequence, o.source, o.event_id) as i
        from observation o
        where o.occurred_at <= $1 and o.recorded_at <= $2 and o.ended_at > $2 and o.label_id = any ((select muster.my_labels())::bigint[])
    ),
    item as (
        select *, _fits('observation', moves) as fits
        from (
            select observation_id, array_agg(move order by i) as moves,
                   (array_agg(ledger_seq order by i desc))[1] as newest_seq
            from journal group by observation_id
        ) gathered
    ),
    step as (select j.*, item.fits[j.i] as is_fit from journal j join item using (observation_id)),
    last as (select distinct on (observation_id) * from step where is_fit order by observation_id, i desc)
    select
        item.observation_id, last.move, first.exercise_id, first.area, first.actors, first.text,
        first.occurred_at, last.occurred_at,
        _misfits(item.moves, item.fits), item.newest_seq
    from item
    left join last using (observation_id)
    left join step first on first.observation_id = item.observation_id and first.is_fit and first.move = 'submitted'
    order by item.observation_id
$$;
comment on function observations is 'What was observed, and was it accepted?';

create function remedial_actions(as_of timestamptz, known_at timestamptz)
returns table (
    action_id text, lesson_id text, state text, action_body text, element text, due_on date, cost_eur float8,
    tasked_at timestamptz, implemented_at timestamptz, overdue_days int, anomalies text[], newest_seq bigint
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with rule as materialized (select _constant('lessons.default_due_days')::int as default_due_days),
    journal as (
        select a.*, row_number() over (
            partition by a.action_id order by a.occurred_at, a.sequence, a.source, a.event_id) as i
        from remedial_action a
        where a.occurred_at <= $1 and a.recorded_at <= $2 and a.ended_at > $2 and a.label_id = any ((select muster.my_labels())::bigint[])
    ),
    item as (
        select *, _fits('remedial_action', moves) as fits
        from (
            select action_id, array_agg(move order by i) as moves,
                   (array_agg(lesson_id order by i))[1] as first_lesson_id,
                   (array_agg(ledger_seq order by i desc))[1] as newest_seq
            from journal group by action_id
        ) gathered
    ),
    step as (select j.*, item.fits[j.i] as is_fit from journal j join item using (action_id)),
    action as (
        select
            item.action_id, _misfits(item.moves, item.fits) as anomalies, coalesce(task.lesson_id, item.first_lesson_id) as lesson_id,
            coalesce(done.move, task.move) as state, task.action_body, task.element,
            coalesce(task.due_on, task.occurred_at::date + rule.default_due_days) as due_on,
            task.cost_eur, task.occurred_at as tasked_at, done.occurred_at as implemented_at, item.newest_seq
        from rule, item
        left join step task on task.action_id = item.action_id and task.is_fit and task.move = 'tasked'
        left join step done on done.action_id = item.action_id and done.is_fit and done.move = 'implemented'
    )
    select
        a.action_id, a.lesson_id, a.state, a.action_body, a.element, a.due_on, a.cost_eur, a.tasked_at, a.implemented_at,
        case when a.state = 'tasked' then greatest($1::date - a.due_on, 0) else 0 end,
        a.anomalies, a.newest_seq
    from action a
    order by a.action_id
$$;
comment on function remedial_actions is 'What is to be done about lessons, by whom and when, and is it done?';

create function _confirms(
    source text, event_id text, actors text[], area text, after timestamptz,
    as_of timestamptz, known_at timestamptz, labels bigint[]
)
returns bool
language sql stable set search_path from current as $$
    select exists (
        select from exercise_result r
        where (r.source, r.event_id) = ($1, $2) and r.actor = any ($3) and r.area = $4
          and r.rating in ('P', 'S') and r.occurred_at > $5
          and r.occurred_at <= $6 and r.recorded_at <= $7 and r.ended_at > $7 and r.label_id = any ($8)
    )
$$;
comment on function _confirms is 'Does a result prove a lesson learned: in force, later than the remedy, rated P or S, about the same?';

create function lessons(as_of timestamptz, known_at timestamptz)
returns table (
    lesson_id text, state text, is_open bool, severity int, area text, actors text[], root_cause text,
    observation_ids text[], identified_at timestamptz, moved_at timestamptz, actions int, implemented int,
    is_implemented bool, due_on date, overdue_days int, anomalies text[], newest_seq bigint
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with viewer as materialized (
        select muster.my_labels() as labels, _constant('lessons.default_due_days')::int as default_due_days
    ),
    journal as (
        select l.*, row_number() over (
            partition by l.lesson_id order by l.occurred_at, l.sequence, l.source, l.event_id) as i
        from lesson l, viewer
        where l.occurred_at <= $1 and l.recorded_at <= $2 and l.ended_at > $2 and l.label_id = any (viewer.labels)
    ),
    item as (
        select *, _fits('lesson', moves) as fits
        from (
            select lesson_id, array_agg(move order by i) as moves,
                   (array_agg(ledger_seq order by i desc))[1] as newest_seq
            from journal group by lesson_id
        ) gathered
    ),
    step as (select j.*, item.fits[j.i] as is_fit from journal j join item using (lesson_id)),
    last as (select distinct on (lesson_id) * from step where is_fit order by lesson_id, i desc),
    proof as (
        select distinct on (lesson_id) lesson_id, validating_source, validating_id
        from step where is_fit and validating_id is not null order by lesson_id, i desc
    ),
    work as (
        select lesson_id, count(state)::int as actions,
               (count(*) filter (where state = 'implemented'))::int as implemented,
               min(due_on) filter (where state = 'tasked') as due_on, max(implemented_at) as implemented_at
        from remedial_actions($1, $2) group by lesson_id
    ),
    judged as (
        select
            item.lesson_id, item.newest_seq, _misfits(item.moves, item.fits) as misfits, last.move, last.occurred_at as moved_at, first.severity, first.area,
            first.actors, first.root_cause, first.observation_ids, first.occurred_at as identified_at,
            coalesce(work.actions, 0) as actions, coalesce(work.implemented, 0) as implemented,
            coalesce(work.actions > 0 and work.actions = work.implemented, false) as is_implemented,
            case when coalesce(work.actions, 0) = 0
                then first.occurred_at::date + viewer.default_due_days else work.due_on end as due_on,
            last.move = 'learned' and not (
                coalesce(work.actions > 0 and work.actions = work.implemented, false)
                and _confirms(
                    proof.validating_source, proof.validating_id, first.actors, first.area, work.implemented_at,
                    $1, $2, viewer.labels)
            ) as is_unconfirmed
        from viewer, item
        left join last using (lesson_id)
        left join proof using (lesson_id)
        left join work using (lesson_id)
        left join step first on first.lesson_id = item.lesson_id and first.is_fit and first.move = 'identified'
    )
    select
        j.lesson_id, case when j.is_unconfirmed then 'validated' else j.move end, o.is_open, j.severity::int, j.area,
        j.actors, j.root_cause, j.observation_ids, j.identified_at, j.moved_at, j.actions, j.implemented, j.is_implemented,
        j.due_on, case when o.is_open then coalesce(greatest($1::date - j.due_on, 0), 0) else 0 end,
        j.misfits || case when j.is_unconfirmed then array['unconfirmed'] else '{}' end,
        j.newest_seq
    from judged j,
        lateral (select coalesce(j.is_unconfirmed or j.move in ('identified', 'validated'), false) as is_open) o
    order by j.lesson_id
$$;
comment on function lessons is 'Which lessons are there, how far are they, and does the proof of the learned ones still stand?';

create function burden(body text, as_of timestamptz, known_at timestamptz)
returns table (actor text, area text, lessons int, overdue int, burden float8)
language sql stable set search_path from current as $$
    select
        a.actor, l.area, count(*)::int, (count(*) filter (where l.overdue_days > 0))::int,
        sum(l.severity * (1 + least(1, l.overdue_days / rule.doubles_after_days)))
    from (select _constant('lessons.overdue_doubles_after_days') as doubles_after_days) rule,
         lessons($2, $3) l, unnest(l.actors) as a (actor)
    where l.is_open and ($1 is null or a.actor in (select m.actor from members($1, $2, $3) m))
    group by a.actor, l.area
    order by a.actor collate "C", l.area collate "C"
$$;
comment on function burden is 'How heavy do open lessons weigh on each actor in each area? Overdue ones up to twice.';

-- One pair of members in depth: how it came to where it stands, and what it did together without being tested.

create function pair_trend(
    body text, actor_a text, actor_b text, from_at timestamptz, to_at timestamptz, step interval, known_at timestamptz
)
returns table (at timestamptz, dimension text, level int, is_lapsed bool, lower_bound float8, mean float8, is_capped bool)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
declare
    labels bigint[] := muster.my_labels();
    ats timestamptz[] := _points($4, $5, $6);
    series_ids bigint[] := array(
        select series_id from series
        where kind = 'interop' and (series.actor, other_actor) in (($2, $3), ($3, $2))
    );
    best_behind int := _constant('interoperability.below_baseline_level');
    z float8 := _constant('interoperability.z');
    prior_a float8 := _constant('interoperability.prior_alpha');
    prior_b float8 := _constant('interoperability.prior_beta');
    level_at float8[] := array[
        _constant('interoperability.level_1_at_least'),
        _constant('interoperability.level_2_at_least'),
        _constant('interoperability.level_3_at_least')];
begin
    return query
    with belongs as materialized (
        select m.i from _members_at($1, ats, $7, labels) m
        where m.actor in ($2, $3) group by m.i having count(*) = 2
    ),
    behind as materialized (
        select belongs.i from belongs, lateral _behind($1, ats[belongs.i], $7, labels) b where b.actor in ($2, $3) group by belongs.i
    ),
    bound as (
        select
            x.dimension, t.i, t.is_lapsed,
            (t.successes + prior_a) / (t.successes + t.failures + prior_a + prior_b) as mean,
            _lower_bound(t.successes + prior_a, t.failures + prior_b, z) as lower_bound,
            case when x.dimension = 'technical' and t.i in (select i from behind) then best_behind else 3 end as best
        from _tested_at(series_ids, ats, $7, labels) t join series x using (series_id)
        where $1 is null or t.i in (select i from belongs)
    ),
    levelled as (select *, _interop_level(lower_bound, level_at) as level from bound)
    select
        ats[l.i], l.dimension::text, case when not l.is_lapsed then least(l.level, l.best) end, l.is_lapsed,
        case when not l.is_lapsed then l.lower_bound end, case when not l.is_lapsed then l.mean end, not l.is_lapsed and l.level > l.best
    from levelled l
    order by l.dimension, l.i;
end $$;
comment on function pair_trend is 'How far could one pair work together in each dimension, step by step? Once tested, a row; lapsed without a level.';

create function joint_exposure(actor_a text, actor_b text, as_of timestamptz, known_at timestamptz)
returns table (exercises int, untested int, latest_on date)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with viewer as materialized (
        select muster.my_labels() as labels, d.validity_days from decay d where d.class = 'interop_test'
    ),
    ever as (
        select p.exercise_id, max(p.started_on) as started_on, max(p.occurred_at)::date as day
        from participation p, viewer
        where p.actor in ($1, $2) and p.occurred_at <= $3
          and p.recorded_at <= $4 and p.ended_at > $4 and p.label_id = any (viewer.labels)
        group by p.exercise_id
        having count(distinct p.actor) = 2
    ),
    -- Up to the last one: an exercise without a test is not forgotten because no other follows.
    since as materialized (
        select max(e.day) - viewer.validity_days as day from ever e, viewer group by viewer.validity_days
    ),
    joint as (select e.* from ever e join since on e.day >= since.day),
    tested as (
        -- A correction carries the replaced data one level deeper.
        select coalesce(l.event::jsonb #>> '{data,data,exercise_id}', l.event::jsonb #>> '{data,exercise_id}') as exercise_id
        from viewer, since, series s join evidence e using (series_id) join muster.ledger l on l.seq = e.ledger_seq
        where s.kind = 'interop' and (s.actor, s.other_actor) in (($1, $2), ($2, $1))
          and e.occurred_at <= $3 and e.occurred_at >= since.day
          and e.recorded_at <= $4 and e.ended_at > $4 and e.label_id = any (viewer.labels)
    )
    select
        count(*)::int, (count(*) filter (where not exists (select from tested t where t.exercise_id = j.exercise_id)))::int,
        max(j.started_on)
    from joint j
$$;
comment on function joint_exposure is 'In how many exercises up to their last were two actors together, and how many left no test of the pair?';

create function _bodies_of_event(event jsonb, occurred_at timestamptz, known_at timestamptz, labels bigint[])
returns text[]
language sql stable set search_path from current as $$
    with said as materialized (
        -- A correction says what it corrects in full.
        select case when $1 #> '{data,data}' is null then $1 -> 'data' else $1 #> '{data,data}' end as data
    ),
    actor as (
        select v.code
        from said s
        cross join lateral (
            values (s.data ->> 'actor'), (s.data ->> 'actor_a'), (s.data ->> 'actor_b'), (s.data ->> 'from_actor')
        ) v (code)
        union
        select coalesce(one.value ->> 'actor', one.value #>> '{}')
        from said s
        cross join lateral (
            values (s.data -> 'actors'), (s.data -> 'participants'), (s.data -> 'attendees'), (s.data -> 'invited'), (s.data -> 'to_actors')
        ) many (list)
        cross join lateral jsonb_array_elements(
            case when jsonb_typeof(many.list) = 'array' then many.list else '[]' end
        ) one
    )
    select case
        when s.data ->> 'body' is not null then array[s.data ->> 'body']
        else (
            select coalesce(array_agg(distinct m.body::text), '{}')
            from membership m
            where m.actor in (select code from actor) and m.is_member
              and m.effective_on <= ($2 at time zone 'UTC')::date
              and m.recorded_at <= $3 and m.ended_at > $3 and m.label_id = any ($4)
              and not exists (
                  select from membership l
                  where (l.body, l.actor) = (m.body, m.actor) and not l.is_member
                    and l.effective_on > m.effective_on and l.effective_on <= ($2 at time zone 'UTC')::date
                    and l.recorded_at <= $3 and l.ended_at > $3 and l.label_id = any ($4)
              )
        )
    end
    from said s
$$;
comment on function _bodies_of_event is 'Which bodies is an event about: the one it names, else those its actors belonged to that day?';

create function bodies_of_events(seqs bigint[], known_at timestamptz) returns table (seq bigint, bodies text[])
language sql stable set search_path from current as $$
    with viewer as materialized (select muster.my_labels() as labels)
    select l.seq, _bodies_of_event(coalesce(r.event, l.event)::jsonb, coalesce(r.occurred_at, l.occurred_at), $2, viewer.labels)
    from viewer
    cross join unnest($1) wanted (seq)
    join ledger l on l.seq = wanted.seq and l.recorded_at <= $2 and l.label_id = any (viewer.labels)
    -- An amendment is about what its root is about.
    left join ledger r on (r.source, r.event_id) = (l.root_source, l.root_id) and r.recorded_at <= $2
        and r.label_id = any (viewer.labels)
$$;
comment on function bodies_of_events is 'Which bodies are these events about? An amendment is about those of its root, once that is known.';

create function events_of_body(
    of_body text, as_of timestamptz, known_at timestamptz, max_rows int, most_searched int default 2000
)
returns table (seq bigint)
language sql stable set search_path from current as $$
    with viewer as materialized (select muster.my_labels() as labels),
    newest as materialized (
        select l.seq
        from ledger l, viewer
        where l.seq <= _seq_at($3) and l.occurred_at <= $2 and l.label_id = any (viewer.labels)
        order by l.seq desc
        limit $5
    ),
    -- What names the body is found however long ago it was; of the rest the newest are looked at.
    named as (
        select ledger_seq from membership where body = $1 and recorded_at <= $3
        union select ledger_seq from meeting_plan where body = $1 and recorded_at <= $3
        union select ledger_seq from meeting where body = $1 and recorded_at <= $3
        union select ledger_seq from decision where body = $1 and recorded_at <= $3
        union select ledger_seq from proposal where body = $1 and recorded_at <= $3
        union select ledger_seq from commitment where body = $1 and recorded_at <= $3
        union select ledger_seq from requirement where body = $1 and recorded_at <= $3
    ),
    found as (
        select b.seq
        from (select array_agg(seq) as seqs from newest) n
        cross join lateral bodies_of_events(n.seqs, $3) b
        where $1 = any (b.bodies)
        union
        select l.seq
        from named join ledger l on l.seq = named.ledger_seq, viewer
        where l.recorded_at <= $3 and l.occurred_at <= $2 and l.label_id = any (viewer.labels)
    )
    select found.seq from found order by found.seq desc limit $4
$$;
comment on function events_of_body is 'Which are the newest events about a body? Newest first; those that only name its members are looked for among the newest 2,000.';

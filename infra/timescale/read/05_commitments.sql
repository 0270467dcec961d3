create function _meetings_held(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns setof meeting
language sql stable set search_path from current set timezone = 'UTC' as $$
    select *
    from (
        select distinct on (m.meeting_id) m.*
        from meeting m
        where m.occurred_at <= $2 and m.recorded_at <= $3 and m.ended_at > $3 and m.label_id = any ($4)
        order by m.meeting_id, m.occurred_at desc, m.sequence desc, m.source desc, m.event_id desc
    ) latest
    where ($1 is null or latest.body = $1) and latest.started_on <= $2::date
$$;
comment on function _meetings_held is 'Which meetings has a body held, each as it was told last?';

create function _commitments_in_force(as_of timestamptz, known_at timestamptz, labels bigint[])
returns setof commitment
language sql stable set search_path from current as $$
    select distinct on (c.commitment_id) c.*
    from commitment c
    where c.occurred_at <= as_of
      and c.recorded_at <= known_at and c.ended_at > known_at
      and c.label_id = any (labels)
    order by c.commitment_id, c.occurred_at desc, c.sequence desc, c.life_rank desc, c.source desc, c.event_id desc
$$;
comment on function _commitments_in_force is 'Which version of each commitment holds?';

create function _observed(as_of timestamptz, known_at timestamptz, labels bigint[])
returns setof commitment_progress
language sql stable set search_path from current as $$
    select distinct on (p.commitment_id, p.actor, p.observed_on) p.*
    from commitment_progress p
    where p.occurred_at <= as_of
      and p.recorded_at <= known_at and p.ended_at > known_at
      and p.label_id = any (labels)
    order by
        p.commitment_id, p.actor, p.observed_on,
        p.occurred_at desc, p.sequence desc, p.source desc, p.event_id desc
$$;
comment on function _observed is 'Which value does the latest report give for each day that was observed?';

create function _score(
    value float8, baseline float8, target float8, expected float8, direction text
)
returns int
language sql immutable as $$
    select case
        when value is null or baseline is null then null
        when value * sign >= least(expected * sign, target * sign) then 1
        when value * sign > baseline * sign then 0
        else -1
    end
    from (select case direction when 'up' then 1 else -1 end as sign) s
$$;
comment on function _score is 'On the path or at the target (1), better than at the start (0), or not (-1)?';

create function commitments(body text, as_of timestamptz, known_at timestamptz)
returns table (
    commitment_id text, title text, metric text, unit text, actor text, baseline float8, target float8,
    direction text, start_on date, due_on date, value float8, observed_on date, age_days int,
    is_estimate bool, expected float8, score int, auto_score int, score_stage text, assessor text
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with viewer as materialized (select muster.my_labels() as labels),
    promise as (
        select c.*, a.actor as by_actor
        from viewer, _commitments_in_force($2, $3, viewer.labels) c,
             lateral (
                 select unnest(c.actors) as actor
                 union
                 select m.actor from _members(c.body, $2, $3, viewer.labels) m where c.actors = '{}'
             ) a
        where ($1 is null or c.body = $1) and not exists (
            select from commitment_move w
            where w.commitment_id = c.commitment_id and w.move = 'withdrawn'
              and (w.actors = '{}' or a.actor = any (w.actors))
              and (w.occurred_at, w.sequence, w.life_rank, w.source, w.event_id) > (c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id)
              and w.occurred_at <= $2
              and w.recorded_at <= $3 and w.ended_at > $3 and w.label_id = any (viewer.labels)
        )
    ),
    -- An assessor's word beats the path, a final one an interim one.
    judged as (
        select distinct on (j.commitment_id, j.actor) j.*
        from compliance_score j, viewer
        where j.occurred_at <= $2
          and j.recorded_at <= $3 and j.ended_at > $3 and j.label_id = any (viewer.labels)
        order by
            j.commitment_id, j.actor, (j.stage = 'final') desc,
            j.occurred_at desc, j.sequence desc, j.source desc, j.event_id desc
    ),
    observed as materialized (select o.* from viewer, _observed($2, $3, viewer.labels) o),
    latest as (
        select distinct on (o.commitment_id, o.actor) o.*
        from observed o
        where o.observed_on >= $2::date - (select _constant('commitment_report.validity_days'))::int
        order by o.commitment_id, o.actor, o.observed_on desc
    ),
    -- A commitment that names no baseline starts, for each actor, where it was observed last at the start.
    first as (
        select distinct on (o.commitment_id, o.actor) o.commitment_id, o.actor, o.value
        from observed o join promise p on (p.commitment_id, p.by_actor) = (o.commitment_id, o.actor)
        where o.observed_on <= p.start_on
        order by o.commitment_id, o.actor, o.observed_on desc
    ),
    path as (
        select
            p.*, l.value, l.observed_on, l.is_estimate,
            coalesce(p.baseline, first.value) as start_value,
            least(greatest(($2::date - p.start_on)::float8 / (p.due_on - p.start_on), 0), 1) as elapsed_ratio
        from promise p
        left join latest l on (l.commitment_id, l.actor) = (p.commitment_id, p.by_actor)
        left join first on (first.commitment_id, first.actor) = (p.commitment_id, p.by_actor)
    ),
    expectation as (
        select *, start_value + (target - start_value) * elapsed_ratio as expected_value from path
    )
    select
        e.commitment_id, e.title, e.metric, e.unit, e.by_actor, e.start_value, e.target, e.direction, e.start_on, e.due_on,
        e.value, e.observed_on, $2::date - e.observed_on, e.is_estimate, e.expected_value,
        coalesce(j.score, auto.score), auto.score, j.stage, j.assessor
    from expectation e
    left join judged j on (j.commitment_id, j.actor) = (e.commitment_id, e.by_actor),
    -- Nothing can be said before the start, nor by an observation that is not later than it.
    lateral (
        select case when $2::date > e.start_on and e.observed_on > e.start_on
            then _score(e.value, e.start_value, e.target, e.expected_value, e.direction)
        end as score
    ) auto
    order by e.commitment_id, e.by_actor collate "C"
$$;
comment on function commitments is 'Where does each actor stand on what it promised, against the path from baseline to target?';

create function compliance(body text, as_of timestamptz, known_at timestamptz)
returns table (
    commitment_id text, title text, scored int, actors int, compliance_ratio float8, met int, partly int,
    missed int, due_on date
)
language sql stable set search_path from current as $$
    select
        c.commitment_id, c.title, count(c.score)::int, count(*)::int, ((avg(c.score) + 1) / 2)::float8,
        (count(*) filter (where c.score = 1))::int,
        (count(*) filter (where c.score = 0))::int,
        (count(*) filter (where c.score = -1))::int,
        c.due_on
    from commitments($1, $2, $3) c
    group by c.commitment_id, c.title, c.due_on
    order by c.due_on, c.commitment_id collate "C"
$$;
comment on function compliance is 'How far is each commitment kept, and by how many of its actors can that be said?';

create function dormancy(body text, as_of timestamptz, known_at timestamptz)
returns table (
    commitment_id text, title text, made_at timestamptz, last_affirmed_at timestamptz, reaffirmations int,
    summits_since int, is_dormant bool
)
language sql stable set search_path from current set timezone = 'UTC' as $$
    with viewer as materialized (
        select muster.my_labels() as labels, _constant('commitments.dormant_after_summits') as dormant_after
    ),
    affirmed as (
        select c.commitment_id, c.occurred_at, true as is_terms
        from commitment c, viewer
        where c.occurred_at <= $2 and c.recorded_at <= $3 and c.ended_at > $3 and c.label_id = any (viewer.labels)
        union all
        select r.commitment_id, r.occurred_at, false
        from commitment_move r, viewer
        where r.move = 'reaffirmed' and r.occurred_at <= $2
          and r.recorded_at <= $3 and r.ended_at > $3 and r.label_id = any (viewer.labels)
    ),
    said as (
        select commitment_id, min(occurred_at) filter (where is_terms) as made_at, max(occurred_at) as last_affirmed_at,
               (count(*) filter (where not is_terms))::int as reaffirmations
        from affirmed group by commitment_id
    ),
    summit as materialized (
        select m.body, m.started_on from viewer, _meetings_held($1, $2, $3, viewer.labels) m where m.level = 'summit'
    )
    select
        c.commitment_id, c.title, said.made_at, said.last_affirmed_at, said.reaffirmations, since.summits,
        since.summits >= viewer.dormant_after
    from viewer, _commitments_in_force($2, $3, viewer.labels) c join said using (commitment_id),
        lateral (
            select count(*)::int as summits
            from summit s
            where s.body = c.body and s.started_on > said.last_affirmed_at::date
        ) since
    where ($1 is null or c.body = $1) and not exists (
        select from commitment_move w
        where w.commitment_id = c.commitment_id and w.move = 'withdrawn' and w.actors = '{}'
          and (w.occurred_at, w.sequence, w.life_rank, w.source, w.event_id) > (c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id)
          and w.occurred_at <= $2
          and w.recorded_at <= $3 and w.ended_at > $3 and w.label_id = any (viewer.labels)
    )
    order by c.commitment_id
$$;
comment on function dormancy is 'Which commitments have not been spoken of for so many summits of their body that they sleep?';

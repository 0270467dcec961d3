-- needs: common/belonging, common/constants, common/meetings_held, common/visible

create function _commitments_in_force(as_of timestamptz, known_at timestamptz, labels bigint[])
returns setof commitment
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select distinct on (c.commitment_id) c.*
    from _visible_commitment($1, $2, $3) c
    order by c.commitment_id, c.occurred_at desc, c.sequence desc, c.life_rank desc, c.source desc, c.event_id desc;
end $$;
comment on function _commitments_in_force is 'Which version of each commitment holds?';

create function _is_forecast(one commitment_progress, on_day date) returns bool
language sql immutable as $$ select one.observed_on > least(one.period_ends_on, on_day) $$;
comment on function _is_forecast is 'Is this a value for a day that its report, or the day asked about, cannot have seen yet?';

create function _observed(as_of timestamptz, known_at timestamptz, labels bigint[])
returns setof commitment_progress
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    select distinct on (p.commitment_id, p.actor, p.observed_on) p.*
    from _visible_commitment_progress($1, $2, $3) p
    order by
        p.commitment_id, p.actor, p.observed_on, _is_forecast(p, $1::date),
        p.occurred_at desc, p.sequence desc, p.source desc, p.event_id desc;
end $$;
comment on function _observed is 'Which value does the latest report give for each day; a forecast only where nobody has seen it?';

create function _expected(start_on date, due_on date, baseline float8, target float8, on_day date)
returns float8
language sql immutable as $$
    select baseline + (target - baseline) * least(greatest((on_day - start_on)::float8 / (due_on - start_on), 0), 1)
$$;
comment on function _expected is 'What should have been reached by a day, in even steps from the start to the target?';

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

create function _bound(
    promised commitment[], as_of timestamptz, known_at timestamptz, labels bigint[]
)
returns table (commitment_id text, actor text, is_counted bool)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with promise as (select c.* from unnest($1) c),
    spell as materialized (
        select b.body, s.actor, s.kind, s.from_on, s.to_on, s.is_current
        from (select distinct p.body from promise p) b, lateral _belonging(b.body, $2, $3, $4) s
    )
    -- Who was named promised for itself; one that has left since is listed, and counted no more.
    select p.commitment_id, a.actor, coalesce(bool_or(s.is_current), true)
    from promise p
    cross join lateral unnest(p.actors) as a (actor)
    left join spell s on s.body = p.body and s.actor = a.actor and s.from_on <= $2::date
    group by p.commitment_id, a.actor
    union all
    select p.commitment_id, m.actor, true
    from promise p join spell m on m.body = p.body and m.is_current and m.kind = 'member'
    where p.actors = '{}' and exists (
        select from spell s
        where s.body = p.body and s.actor = m.actor and s.kind = 'member'
          and s.from_on <= p.due_on and (s.to_on is null or s.to_on > p.start_on));
end $$;
comment on function _bound is 'Whom do commitments bind: those named, or all members of the day that belonged while there was something to do?';

-- none: baseline, value, observed_on, age_days, is_estimate, expected, score, auto_score, score_stage, assessor
-- none: is_late, outcome
create function commitments(body text, as_of timestamptz, known_at timestamptz)
returns table (
    commitment_id text, title text, metric text, unit text, actor text, baseline float8, target float8,
    direction text, start_on date, due_on date, value float8, observed_on date, age_days int,
    is_estimate bool, expected float8, score int, auto_score int, score_stage text, assessor text,
    is_late bool, is_counted bool, outcome text
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (
        select muster.my_labels() as labels, _constant('commitment_report.validity_days') as late_after
    ),
    in_force as materialized (
        select array_agg(c) as terms from viewer, _commitments_in_force($2, $3, viewer.labels) c where $1 is null or c.body = $1
    ),
    withdrawn as materialized (
        select w.* from viewer, _visible_commitment_move($2, $3, viewer.labels) w where w.move = 'withdrawn'
    ),
    promise as (
        select c.*, a.actor as by_actor, a.is_counted
        from viewer, in_force i, _bound(i.terms, $2, $3, viewer.labels) a, unnest(i.terms) c
        where c.commitment_id = a.commitment_id and not exists (
            select from withdrawn w
            where w.commitment_id = c.commitment_id
              and (w.actors = '{}' or a.actor = any (w.actors))
              and (w.occurred_at, w.sequence, w.life_rank, w.source, w.event_id) > (c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id)
        )
    ),
    -- An assessor's word beats the path, a final one an interim one.
    judged as (
        select distinct on (j.commitment_id, j.actor) j.*
        from viewer, _visible_compliance_score($2, $3, viewer.labels) j
        order by
            j.commitment_id, j.actor, (j.stage = 'final') desc,
            j.occurred_at desc, j.sequence desc, j.source desc, j.event_id desc
    ),
    observed as materialized (
        select o.* from viewer, _observed($2, $3, viewer.labels) o where not _is_forecast(o, $2::date)
    ),
    -- However old it is: what was seen last holds until something later was seen, and to the day it was promised for.
    latest as (
        select distinct on (o.commitment_id, o.actor) o.*
        from observed o join promise p on (p.commitment_id, p.by_actor) = (o.commitment_id, o.actor)
        where o.observed_on <= p.due_on
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
            p.*, l.value, l.observed_on, l.is_estimate, coalesce(p.baseline, first.value) as start_value,
            _expected(p.start_on, p.due_on, coalesce(p.baseline, first.value), p.target, $2::date) as expected_value,
            $2::date > p.due_on as is_over
        from promise p
        left join latest l on (l.commitment_id, l.actor) = (p.commitment_id, p.by_actor)
        left join first on (first.commitment_id, first.actor) = (p.commitment_id, p.by_actor)
    )
    select
        e.commitment_id, e.title, e.metric, e.unit, e.by_actor, e.start_value, e.target, e.direction, e.start_on, e.due_on,
        e.value, e.observed_on, $2::date - e.observed_on, e.is_estimate, e.expected_value,
        said.score, auto.score, case when said.is_judged then j.stage end, case when said.is_judged then j.assessor end,
        $2::date - e.observed_on > viewer.late_after, e.is_counted,
        case
            when not e.is_over then null
            when said.score is null then 'not reported'
            when said.score = 1 then 'reached'
            else 'missed'
        end
    from viewer, path e
    left join judged j on (j.commitment_id, j.actor) = (e.commitment_id, e.by_actor),
    -- Nothing can be said before the start, nor by an observation that is not later than it.
    lateral (
        select case when $2::date > e.start_on and e.observed_on > e.start_on
            then _score(e.value, e.start_value, e.target, e.expected_value, e.direction)
        end as score
    ) auto,
    -- What was said for the time being cannot lift what the last day showed.
    lateral (
        select j.score is not null
            and (j.stage = 'final' or not e.is_over or auto.score is null or auto.score > j.score) as is_judged
    ) word,
    lateral (select word.is_judged, case when word.is_judged then j.score::int else auto.score end as score) said
    order by e.commitment_id, e.by_actor collate "C";
end $$;
comment on function commitments is 'Where does each actor stand on what it promised, against the path from baseline to target?';

-- none: compliance_ratio
create function compliance(body text, as_of timestamptz, known_at timestamptz)
returns table (
    commitment_id text, title text, scored int, actors int, compliance_ratio float8, met int, partly int,
    missed int, due_on date, late int, not_reported int
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    -- A commitment of which everybody left stays listed, with nobody that counts.
    select
        c.commitment_id, c.title, (count(c.score) filter (where c.is_counted))::int,
        (count(*) filter (where c.is_counted))::int,
        ((avg(c.score) filter (where c.is_counted) + 1) / 2)::float8,
        (count(*) filter (where c.is_counted and c.score = 1))::int,
        (count(*) filter (where c.is_counted and c.score = 0))::int,
        (count(*) filter (where c.is_counted and c.score = -1))::int,
        c.due_on,
        (count(*) filter (where c.is_counted and c.is_late))::int,
        (count(*) filter (where c.is_counted and c.score is null))::int
    from commitments($1, $2, $3) c
    group by c.commitment_id, c.title, c.due_on
    order by c.due_on, c.commitment_id collate "C";
end $$;
comment on function compliance is 'How far is each commitment kept, and by how many of its actors can that be said?';

create function dormancy(body text, as_of timestamptz, known_at timestamptz)
returns table (
    commitment_id text, title text, made_at timestamptz, last_affirmed_at timestamptz, reaffirmations int,
    summits_since int, is_dormant bool, silent_days int
)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (
        select muster.my_labels() as labels, _constant('commitments.dormant_after_summits') as dormant_after
    ),
    affirmed as (
        select c.commitment_id, c.occurred_at, true as is_terms
        from viewer, _visible_commitment($2, $3, viewer.labels) c
        union all
        select r.commitment_id, r.occurred_at, false
        from viewer, _visible_commitment_move($2, $3, viewer.labels) r
        where r.move = 'reaffirmed'
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
        since.summits >= viewer.dormant_after, $2::date - said.last_affirmed_at::date
    from viewer, _commitments_in_force($2, $3, viewer.labels) c join said using (commitment_id),
        lateral (
            select count(*)::int as summits
            from summit s
            where s.body = c.body and s.started_on > said.last_affirmed_at::date
        ) since
    where ($1 is null or c.body = $1) and not exists (
        select from _visible_commitment_move($2, $3, viewer.labels) w
        where w.commitment_id = c.commitment_id and w.move = 'withdrawn' and w.actors = '{}'
          and (w.occurred_at, w.sequence, w.life_rank, w.source, w.event_id) > (c.occurred_at, c.sequence, c.life_rank, c.source, c.event_id)
    )
    order by c.commitment_id;
end $$;
comment on function dormancy is 'Which commitments have not been spoken of for so many summits of their body that they sleep?';

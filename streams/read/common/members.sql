-- needs: common/known_actors, common/visible

create function _members(body text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (actor text, kind text, since_on date)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
        with told as (
            -- Joined and left in one moment decides nothing: what was so before stands.
            select m.*, bool_and(m.is_member) over tie or not bool_or(m.is_member) over tie as is_clear
            from _visible_membership($2, $3, $4) m
            where m.body = $1
              and m.effective_on <= $2::date
            window tie as (partition by m.actor, m.effective_on, m.occurred_at, m.sequence)
        ),
        latest as (
            select distinct on (m.actor) m.actor, m.kind, m.effective_on, m.is_member
            from told m
            where m.is_clear
            order by
                m.actor, m.effective_on desc,
                m.occurred_at desc, m.sequence desc, m.source desc, m.event_id desc
        )
        -- A partner belongs to the body too, but counts in none of its roll-ups: see belonging.
        select actor::text, kind::text, effective_on from latest where is_member and kind = 'member' order by actor;
end $$;
comment on function _members is 'Who belongs to a body, seen with these labels?';

create function members(body text, as_of timestamptz, known_at timestamptz)
returns table (actor text, kind text, since_on date)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select * from _members(body, as_of, known_at, muster.my_labels());
end $$;
comment on function members is 'Who belongs to a body, and since when?';

-- Part of who may see what, so it asks with every label there is; see core/0011_bodies_of_a_nation.sql.
create or replace function muster.bodies_of(nation text) returns text[]
language plpgsql stable security definer set search_path from current as $$
#variable_conflict use_column
begin
    return (
    select coalesce(array_agg(b.body order by b.body), '{}')
    -- why: only narrows what is asked below
    from (select distinct m.body::text from membership m where m.actor = $1) b
    where exists (
        select from _members(b.body, clock_timestamp(), clock_timestamp(), (select array_agg(label_id) from muster.label)) m where m.actor = $1
    )
    );
end $$;

create function _series_of(
    wanted_kind text, body text, as_of timestamptz, known_at timestamptz, labels bigint[],
    wanted_actor text, wanted_area text
)
returns bigint[]
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return (
    with member as materialized (
        select m.actor from _members(body, as_of, known_at, labels) m where body is not null
    ),
    known as materialized (select k.actor from _known_actors(known_at, labels) k)
    select coalesce(array_agg(s.series_id), '{}')
    from series s
    where s.kind = wanted_kind
      and (wanted_actor is null or s.actor = wanted_actor or s.other_actor = wanted_actor)
      and (wanted_area is null or s.area = wanted_area or s.dimension = wanted_area)
      and (body is null or s.actor in (select actor from member))
      and (body is null or s.other_actor is null or s.other_actor in (select actor from member))
      and s.actor in (select actor from known) and (s.other_actor is null or s.other_actor in (select actor from known))
    );
end $$;
comment on function _series_of is 'Which series are about known actors, members of the body (both of a pair)? A null narrows nothing.';

-- needs: common/visible

-- A result, report or test counts for an actor that is known: a state, or declared as a partner of some body. Others are
-- kept and shown as unknown with the nearest known one, and count as soon as somebody declares them.

create function _known_actors(known_at timestamptz, labels bigint[]) returns table (actor text)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select s.code from state s
    union
    select m.actor from _visible_membership('infinity', $1, $2) m
    where m.is_member and m.kind <> 'member';
end $$;
comment on function _known_actors is 'Which actors count, seen with these labels: states, and partners declared by any body on whatever day?';

create function _actors_named(data jsonb) returns table (actor text)
language sql immutable as $$
    select case jsonb_typeof(named.one) when 'object' then named.one ->> 'actor' else named.one #>> '{}' end
    -- A correction says what it puts in its root's place.
    from (values ($1), ($1 -> 'data')) as told (data)
    -- A name stands alone, in a list, or in what a list tells of it.
    cross join lateral jsonb_path_query(
        told.data,
        '$.keyvalue() ? (@.key like_regex "^(actor|actor_a|actor_b|from_actor|actors|to_actors|invited|participants|attendees)$").value[*]',
        '{}', true
    ) as named (one)
    -- ALL is whom a requirement is for.
    where named.one <> '"ALL"' or not told.data ? 'target_index'
$$;
comment on function _actors_named is 'Whom does the data of an event name? Without a search path of its own, so that the planner looks through it.';

create function _unknown_named(data jsonb, known_at timestamptz, labels bigint[]) returns table (actor text)
language sql stable as $$
    select a.actor
    from _actors_named($1) a
    where a.actor not in (select s.code from state s)
      and a.actor not in (select k.actor from _known_actors($2, $3) k)
$$;
comment on function _unknown_named is 'Whom that nobody knows does the data of an event name? Looked through, too.';

-- needs: common/visible

-- A result, report or test counts for an actor that is known: a state, or declared as a partner of some body. Others are
-- kept and shown as unknown with the nearest known one, and count as soon as somebody declares them.

create function _known_actors(known_at timestamptz, labels bigint[]) returns table (actor text)
language sql stable set search_path from current as $$
    select s.code from state s
    union
    select m.actor from _visible_membership('infinity', $1, $2) m
    where m.is_member and m.kind <> 'member'
$$;
comment on function _known_actors is 'Which actors count, seen with these labels: states, and partners declared by any body on whatever day?';

create function _actors_of(data jsonb) returns text[]
language sql immutable set search_path from current as $$
    select array(
        select distinct actor from (
            select $1 ->> name from unnest(array['actor', 'actor_a', 'actor_b', 'from_actor']) as name
            union all
            select case jsonb_typeof(one) when 'object' then one ->> 'actor' else one #>> '{}' end
            from unnest(array['actors', 'to_actors', 'invited', 'participants', 'attendees']) as name,
                 jsonb_array_elements($1 -> name) as one
        ) named (actor)
        where actor is not null
    )
$$;
comment on function _actors_of is 'Whom does the data of an event name?';

create function _flag_of_actors(data jsonb, known text[]) returns text
language sql immutable set search_path from current as $$
    -- A correction names actors in what it puts in its root's place; ALL is whom a requirement is for.
    select 'unknown-actor'
    from unnest(_actors_of($1) || _actors_of($1 -> 'data')) as a (actor)
    where a.actor <> all ($2) and not (a.actor = 'ALL' and coalesce($1 -> 'data', $1) ? 'target_index')
    limit 1
$$;
comment on function _flag_of_actors is 'Does an event name an actor that nobody knows?';

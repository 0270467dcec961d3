-- A result, report or test counts for an actor that is known: a state, or declared as a partner of some body. Others are
-- kept and shown as unknown with the nearest known one, and count as soon as somebody declares them.

create function _known_actors(known_at timestamptz, labels bigint[]) returns table (actor text)
language sql stable set search_path from current as $$
    select s.code from state s
    union
    select m.actor from membership m
    where m.is_member and m.kind <> 'member'
      and m.recorded_at <= $1 and m.ended_at > $1 and m.label_id = any ($2)
$$;
comment on function _known_actors is 'Which actors count, seen with these labels: states, and partners declared by any body on whatever day?';

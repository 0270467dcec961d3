-- needs: common/visible

create function _belonging(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns table (actor text, kind text, from_on date, to_on date, is_current bool, ledger_seq bigint)
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    with told as (
        -- Joined and left in one moment decides nothing.
        select m.*, bool_and(m.is_member) over tie or not bool_or(m.is_member) over tie as is_clear
        from _visible_membership($2, $3, $4) m
        where m.body = $1
        window tie as (partition by m.actor, m.effective_on, m.occurred_at, m.sequence)
    ),
    said as (
        -- Of what was said for one day the last word holds.
        select distinct on (m.actor, m.effective_on) m.*
        from told m
        where m.is_clear
        order by m.actor, m.effective_on, m.occurred_at desc, m.sequence desc, m.source desc, m.event_id desc
    ),
    spell as (
        select s.*, lead(s.effective_on) over (partition by s.actor order by s.effective_on) as next_on
        from said s
    )
    select
        s.actor, s.kind, s.effective_on, s.next_on,
        s.effective_on <= $2::date and (s.next_on is null or s.next_on > $2::date), s.ledger_seq
    from spell s
    where s.is_member;
end $$;
comment on function _belonging is 'In which spells does each actor belong to a body, seen with these labels?';

create function _is_dissolved(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[]) returns bool
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return (
    select coalesce(not bool_or(b.is_current), false)
    from _belonging($1, $2, $3, $4) b
    where b.kind = 'member' and b.from_on <= $2::date
    );
end $$;
comment on function _is_dissolved is 'Had a body members, and has it none any more? One that never had any only meets.';

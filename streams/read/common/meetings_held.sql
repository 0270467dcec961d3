-- needs: common/visible

create function _meetings_held(of_body text, as_of timestamptz, known_at timestamptz, labels bigint[])
returns setof meeting
language plpgsql stable set search_path from current set timezone = 'UTC' as $$
#variable_conflict use_column
begin
    return query
    select *
    from (
        select distinct on (m.meeting_id) m.*
        from _visible_meeting($2, $3, $4) m
        order by m.meeting_id, m.occurred_at desc, m.sequence desc, m.source desc, m.event_id desc
    ) latest
    where ($1 is null or latest.body = $1) and latest.started_on <= $2::date;
end $$;
comment on function _meetings_held is 'Which meetings has a body held, each as it was told last?';

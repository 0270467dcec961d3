create function audit_entries(max_rows int default 500)
returns table (
    number bigint, happened_at timestamptz, act text, outcome text, who_kind text, who text, origin text, db_role text, subject text,
    detail text
)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        e.number, e.happened_at, e.act::text, e.outcome::text, e.who_kind::text, e.who, e.origin, e.db_role, e.subject, e.detail
    from muster.audit_entry e
    where muster.is_operator()
    order by e.number desc
    limit least($1, 10000);
end $$;
comment on function audit_entries is 'What did people do, newest first, and from where?';

create function audit_state() returns table (entries bigint, refused_lately bigint)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    select
        -- Numbers have no gap.
        coalesce((select e.number from muster.audit_entry e order by e.number desc limit 1), 0),
        (
            select count(*) from muster.audit_entry e
            where e.outcome = 'refused' and e.happened_at > clock_timestamp() - interval '1 day'
        )
    where muster.is_operator();
end $$;
comment on function audit_state is 'How long is the trail of what people did, and how much was refused in the last day?';

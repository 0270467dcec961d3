-- Tables are imported and dead letters sent again from pages, too; both are written down before.
create or replace function audit_mine(act text, outcome text, subject text, detail jsonb default '{}') returns bigint
language plpgsql security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    me viewer := me();
begin
    if me.name is null then
        raise exception 'nobody asks' using errcode = 'invalid_authorization_specification';
    end if;
    if $1 <> all (array['access', 'export', 'note', 'what-if.ask', 'import', 'dead-letter.redrive']) then
        raise exception 'a reader cannot say %', $1 using errcode = 'insufficient_privilege';
    end if;
    -- What this viewer could see while it was done.
    return _audit(
        null, $1, $2, 'viewer', me.name, coalesce(current_setting('muster.origin', true), ''), $3,
        $4 || jsonb_build_object('clearance_rank', me.clearance_rank, 'nation', me.nation)
    );
end $$;

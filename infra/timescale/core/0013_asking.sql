-- Who asks, and what they may read, is the first question of every other. A function in SQL is planned each time it is
-- called; one in PL/pgSQL once in a session.

create or replace function me() returns viewer
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    token text := current_setting('muster.session', true);
    found viewer;
begin
    if coalesce(token, '') <> '' then
        -- A token that is set but not valid is nobody, never the role behind the connection.
        select viewer.* into found
        from session join viewer on viewer.name = session.viewer
        where session.token_sha256 = sha256(convert_to(token, 'UTF8')) and session.expires_at > clock_timestamp();
    else
        select viewer.* into found from viewer where viewer.db_role = session_user;
    end if;
    return found;
end $$;

create or replace function my_labels() returns bigint[]
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    asking record;
    bodies text[];
begin
    select me.name, me.nation, me.clearance_rank into asking from me();
    if asking.name is null then
        return '{}'::bigint[];
    end if;
    bodies := case when asking.nation is not null then bodies_of(asking.nation) end;
    return (
        select coalesce(array_agg(label.label_id order by label.label_id), '{}')
        from label
        where label.classification_rank <= asking.clearance_rank
          and (
              asking.nation is null
              or asking.nation = any (label.releasable_to)
              or label.releasable_to && bodies
              -- No release means the current members of the event's body. A label names no body, so it is read by the
              -- members of the body its policy is of, and where that is no body's policy by the members of any.
              or label.releasable_to = '{}' and (
                  label.policy = 'PUBLIC'
                  or case when label.policy = 'NATO' then 'NATO' = any (bodies) else bodies <> '{}' end
              )
          )
    );
end $$;

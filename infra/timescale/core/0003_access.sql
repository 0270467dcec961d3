-- Who reads: a session's token says it, else the database role, else nobody.

create table session (
    token_sha256  bytea primary key check (length(token_sha256) = 32),
    viewer        text not null references viewer (name) on delete cascade,
    expires_at    timestamptz not null
);
comment on table session is 'Signed-in viewers, by the SHA-256 of the random token in the setting muster.session.';

create function me() returns viewer
language sql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
    select viewer.*
    from viewer
    where case
        -- A token that is set but not valid is nobody, never the role behind the connection.
        when coalesce(current_setting('muster.session', true), '') <> '' then viewer.name = (
            select session.viewer
            from session
            where session.token_sha256 = sha256(convert_to(current_setting('muster.session', true), 'UTF8'))
              and session.expires_at > clock_timestamp()
        )
        else viewer.db_role = session_user
    end
$$;
comment on function me() is 'Which viewer is asking?';

create function my_labels() returns bigint[]
language sql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
    select coalesce(array_agg(label.label_id order by label.label_id), '{}')
    from me() as viewer
    join label
        on label.classification_rank <= viewer.clearance_rank
        and (viewer.nation is null or viewer.nation = any (label.releasable_to))
$$;
comment on function my_labels() is 'Which labels may the asking viewer read? No viewer, no labels.';

revoke all on function me(), my_labels() from public;
grant execute on function me(), my_labels() to muster_worker, muster_reader;

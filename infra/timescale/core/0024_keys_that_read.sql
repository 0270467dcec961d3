-- A producer may be told which readings an event moved: with the rights of a viewer that its key names, looked up when it asks.

alter table producer_key add column viewer text references viewer (name);
comment on column producer_key.viewer is 'With whose rights it is told which readings an event moved. Null: it is told of none.';

create function labels_of(clearance_rank int, nation text) returns bigint[]
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    bodies text[] := case when $2 is not null then bodies_of($2) end;
begin
    return (
        select coalesce(array_agg(label.label_id order by label.label_id), '{}')
        from label
        where label.classification_rank <= $1
          and (
              $2 is null
              or $2 = any (label.releasable_to)
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
comment on function labels_of(int, text) is 'Which labels may be read by who is cleared so far, and of this nation? None: of every release.';
revoke all on function labels_of(int, text) from public;

create or replace function my_labels() returns bigint[]
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
declare
    asking record;
begin
    select me.name, me.nation, me.clearance_rank into asking from me();
    if asking.name is null then
        return '{}'::bigint[];
    end if;
    return labels_of(asking.clearance_rank, asking.nation);
end $$;

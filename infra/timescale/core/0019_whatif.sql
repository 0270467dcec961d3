-- What-ifs: branches of the history with events left out, changed or added. Each is computed into schemas of its own; here
-- stands what it is made of, so that it can be listed, made anew and dropped. No fact is here, and no reading depends on it.

create table whatif (
    whatif_id  text collate "C" primary key check (whatif_id ~ '^[0-9a-f]{12}$'),
    name       text not null check (name <> ''),
    author     text not null,
    made_at    timestamptz not null default clock_timestamp(),
    label_ids  bigint[] not null check (cardinality(label_ids) > 0),
    edits      text not null check (edits is json array),
    world      int not null,
    seq        bigint not null check (seq >= 0),
    known_at   timestamptz not null,
    heard_at   timestamptz not null check (heard_at > known_at),
    ends_at    timestamptz not null check (ends_at in (known_at, heard_at))
);
comment on table whatif is 'Every what-if there is: what is edited in it, and as of which event it is frozen.';
comment on column whatif.author is 'The viewer who made it. It holds what that viewer might see, and no other event is edited.';
comment on column whatif.label_ids is 'The label of every event that is left out, changed or added: who may not see one of them does not see that there is a what-if.';
comment on column whatif.edits is 'What is edited, as it is written in a file of edits.';
comment on column whatif.world is 'The world whose rows it reads where nothing is edited.';
comment on column whatif.seq is 'The last event of the ledger that it knows of.';
comment on column whatif.known_at is 'When that was recorded.';
comment on column whatif.heard_at is 'When what is added counts as heard: right after. In the comparison with the history, all edits.';
comment on column whatif.ends_at is 'The newest moment that anything in it is known at.';

create function may_see_whatif(id text) returns bool
language plpgsql stable security definer set search_path = muster, pg_catalog, pg_temp as $$
begin
    return exists (select from whatif w where w.whatif_id = $1 and w.label_ids <@ my_labels());
end $$;
comment on function may_see_whatif is 'May the asking viewer see every event that is edited in this what-if?';
revoke all on function may_see_whatif(text) from public;
grant execute on function may_see_whatif(text) to muster_reader, muster_worker;

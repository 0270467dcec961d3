-- What every projection of every world has in common.

create function muster.stamped(projection regclass, description text) returns void
language plpgsql as $$
begin
    execute format($ddl$
        alter table %1$s
            add column occurred_at timestamptz not null
                check (occurred_at >= '1900-01-01 00:00:00+00' and occurred_at < '2200-01-01 00:00:00+00'),
            add column recorded_at timestamptz not null
                check (recorded_at >= '1970-01-01 00:00:00+00' and recorded_at < '2200-01-01 00:00:00+00'),
            add column ended_at timestamptz not null default 'infinity' check (ended_at > recorded_at),
            add column label_id bigint not null,
            add column ledger_seq bigint not null,
            add column root_seq bigint not null,
            add column sequence bigint not null default 0,
            add column source text collate "C" not null,
            add column event_id text collate "C" not null $ddl$, projection);
    execute format('comment on table %s is %L', projection, description);
    execute format('comment on column %s.occurred_at is %L', projection, 'When it was true.');
    execute format('comment on column %s.recorded_at is %L', projection, 'From when on we knew it so.');
    execute format('comment on column %s.ended_at is %L', projection, 'Until when we knew it so; infinity while in force.');
    execute format('comment on column %s.ledger_seq is %L', projection, 'The event that says so: the root, or its correction in force.');
    execute format('comment on column %s.root_seq is %L', projection, 'The root event; sequence, source and event_id are the root''s too and order equal moments.');
    execute format('grant select, insert, update (ended_at) on %s to muster_worker', projection);
end $$;
comment on function muster.stamped is 'Give a projection the columns that every projection has.';

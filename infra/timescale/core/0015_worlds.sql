-- More than one world: one is in force, another is filled beside it, and the former one may be gone back to (decision 0030).

alter table head add column world int not null default 1 check (world >= 1);
comment on column head.world is 'The world in force: workers write its projections, read functions ask them. Who holds the writer lock knows it.';

create table world (
    number         int primary key check (number >= 1),
    state          text collate "C" not null check (state in ('filling', 'in force', 'former')),
    began_at       timestamptz not null default clock_timestamp(),
    until_seq      bigint check (until_seq >= 0),
    caught_up_seq  bigint check (caught_up_seq >= until_seq),
    is_indexed     bool not null default false,
    is_compared    bool not null default false,
    seen_at        timestamptz not null default clock_timestamp(),
    switched_at    timestamptz
);
comment on table world is 'Every world there is. One is in force, at most one is being filled, at most one is kept as it was when it was left.';
comment on column world.until_seq is 'The last event that is folded by slices, in several processes; null while its tables are not all made.';
comment on column world.caught_up_seq is 'It holds the rows of all events up to here; null while slices are open, and of the world in force, which always holds all.';
comment on column world.seen_at is 'When a process was last seen filling it.';
comment on column world.switched_at is 'When it came into force, or was left.';
create unique index world_filling on world (state) where state = 'filling';
insert into world (number, state) values (1, 'in force');

create table world_slice (
    world      int not null references world (number) on delete cascade,
    first_seq  bigint not null check (first_seq >= 1),
    last_seq   bigint not null check (last_seq >= first_seq),
    is_done    bool not null default false,
    primary key (world, first_seq)
);
comment on table world_slice is 'Stretches of the ledger that are folded into a world, each by one process in one transaction.';
create index world_slice_open on world_slice (world, first_seq) where not is_done;

grant select on world, world_slice to muster_worker;

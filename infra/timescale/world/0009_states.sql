-- Which actors are states; filled from schemas/states.toml at every migration, like the constants of the method.

create table state (
    code       text collate "C" primary key,
    alpha_2    text collate "C" not null,
    name       text not null,
    is_in_use  bool not null
);
comment on table state is 'States by their ISO 3166 alpha-3 code: those of today, the dissolved, and Kosovo. Each is a known actor.';
comment on column state.is_in_use is 'False for codes that ISO 3166-3 has withdrawn: events of the past name them.';
grant select on state to muster_worker;

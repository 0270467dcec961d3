-- The constants of the method that are read when asked; filled from schemas/method.toml at every migration.

create table method_constant (
    name   text collate "C" primary key,
    value  float8 not null
);
comment on table method_constant is 'Single numbers of the method, by their name in schemas/method.toml.';

create table decay (
    class           text collate "C" primary key,
    half_life_days  int not null check (half_life_days > 0),
    validity_days   int not null check (validity_days > 0)
);
comment on table decay is 'How fast a class of evidence fades, and after how many days it no longer counts.';

create table pillar_threshold (
    pillar    text collate "C" not null check (pillar in ('P', 'S', 'R', 'T')),
    level     smallint not null check (level between 1 and 4),
    at_least  float8 not null,
    primary key (pillar, level)
);
comment on table pillar_threshold is 'The lowest percentage that still earns a level of a pillar; level 4 starts at 0.';

grant select on method_constant, decay, pillar_threshold to muster_worker;

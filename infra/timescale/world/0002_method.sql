-- The constants of the method that are read when asked; filled from schemas/method.toml at every migration.

create table method_constant (
    name   text collate "C" primary key,
    value  float8 not null
);
comment on table method_constant is 'Single numbers of the method, by their dotted name in schemas/method.toml.';

create table decay (
    class           text collate "C" primary key,
    half_life_days  int not null check (half_life_days > 0),
    validity_days   int not null check (validity_days > 0)
);
comment on table decay is 'How fast a class of evidence fades, and after how many days it no longer counts.';

grant select on method_constant, decay to muster_worker;

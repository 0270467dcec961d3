-- Context from outside: where studies place actors by how they vote elsewhere.

create table position (
    actor          text collate "C" not null,
    scale          text collate "C" not null,
    scale_version  text collate "C" not null,
    occasion       text collate "C" not null,
    point          float8 not null check (abs(point) <= 1000),
    low            float8 not null,
    high           float8 not null,
    votes          int check (votes between 0 and 100000),
    constraint the_point_lies_in_its_bounds check (point between low and high)
);
select muster.stamped('position', 'Where an actor stands on a scale by its votes on one occasion; the latest estimate holds.');
comment on column position.low is 'The 5 % bound of the estimate; high is the 95 % bound.';
comment on column position.occasion is 'A session: only positions of the same scale, version and occasion can be compared.';
create index position_occasion on position (scale, occurred_at);
create index position_root on position (root_seq);

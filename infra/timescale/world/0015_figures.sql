-- Absolute figures of actors: persons, tons, pieces, money. Context: no reading is made of them.

create table figure (
    actor        text collate "C" not null,
    figure       text collate "C" not null,
    unit         text collate "C" not null,
    value        float8 not null check (value between 0 and 1e15),
    currency     text collate "C",
    price_basis  text collate "C" check (price_basis in ('current', 'constant')),
    price_year   smallint,
    observed_on  date not null,
    is_estimate  bool not null,
    reporter     text,
    constraint money_has_a_currency check ((unit = 'money') = (currency is not null)),
    constraint constant_prices_have_a_year check (coalesce(price_basis = 'constant', false) = (price_year is not null))
);
select muster.stamped('figure', 'How much of something an actor has, as it was counted on a day; the latest of a day holds.');
comment on column figure.price_year is 'The year whose prices are meant, of constant prices.';
create index figure_actor on figure (actor, figure, observed_on);
create index figure_root on figure (root_seq);

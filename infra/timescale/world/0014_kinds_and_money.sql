-- Exercises may be of several kinds or of none that is known, and money has its currency and year: version 2 of
-- exercise.scheduled, exercise.conducted and remedial_action.tasked. Rows that are there say the same in the new columns.
alter table exercise add column kinds text[];
update exercise set kinds = array[kind];
alter table exercise alter column kinds set not null, drop column kind;
comment on column exercise.kinds is 'Several: a mix of them; empty: not known.';

alter table exercise_plan add column kinds text[];
update exercise_plan set kinds = array[kind] where kind is not null;
alter table exercise_plan drop column kind;

alter table remedial_action drop constraint remedial_action_cost_eur_check;
alter table remedial_action rename column cost_eur to cost_amount;
alter table remedial_action
    add constraint remedial_action_cost_amount_check check (cost_amount between 0 and 1e15),
    add column cost_currency text collate "C",
    add column cost_price_year smallint,
    add constraint a_cost_has_a_currency check ((cost_amount is null) = (cost_currency is null)) not valid;
update remedial_action set cost_currency = 'EUR' where cost_amount is not null;
alter table remedial_action validate constraint a_cost_has_a_currency;
comment on column remedial_action.cost_price_year is 'The year whose prices are meant; null: not said.';

update projection_version set version = 2
where projection in ('exercise', 'exercise_plan', 'remedial_action') and version = 1;

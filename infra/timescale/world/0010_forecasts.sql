-- A value for a day that its report cannot have seen yet is a forecast. How far a report can have seen is the last day of
-- the period that its time names: of a day, a month or a year.

alter table commitment_progress add column period_ends_on date;
comment on column commitment_progress.period_ends_on is 'The last day of the period that the time of the report names; a value observed later is a forecast.';

update commitment_progress p
set period_ends_on = case r.precision
    when 'year' then (date_trunc('year', r.day) + interval '1 year' - interval '1 day')::date
    when 'month' then (date_trunc('month', r.day) + interval '1 month' - interval '1 day')::date
    else r.day::date
end
from (
    select
        w.ledger_seq, w.root_seq, w.recorded_at, w.occurred_at at time zone 'UTC' as day,
        -- A correction says how precise the time is that it gives.
        case when l.seq = w.root_seq then l.date_precision else l.event::jsonb #>> '{data,date_precision}' end as precision
    from commitment_progress w join muster.ledger l on l.seq = w.ledger_seq
) r
where (p.ledger_seq, p.root_seq, p.recorded_at) = (r.ledger_seq, r.root_seq, r.recorded_at);
alter table commitment_progress alter column period_ends_on set not null;

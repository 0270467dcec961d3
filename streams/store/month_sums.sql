-- name: see_one_moment
-- Let every statement of the transaction see the same rows, take its time, and sort in memory what fits.
set transaction isolation level repeatable read;
set local idle_in_transaction_session_timeout = 0;
set local work_mem = '128MB';
set local timezone = 'UTC';

-- name: take_turn
-- Does nobody else sum up?
select pg_try_advisory_xact_lock(7305006);

-- name: progress
-- Where the ledger ends, and up to which number months are summed up: zero when they never were.
select head.seq, coalesce(summed_up.seq, 0) from muster.head left join summed_up on true;

-- name: forget_touched
-- Take away the sums of every series and month in which a row has come or ended since, and say which those are.
with touched as (
    select series_id, date_trunc('month', occurred_at)::date as month
    from evidence, summed_up where recorded_at > summed_up.until
    union
    select series_id, date_trunc('month', occurred_at)::date
    from evidence, summed_up where ended_at > summed_up.until and ended_at < 'infinity'
),
gone as (
    delete from month_sum m using touched t where (m.series_id, m.month) = (t.series_id, t.month)
)
select coalesce(array_agg(series_id), '{}'), coalesce(array_agg(month), '{}') from touched;

-- name: forget_all
-- Take away every sum.
delete from month_sum;

-- name: sum_up
-- Add up what is in force in these months of these series, or in all.
insert into month_sum
select s.* from muster.head, _summed_months(head.recorded_at, %(series)s, %(months)s) s;

-- name: forget_progress
-- Up to where months were summed up before.
delete from summed_up;

-- name: set_progress
-- Up to where they are now.
insert into summed_up (until, seq, month_fades)
select head.recorded_at, head.seq, (select jsonb_object_agg(class, to_jsonb(decay.month_fades)) from decay)
from muster.head;

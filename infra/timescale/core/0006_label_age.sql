-- Since when a label is known, so that the marking of a past view is the one it had: a later label raises nothing.

alter table label add column recorded_at timestamptz;
update label set recorded_at = coalesce(
    (select min(ledger.recorded_at) from ledger where ledger.label_id = label.label_id), '1970-01-01Z'
);
alter table label alter column recorded_at set not null;
comment on column label.recorded_at is 'When the first event with this label was recorded.';

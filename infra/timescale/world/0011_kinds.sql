-- One number for what is added up together whatever its label: joining and sorting by it is much quicker than by its names.
create or replace function muster.kind_of(series_id bigint, class text, instrument text, instrument_version text) returns bigint
language sql immutable parallel safe as $$
    select hashtextextended($2 || '|' || $3 || '|' || $4, $1)
$$;
comment on function muster.kind_of is 'Which number has the evidence of one class about a series by one version of an instrument? A hash, as that of a series.';

alter table line add column kind bigint generated always as (
    muster.kind_of(series_id, class::text, instrument::text, instrument_version::text)) stored;
comment on column line.kind is 'What the line adds up, whatever its label.';

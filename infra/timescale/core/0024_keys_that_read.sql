-- A producer may be told which readings an event moved: with the rights of a viewer that its key names, looked up when it asks.

alter table producer_key add column viewer text references viewer (name);
comment on column producer_key.viewer is 'With whose rights it is told which readings an event moved. Null: it is told of none.';

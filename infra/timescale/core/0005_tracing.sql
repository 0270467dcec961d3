-- What caused what, and what belongs together: found by index, at no cost for events that do not say.
create index ledger_causation on ledger (causation_id) where causation_id is not null;
create index ledger_correlation on ledger (correlation_id, seq) where correlation_id is not null;

-- name: read_as
-- Read as whoever is signed in by this session; empty: as the viewer of the role.
select set_config('muster.session', %(token)s, false);

-- name: reader
-- Who asks, and up to which classification that viewer reads.
select viewer, clearance_rank from readiness.reader();

-- name: now
-- The database's clock.
select clock_timestamp();

-- name: imported
-- Which of these events has the viewer imported before?
select event_id, content_sha256, is_amended from readiness.imported(%(source)s, %(ids)s);

-- name: imported_sets
-- What do they say, with all that amends them?
select seq, recorded_at, event from readiness.imported_sets(%(source)s, %(ids)s);

-- name: imported_roots
-- Which events has a table brought or corrected?
select event_id from readiness.imported_roots(%(source)s, %(table)s);

-- name: imported_tables
-- Which tables were imported by the mapping, and how many events did each bring?
select correlation_id, events from readiness.imported_tables(%(source)s);

-- name: imported_fates
-- What became of these events?
select event_id, is_stored, reason, detail from readiness.imported_fates(%(source)s, %(ids)s);

-- name: audit_entries
-- The newest entries of the trail, the newest first.
-- row: AuditEntry
select number, happened_at, act, outcome, who_kind, who, origin, db_role, subject, detail
from readiness.audit_entries(%(max_rows)s);

-- name: audit_state
-- How long the trail is, and how much was refused lately.
-- row: AuditState
select entries, refused_lately from readiness.audit_state();

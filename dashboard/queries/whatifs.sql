-- name: whatifs
-- Every what-if that the viewer may see, the oldest first.
-- row: WhatIf
select whatif_id, name, author, made_at, seq, whatif_known_at, heard_at, edits, is_computed
from readiness.whatifs();

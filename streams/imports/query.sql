-- name: lock_out
-- No file, no network, no extension, nothing of the process: only what is taken in.
set enable_external_access = false;
set python_enable_replacements = false;
set timezone = 'UTC'

-- name: take_in
-- A table of its own from a stream of rows.
create table {name} as select * from "coming in"

-- name: lock
-- Nothing of this can be changed any more.
set lock_configuration = true

-- name: describe
-- Which columns does the query give, and of which types?
describe select * from ({query}
)

-- name: in_order
-- Its rows in one order, whatever threads did: by row of the file, then by all there is.
select * from ({query}
) order by {columns}

-- name: make
-- The ids of a table's events; `place` is where the event stands that was made, none of one that was refused.
create table seen (id blob primary key, row_number int, event_number int) without rowid

-- name: claim
-- Take an id that nobody has, or that only refused rows have.
insert into seen (id, row_number, event_number) values (?, ?, ?)
on conflict (id) do update set row_number = excluded.row_number, event_number = excluded.event_number
where seen.row_number is null

-- name: place
-- Where does the event stand that has this id?
select row_number, event_number from seen where id = ?

-- name: mention
-- A row speaks of this event, whatever becomes of it.
insert or ignore into seen (id) values (?)

-- name: has
-- Does any row speak of this event?
select 1 from seen where id = ?

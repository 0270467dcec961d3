-- An outbox is one SQLite file. What is put into it is on disk before anybody is told so.

-- name: settings
-- Wait for another process, and let a commit return only when the disk has it.
pragma busy_timeout = 10000;
pragma journal_mode = wal;
pragma synchronous = full

-- name: tables
-- Every event that was ever put in, until it is dropped: its number is its place in line.
create table if not exists event (
    number integer primary key autoincrement,
    source text not null,
    id text not null,
    sha256 blob not null,
    content blob not null,
    put_at text not null,
    state text not null default 'waiting' check (state in ('waiting', 'taken', 'refused')),
    said text,
    settled_at text,
    unique (source, id)
) strict;
create index if not exists event_waiting on event (number) where state = 'waiting';
pragma user_version = 1

-- name: layout
-- Which layout does the file have? None yet is 0.
pragma user_version

-- name: put
-- Put an event in line, unless one of its identity is there.
insert into event (source, id, sha256, content, put_at) values (:source, :id, :sha256, :content, :put_at)
on conflict (source, id) do nothing

-- name: hash_of
-- What does the event of this identity say, as a hash?
select sha256 from event where source = :source and id = :id

-- name: next_in_line
-- Which events wait, the first in line first?
select number, source, id, content from event where state = 'waiting' order by number limit :most

-- name: settle
-- Note what became of an event.
update event set state = :state, said = :said, settled_at = :settled_at where number = :number and state = 'waiting'

-- name: counts
-- How many are in each state?
select state, count(*) from event group by state

-- name: listed
-- Which events are in a state, the first in line first?
select number, source, id, put_at, settled_at, said from event where state = :state order by number limit :most

-- name: wait_again
-- Put one that was refused back in line, as it is.
update event set state = 'waiting', said = null, settled_at = null where number = :number and state = 'refused'

-- name: drop_taken
-- Take away what a gateway has.
delete from event where state = 'taken'

-- name: drop_refused
-- Take away one that was refused.
delete from event where number = :number and state = 'refused'

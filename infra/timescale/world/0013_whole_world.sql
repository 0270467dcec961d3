-- A world holds all that is folded from the ledger, also what is said about amendments, and says by which version of the
-- code each projection was folded.

do $$
begin
    if to_regclass('muster.amendment_flag') is not null then
        -- The first world takes over the one that was shared.
        alter table muster.amendment_flag drop constraint amendment_flag_ledger_seq_fkey;
        execute format('alter table muster.amendment_flag set schema %I', current_schema());
    else
        create table amendment_flag (
            ledger_seq  bigint primary key,
            flag        text collate "C" not null
        );
    end if;
end $$;
comment on table amendment_flag is 'Amendments that are kept without effect, and why: other-source, other-label, other-type, unknown-target.';
grant select, insert, update, delete on amendment_flag to muster_worker;

create table projection_version (
    projection  text collate "C" primary key,
    version     int not null check (version >= 0)
);
comment on table projection_version is 'By which version of its fold the rows of a projection were made; 0: the ledger was never folded into it.';
-- All that was folded before versions were counted is of the first.
insert into projection_version (projection, version)
select table_name, 1 from information_schema.columns
where table_schema = current_schema() and column_name = 'root_seq';
grant select on projection_version to muster_worker;

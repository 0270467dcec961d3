-- Who may only read can stop nobody who writes.
-- The writer lock is the row of `head`, which readers have no right to. Locks by number (slots of workers, the running
-- sums, the migration) can be taken by whoever may call the functions: from now on that is who writes, and no reader.
comment on table head is
    'One row: the number and the moment of the last recorded event. Live means known_at = head.recorded_at. Who writes locks it.';

do $$
declare
    taking regprocedure;
begin
    for taking in
        select p.oid from pg_catalog.pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace and p.proname like 'pg\_%advisory%lock%'
    loop
        execute format('revoke execute on function %s from public', taking);
        execute format('grant execute on function %s to muster_worker', taking);
    end loop;
end $$;

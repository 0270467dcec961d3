-- Words are kept in Unicode's composed form (NFC), so that two spellings of one word are one; the ledger keeps the text as
-- it was received. Workers write rows so; those that are there are written anew where they differ, for all times.

do $$
declare
    place record;
begin
    for place in
        select c.table_name, c.column_name
        from information_schema.columns c
        where c.table_schema = current_schema() and c.data_type = 'text'
          and c.table_name in (
              select s.table_name from information_schema.columns s
              where s.table_schema = current_schema() and s.column_name = 'root_seq')
    loop
        execute format(
            'update %1$I set %2$I = normalize(%2$I, nfc) where octet_length(%2$I) <> length(%2$I) and %2$I is not nfc normalized',
            place.table_name, place.column_name);
    end loop;
end $$;

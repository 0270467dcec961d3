create function _constant(constant_name text) returns float8
language plpgsql stable set search_path from current as $$
declare
    found_value float8;
begin
    select value into strict found_value from method_constant where name = constant_name;
    return found_value;
end $$;
comment on function _constant is 'Which number does the method give this name?';

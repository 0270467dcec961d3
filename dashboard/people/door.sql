-- name: attempt
-- Count an attempt to sign in; gives how many seconds to wait before it is looked at, none for now.
select muster.attempt_sign_in(%(account)s, %(address)s);

-- name: password_of
-- What is kept of the password of an account.
select muster.password_of(%(account)s);

-- name: begin
-- Open a session for who knew the password; gives whether it is still that one.
with origin as materialized (select set_config('muster.origin', %(address)s, true))
select muster.begin_session(%(account)s, %(kept)s, %(token_sha256)s, %(idle)s, %(lasts)s, %(address)s) from origin;

-- name: begin_of
-- Open a session for whom a provider vouches; gives why not, or nothing.
with origin as materialized (select set_config('muster.origin', %(address)s, true))
select muster.begin_session_of(
    %(subject)s, %(account)s, %(clearance_rank)s, %(nation)s, %(roles)s, %(token_sha256)s, %(idle)s, %(lasts)s
) from origin;

-- name: refuse
-- Write down that somebody was not let in, and why.
with origin as materialized (select set_config('muster.origin', %(address)s, true))
select muster.refuse_sign_in(%(account)s, %(why)s) from origin;

-- name: seen
-- The viewer of a session did something.
select muster.seen(%(token_sha256)s);

-- name: end
-- End a session, or all of the same viewer.
with origin as materialized (select set_config('muster.origin', %(address)s, true))
select muster.end_session(%(token_sha256)s, %(everywhere)s) from origin;

-- name: ask_for_wall
-- Let a screen wait for its pairing; false when too many do.
select muster.ask_for_wall(%(token_sha256)s, %(code_sha256)s, %(address)s);

-- name: wall_state
-- What a screen that shows a code is to do.
select muster.wall_state(%(token_sha256)s);

-- name: pair_wall
-- Let the screen that shows a code read as a viewer, as an administrator; gives what is wrong, or nothing.
select muster.pair_wall(
    %(by_sha256)s, %(code_sha256)s, %(viewer)s, %(name)s, %(shows)s, make_interval(days => %(days)s), %(address)s
);

-- name: walls
-- Every wall that is paired, for an administrator.
select coalesce(json_agg(w), '[]') from muster.walls_for(%(by_sha256)s) w;

-- name: end_wall
-- End a wall, as an administrator.
select muster.end_wall(%(by_sha256)s, %(name)s, %(address)s);

-- name: pair
-- Let the screen that shows a code read as a viewer; gives what is wrong, or nothing.
select muster._pair_wall(%(code_sha256)s, %(viewer)s, %(name)s, %(shows)s, make_interval(days => %(days)s), %(by)s);

-- name: list
-- Every wall that is paired.
select s.wall, s.viewer, s.shows, s.paired_by, s.began_at, s.seen_at, least(s.expires_at, s.seen_at + s.idle_for)
from muster.session s
where s.wall is not null and s.expires_at > clock_timestamp() and s.seen_at + s.idle_for > clock_timestamp()
order by s.wall;

-- name: end
-- Nothing is shown on this wall any more.
delete from muster.session where wall = %(name)s returning wall;

-- name: are_there
-- Whether this database knows walls.
select to_regclass('muster.wall_code') is not null;

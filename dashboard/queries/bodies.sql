-- name: bodies
-- Every body with its number of members, and the day the last one left.
-- row: Body
select body, members, is_dissolved, members_until_on from readiness.bodies(%(as_of)s, %(known_at)s);

-- name: members
-- The members of a body.
-- row: Member
select actor, kind, since_on from readiness.members(%(body)s, %(as_of)s, %(known_at)s);

-- name: belonging
-- Members and partners of a body with the days between which they belong.
-- row: Belonging
select actor, kind, from_on, to_on, is_current
from readiness.belonging(%(body)s, %(as_of)s, %(known_at)s);

-- name: contributions
-- What each member brings beside its means.
-- row: Contribution
select
    actor, kind, exercises, results, areas, ready, mean_index, mean_resources, scored,
    compliance_ratio, products_shared, offers
from readiness.contributions(%(body)s, %(as_of)s, %(known_at)s);

-- name: partner_contributions
-- What each partner brings.
-- row: PartnerContribution
select
    actor, kind, exercises, results, products_shared, products_received, offers,
    standards_implemented
from readiness.partner_contributions(%(body)s, %(as_of)s, %(known_at)s);

-- name: notice_to_move
-- How much can move how soon, of what members offer.
-- row: NoticeBand
select band, at_most_days, actors, offers, quantity, late, oldest_age_days
from readiness.notice_to_move(%(body)s, %(as_of)s, %(known_at)s);

-- name: offers
-- What one actor offers.
-- row: Offer
select
    actor, area, capability_code, quantity, ntm_days, ntm_band, available_from_on, is_available,
    ledger_seq, age_days, is_late
from readiness.capabilities(null, %(as_of)s, %(known_at)s)
where actor = %(actor)s::text
limit 60;

-- name: baselines
-- By which spiral each member works.
-- row: Baseline
select baseline, actor, level, newest_level, is_behind
from readiness.baselines(%(body)s, %(as_of)s, %(known_at)s);

-- name: standards_of_actors
-- For each member: of the editions agreed to, how many it shares on average with another member.
with pair as (
    select actor_a, actor_b, sum(implemented_by_both) as both_work, sum(required) as required
    from readiness.standards(%(body)s, %(as_of)s, %(known_at)s)
    group by actor_a, actor_b
)
select
    side.actor, count(*)::int as others, avg(both_work::float8 / nullif(required, 0)) as overlap_ratio
from pair, lateral (values (actor_a), (actor_b)) as side (actor)
group by side.actor
order by overlap_ratio, side.actor;

-- name: insight_sharing
-- How many products of insight went from whom to whom in a span of time, whoever they are.
-- row: Sharing
select from_actor, to_actor, topic, products, newest_at
from readiness.insight_sharing(null, %(as_of)s, %(known_at)s, %(from_at)s);

-- name: reporting
-- What is expected to be reported, what is missing first.
-- row: Report
select actor, area, pillar, last_at, age_days, is_missing, state
from readiness.reporting(%(body)s, %(as_of)s, %(known_at)s);

-- The latest report on a pillar is asked for pillar by pillar: with the pillar in the index it is its first entry,
-- also of a pillar that was never reported on. It takes the place of the index without it; there are no more than before.

drop index resource_level_series;
create index resource_level_series on resource_level (series_id, pillar, occurred_at);

-- name: read_up_to
-- How far each partition of the newest life of each topic is stored, and which topic that is.
select e.topic, e.cluster_id, e.topic_id, c.partition, c.next_offset
from muster.topic_epoch e
left join muster.checkpoint c on c.topic = e.topic and c.epoch = e.epoch
where e.epoch = (select max(n.epoch) from muster.topic_epoch n where n.topic = e.topic);

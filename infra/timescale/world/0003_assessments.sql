-- Assessments are few and count for years, exercises are many and count for two: found by themselves, the few spare a
-- reading the years in which only exercises lie.

create index evidence_assessment on evidence (series_id, occurred_at)
    where class in ('external_assessment', 'self_report');

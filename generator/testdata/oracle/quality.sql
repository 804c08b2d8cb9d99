-- Quality, and deployment frequency, which needs the same pass.

--: make resolving
CREATE TEMP TABLE resolving AS
SELECT DISTINCT resolved_by_deployment_id AS deployment_id FROM incident WHERE resolved_by_deployment_id IS NOT NULL;

--: make opening
-- An incident without a resolution is over when it begins; until is the latest resolution of
-- those that began no later.
CREATE TEMP TABLE opening AS
SELECT service_id, started_at, max(greatest(started_at, coalesce(resolved_at, started_at))) OVER (PARTITION BY service_id ORDER BY started_at) AS until
FROM incident WHERE started_at IS NOT NULL AND service_id IS NOT NULL;

--: make explained
-- Hotfixes while an incident of their service was open, or within the window after one began.
CREATE TEMP TABLE explained AS
SELECT d.deployment_id
FROM (SELECT deployment_id, service_id, finished_at, if(started_at <= finished_at, started_at, NULL) AS started_at FROM deployment WHERE hotfix) d
ASOF JOIN opening o ON o.service_id = d.service_id AND o.started_at <= d.finished_at
WHERE date_diff('second', o.started_at, d.finished_at) <= getvariable('incident_window') OR o.until >= coalesce(d.started_at, d.finished_at);

--: make captured
-- Disturbances that an incident tells of.
CREATE TEMP TABLE captured AS
SELECT deployment_id FROM rolledback SEMI JOIN incident USING (deployment_id)
UNION
SELECT r.deployment_id FROM rolledback r SEMI JOIN resolving s ON s.deployment_id = r.rollback_id
UNION
SELECT deployment_id FROM deployment SEMI JOIN resolving USING (deployment_id) WHERE hotfix
UNION
SELECT deployment_id FROM explained;

--: output deployment
-- deployment-frequency is n, change-fail-rate part of n, deployment-rework-rate repairs of
-- n, incident-capture those captured of those disturbed.
WITH one AS (
    SELECT d.service_id, d.finished_at AS moment, f.deployment_id IS NOT NULL AS failed, d.hotfix OR s.deployment_id IS NOT NULL AS repair,
           d.hotfix OR r.deployment_id IS NOT NULL AS disturbed, c.deployment_id IS NOT NULL AS captured,
           date_diff('month', getvariable('first'), d.finished_at)::SMALLINT AS m
    FROM deployment d LEFT JOIN failed f USING (deployment_id) LEFT JOIN resolving s USING (deployment_id)
    LEFT JOIN (SELECT DISTINCT deployment_id FROM rolledback) r USING (deployment_id) LEFT JOIN captured c USING (deployment_id)
    WHERE d.finished_at >= getvariable('first') AND d.finished_at < getvariable('last'))
SELECT 'deployment' AS metric, if(grouping(o.team_id) = 0, 'team', if(grouping(d.service_id) = 0, 'service', 'portfolio')) AS level,
       if(grouping(o.team_id) = 0, o.team_id, if(grouping(d.service_id) = 0, d.service_id, '')) AS subject, m,
       count(*)::INTEGER AS n, count_if(failed)::INTEGER AS failed, count_if(repair)::INTEGER AS repairs,
       count_if(disturbed)::INTEGER AS disturbed, count_if(disturbed AND captured)::INTEGER AS captured
FROM one d LEFT JOIN owner o ON o.service_id = d.service_id AND d.moment >= o.since AND d.moment < o.until
GROUP BY GROUPING SETS ((o.team_id, m), (d.service_id, m), (m))
HAVING subject IS NOT NULL;

--: output failed-deployment-recovery-time
WITH one AS (
    SELECT service_id, resolved_at AS moment, date_diff('second', started_at, resolved_at)::INTEGER AS seconds, date_diff('month', getvariable('first'), resolved_at)::SMALLINT AS m
    FROM incident
    WHERE deployment_id IS NOT NULL AND resolved_at >= getvariable('first') AND resolved_at < getvariable('last') AND started_at <= resolved_at)
SELECT 'failed-deployment-recovery-time' AS metric, if(grouping(o.team_id) = 0, 'team', 'service') AS level, coalesce(o.team_id, i.service_id) AS subject, m,
       count(*)::INTEGER AS n, quantile_cont(seconds, [0.5, 0.85]) AS q
FROM one i LEFT JOIN owner o ON o.service_id = i.service_id AND i.moment >= o.since AND i.moment < o.until
GROUP BY GROUPING SETS ((o.team_id, m), (i.service_id, m))
HAVING coalesce(o.team_id, i.service_id) IS NOT NULL;

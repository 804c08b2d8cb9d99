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

--: make occurrence
-- An incident and what it is divided by. It repeats when one of its service and cause began
-- before it, at most 90 days; in the first 90 days of the records a "no" is not known.
CREATE TEMP TABLE occurrence AS
WITH begin AS (SELECT min(started_at) AS moment FROM incident),
cause AS (
    SELECT service_id, cause, started_at, lag(started_at) OVER (PARTITION BY service_id, cause ORDER BY started_at) AS earlier
    FROM (SELECT DISTINCT service_id, cause, started_at FROM incident WHERE cause IS NOT NULL AND started_at IS NOT NULL AND service_id IS NOT NULL))
SELECT i.service_id, i.started_at AS moment, date_diff('month', getvariable('first'), i.started_at)::SMALLINT AS m,
       coalesce(i.cause, 'not recorded') AS cause, coalesce(i.detected_by, 'not recorded') AS detected_by, coalesce(i.severity, 'not recorded') AS severity,
       CASE WHEN isodow(i.started_at) >= 6 THEN 'weekend' WHEN hour(i.started_at) BETWEEN 8 AND 17 THEN 'working hours' ELSE 'weekday evening or night' END AS week_time,
       CASE WHEN date_diff('second', c.earlier, i.started_at) <= 90 * 86400 THEN 'yes'
            WHEN i.cause IS NOT NULL AND date_diff('second', b.moment, i.started_at) >= 90 * 86400 THEN 'no' ELSE 'not recorded' END AS repeat
FROM incident i CROSS JOIN begin b
LEFT JOIN cause c ON c.service_id = i.service_id AND c.cause = i.cause AND c.started_at = i.started_at
WHERE i.started_at >= getvariable('first') AND i.started_at < getvariable('last');

--: output incident-patterns
WITH long AS (
    SELECT service_id, moment, m, unnest(['count', 'cause', 'detected_by', 'severity', 'week_time', 'repeat']) AS stat, unnest(['', cause, detected_by, severity, week_time, repeat]) AS category
    FROM occurrence),
counted AS (
    SELECT if(grouping(o.team_id) = 0, 'team', if(grouping(i.service_id) = 0, 'service', 'portfolio')) AS level,
           if(grouping(o.team_id) = 0, o.team_id, if(grouping(i.service_id) = 0, i.service_id, '')) AS subject, m, stat, category, count(*)::INTEGER AS part
    FROM long i LEFT JOIN owner o ON o.service_id = i.service_id AND i.moment >= o.since AND i.moment < o.until
    GROUP BY GROUPING SETS ((o.team_id, m, stat, category), (i.service_id, m, stat, category), (m, stat, category)))
SELECT 'incident-patterns' AS metric, level, subject, m, stat, category, if(stat = 'count', NULL, part) AS part, if(stat = 'count', part, NULL) AS value,
       max(part) FILTER (stat = 'count') OVER (PARTITION BY level, subject, m) AS n
FROM counted WHERE subject IS NOT NULL;

--: output escaped-defects
WITH long AS (
    SELECT team_id, service_id, project, created_at, date_diff('month', getvariable('first'), created_at)::SMALLINT AS m,
           unnest(['share', 'found_in']) AS stat, unnest(['', coalesce(found_in, 'not recorded')]) AS category, found_in
    FROM work_items
    WHERE list_contains(getvariable('defects'), type) AND created_at >= getvariable('first') AND created_at < getvariable('last')),
owned AS (
    SELECT coalesce(i.team_id, o.team_id, p.team_id) AS team, i.service_id AS service, m, stat, category, found_in
    FROM long i
    LEFT JOIN owner o ON o.service_id = if(i.team_id IS NULL, i.service_id, NULL) AND i.created_at >= o.since AND i.created_at < o.until
    LEFT JOIN span p ON p.kind = 'project' AND p.id = if(i.team_id IS NULL AND i.service_id IS NULL, i.project, NULL) AND i.created_at >= p.since AND i.created_at < p.until),
counted AS (
    SELECT if(grouping(team) = 0, 'team', 'service') AS level, if(grouping(team) = 0, team, service) AS subject, m, stat, category,
           count(*)::INTEGER AS rows, count_if(found_in = 'production')::INTEGER AS production, count(found_in)::INTEGER AS known
    FROM owned GROUP BY GROUPING SETS ((team, m, stat, category), (service, m, stat, category)))
SELECT 'escaped-defects' AS metric, level, subject, m, stat, category, if(stat = 'share', production, rows) AS part,
       if(stat = 'share', known, max(rows) FILTER (stat = 'share') OVER (PARTITION BY level, subject, m)) AS n
FROM counted WHERE subject IS NOT NULL;

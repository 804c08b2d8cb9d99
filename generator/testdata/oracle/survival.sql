-- Lifetimes, of which survival.mjs makes Kaplan–Meier estimates: see there for their form.

--: make label
-- Texts as small numbers from 1 on, severities first.
CREATE TEMP TABLE label AS
SELECT text, row_number() OVER (ORDER BY first DESC, text)::INTEGER AS label FROM (
    SELECT text, max(first) AS first FROM (
        SELECT DISTINCT severity AS text, true AS first FROM exposure UNION ALL SELECT team_id, false FROM span UNION ALL SELECT DISTINCT team_id, false FROM environment_requests
        UNION ALL SELECT DISTINCT service_id, false FROM incident UNION ALL SELECT DISTINCT service_id, false FROM finding)
    WHERE text IS NOT NULL GROUP BY text);

--: labels label
SELECT text FROM label ORDER BY label;

--: make watched
-- What every month sees of the lives in a table with service_id, since, ended_at and left_at:
-- those that were open at any time in the months that end with it. seen_at is the last moment
-- at which it is theirs who answer for it.
CREATE TEMP MACRO watched(lives, months) AS TABLE
WITH cut AS (
    SELECT *, coalesce(ended_at, left_at - INTERVAL 1 SECOND) AS out_at,
           unnest(range(greatest(date_diff('month', getvariable('first'), since), 0),
                        least(coalesce(date_diff('month', getvariable('first'), coalesce(ended_at, left_at - INTERVAL 1 SECOND)) + months, getvariable('months')), getvariable('months'))))::INTEGER AS m
    FROM query_table(lives) WHERE since < getvariable('as_of') AND coalesce(ended_at, since) >= since AND coalesce(left_at, since) >= since),
ends AS (SELECT *, getvariable('first') + to_months(m + 1) AS month_end FROM cut),
how AS (SELECT *, if(ended_at < month_end, 0, if(left_at < month_end, 1, 2)) AS how FROM ends)
SELECT * EXCLUDE (since, ended_at, left_at, out_at, month_end),
       CASE how WHEN 0 THEN ended_at WHEN 1 THEN left_at - INTERVAL 1 SECOND ELSE month_end - INTERVAL 1 SECOND END AS seen_at,
       greatest(date_diff('second', since, month_end - to_months(months)) - 1, 0)::INTEGER AS entry,
       date_diff('second', since, CASE how WHEN 0 THEN ended_at WHEN 1 THEN left_at ELSE month_end END)::INTEGER AS exit
FROM how;

--: lifetimes time-to-fix-vulnerabilities
WITH life AS (
    SELECT x.service_id, s.label AS service, v.label AS severity, x.since, x.fixed_at AS ended_at, x.until AS left_at
    FROM exposure x JOIN label s ON s.text = x.service_id JOIN label v ON v.text = x.severity)
SELECT w.m, coalesce(t.label, 0) AS team, w.service, w.severity, w.entry, w.exit, w.how
FROM watched('life', 12) w LEFT JOIN owner o ON o.service_id = w.service_id AND w.seen_at >= o.since AND w.seen_at < o.until LEFT JOIN label t ON t.text = o.team_id
ORDER BY w.exit;

--: lifetimes failed-deployment-recovery-time
WITH life AS (
    SELECT i.service_id, s.label AS service, i.started_at AS since, i.resolved_at AS ended_at, NULL::TIMESTAMP AS left_at
    FROM incident i JOIN label s ON s.text = i.service_id WHERE i.deployment_id IS NOT NULL)
SELECT w.m, coalesce(t.label, 0) AS team, w.service, 0 AS category, w.entry, w.exit, w.how
FROM watched('life', 1) w LEFT JOIN owner o ON o.service_id = w.service_id AND w.seen_at >= o.since AND w.seen_at < o.until LEFT JOIN label t ON t.text = o.team_id
ORDER BY w.exit;

--: lifetimes environment-provisioning-time
-- Whoever was refused, or gave up, waits no longer and is in no month.
WITH life AS (
    SELECT team_id, if(team_id IS NULL, service_id, NULL) AS service_id, if(team_id IS NULL AND service_id IS NULL, environment_id, NULL) AS environment_id,
           requested_at AS since, provisioned_at AS ended_at, NULL::TIMESTAMP AS left_at
    FROM environment_requests
    WHERE provisioned_at IS NOT NULL OR deleted_at IS NULL
          AND coalesce(lower(outcome), '') NOT IN ('rejected', 'declined', 'denied', 'cancelled', 'canceled', 'withdrawn', 'failed', 'failure'))
SELECT w.m, coalesce(t.label, 0) AS team, 0 AS service, 0 AS category, w.entry, w.exit, w.how
FROM watched('life', 3) w LEFT JOIN owner o ON o.service_id = w.service_id AND w.seen_at >= o.since AND w.seen_at < o.until
LEFT JOIN span e ON e.kind = 'environment' AND e.id = w.environment_id AND w.seen_at >= e.since AND w.seen_at < e.until
LEFT JOIN label t ON t.text = coalesce(w.team_id, o.team_id, e.team_id)
ORDER BY w.exit;

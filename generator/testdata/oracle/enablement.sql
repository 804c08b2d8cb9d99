-- Enablement.

--: output pipeline
-- pipeline-success is part of n, pipeline-duration has its own n: one pass over the
-- largest table serves both.
WITH one AS (
    SELECT coalesce(r.service_id, s.service_id) AS service, r.repo, r.finished_at AS moment, r.attempt = 1 AS first, r.outcome = 'success' AS good,
           if(r.queued_at <= r.finished_at, date_diff('second', r.queued_at, r.finished_at)::INTEGER, NULL) AS seconds,
           date_diff('month', getvariable('first'), r.finished_at)::SMALLINT AS m
    FROM pipeline_runs r LEFT JOIN repository s ON s.repo = if(r.service_id IS NULL, r.repo, NULL)
    WHERE list_contains(getvariable('main'), r.branch) AND r.outcome IN ('success', 'failure', 'error', 'timeout')
      AND r.finished_at >= getvariable('first') AND r.finished_at < getvariable('last'))
SELECT 'pipeline' AS metric, if(grouping(coalesce(o.team_id, p.team_id)) = 0, 'team', 'service') AS level, coalesce(coalesce(o.team_id, p.team_id), r.service) AS subject, m,
       count_if(first)::INTEGER AS n, count_if(first AND good)::INTEGER AS part,
       count(seconds)::INTEGER AS n2, quantile_cont(seconds, [0.5, 0.85]) AS q
FROM one r
LEFT JOIN owner o ON o.service_id = r.service AND r.moment >= o.since AND r.moment < o.until
LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(r.service IS NULL, r.repo, NULL) AND r.moment >= p.since AND r.moment < p.until
GROUP BY GROUPING SETS ((coalesce(o.team_id, p.team_id), m), (r.service, m))
HAVING coalesce(coalesce(o.team_id, p.team_id), r.service) IS NOT NULL;

--: make request
CREATE TEMP TABLE request AS
SELECT coalesce(r.team_id, o.team_id, e.team_id) AS team_id, r.requested_at, r.provisioned_at, r.self_service,
       date_diff('month', getvariable('first'), r.provisioned_at)::SMALLINT AS m
FROM environment_requests r
LEFT JOIN owner o ON o.service_id = if(r.team_id IS NULL, r.service_id, NULL) AND r.provisioned_at >= o.since AND r.provisioned_at < o.until
LEFT JOIN span e ON e.kind = 'environment' AND e.id = if(r.team_id IS NULL AND r.service_id IS NULL, r.environment_id, NULL)
                AND r.provisioned_at >= e.since AND r.provisioned_at < e.until
WHERE r.provisioned_at >= getvariable('first') AND r.provisioned_at < getvariable('last');

--: output self-service-share
SELECT 'self-service-share' AS metric, if(grouping(team_id) = 0, 'team', 'portfolio') AS level, if(grouping(team_id) = 0, team_id, '') AS subject, m,
       count(*)::INTEGER AS n, count_if(self_service)::INTEGER AS part
FROM request WHERE self_service IS NOT NULL GROUP BY GROUPING SETS ((team_id, m), (m)) HAVING subject IS NOT NULL;

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

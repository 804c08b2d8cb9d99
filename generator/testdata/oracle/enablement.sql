-- Enablement, and test coverage.

--: output pipeline
-- pipeline-success is part of n, pipeline-duration has its own n, and another until a machine
-- began: one pass over the largest table serves all.
WITH one AS (
    SELECT coalesce(r.service_id, s.service_id) AS service, r.repo, r.finished_at AS moment, if(r.attempt = 1, r.outcome, NULL) AS first,
           if(r.outcome NOT IN ('cancel', 'skip'), date_diff('second', r.queued_at, r.finished_at)::INTEGER, NULL) AS seconds,
           if(r.started_at <= r.finished_at, date_diff('second', r.queued_at, r.started_at)::INTEGER, NULL) AS queued,
           date_diff('month', getvariable('first'), r.finished_at)::SMALLINT AS m
    FROM pipeline_runs r LEFT JOIN repository s ON s.repo = if(r.service_id IS NULL, r.repo, NULL)
    WHERE list_contains(getvariable('main'), r.branch) AND r.finished_at >= getvariable('first') AND r.finished_at < getvariable('last'))
SELECT 'pipeline' AS metric, if(grouping(coalesce(o.team_id, p.team_id)) = 0, 'team', 'service') AS level, coalesce(coalesce(o.team_id, p.team_id), r.service) AS subject, m,
       count_if(first NOT IN ('cancel', 'skip'))::INTEGER AS n, count_if(first = 'success')::INTEGER AS part, count_if(first = 'cancel')::INTEGER AS cancel, count_if(first = 'skip')::INTEGER AS skip,
       count_if(seconds >= 0)::INTEGER AS n2, quantile_cont(seconds, [0.5, 0.85]) FILTER (seconds >= 0) AS q, count_if(seconds < 0)::INTEGER AS negative,
       count_if(seconds >= 0 AND queued >= 0)::INTEGER AS n3, quantile_cont(queued, [0.5, 0.85]) FILTER (seconds >= 0 AND queued >= 0) AS until
FROM one r
LEFT JOIN owner o ON o.service_id = r.service AND r.moment >= o.since AND r.moment < o.until
LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(r.service IS NULL, r.repo, NULL) AND r.moment >= p.since AND r.moment < p.until
GROUP BY GROUPING SETS ((coalesce(o.team_id, p.team_id), m), (r.service, m))
HAVING coalesce(coalesce(o.team_id, p.team_id), r.service) IS NOT NULL;

--: output flaky-reruns
-- Failures are few: of the successes only those of their commits are looked at.
WITH failure AS (
    SELECT repo, pipeline, sha, finished_at, service_id FROM pipeline_runs
    WHERE outcome IN ('failure', 'error', 'timeout') AND sha IS NOT NULL AND finished_at >= getvariable('first') AND finished_at < getvariable('last')),
success AS (SELECT repo, pipeline, sha, finished_at FROM pipeline_runs SEMI JOIN failure USING (repo, pipeline, sha) WHERE outcome = 'success'),
one AS (
    SELECT coalesce(f.service_id, r.service_id) AS service, f.repo, f.finished_at AS moment, date_diff('month', getvariable('first'), f.finished_at)::SMALLINT AS m,
           date_diff('second', f.finished_at, s.finished_at)::INTEGER AS seconds
    FROM failure f ASOF LEFT JOIN success s ON s.repo = f.repo AND s.pipeline = f.pipeline AND s.sha = f.sha AND s.finished_at > f.finished_at
    LEFT JOIN repository r ON r.repo = if(f.service_id IS NULL, f.repo, NULL))
SELECT 'flaky-reruns' AS metric, if(grouping(coalesce(o.team_id, p.team_id)) = 0, 'team', if(grouping(f.service) = 0, 'service', 'portfolio')) AS level,
       if(grouping(coalesce(o.team_id, p.team_id)) = 0, coalesce(o.team_id, p.team_id), if(grouping(f.service) = 0, f.service, '')) AS subject, m,
       count(*)::INTEGER AS n, count_if(seconds <= 7 * 86400)::INTEGER AS part, sum(seconds) FILTER (seconds <= 7 * 86400)::DOUBLE AS cost
FROM one f
LEFT JOIN owner o ON o.service_id = f.service AND f.moment >= o.since AND f.moment < o.until
LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(f.service IS NULL, f.repo, NULL) AND f.moment >= p.since AND f.moment < p.until
GROUP BY GROUPING SETS ((coalesce(o.team_id, p.team_id), m), (f.service, m), (m))
HAVING subject IS NOT NULL;

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

--: output environment-provisioning-time
-- Faults of clocks; the time itself is estimated in survival.sql.
SELECT 'environment-provisioning-time' AS metric, if(grouping(team_id) = 0, 'team', 'portfolio') AS level, if(grouping(team_id) = 0, team_id, '') AS subject, m,
       count_if(provisioned_at < requested_at)::INTEGER AS negative
FROM request GROUP BY GROUPING SETS ((team_id, m), (m)) HAVING subject IS NOT NULL;

--: output test-coverage-direction
-- The last measurement of a month serves for two more months where none follows. A
-- repository counts in a window if it has a value in each of the newest five months; the
-- first of six is left out for all if it lacks one there.
WITH measured AS (
    SELECT coalesce(c.service_id, s.service_id) AS service, c.repo, c.measured_at AS moment, c.covered, c.total, date_diff('month', getvariable('first'), c.measured_at)::SMALLINT AS m
    FROM coverage c LEFT JOIN repository s ON s.repo = if(c.service_id IS NULL, c.repo, NULL)
    WHERE c.metric = 'line' AND (c.branch IS NULL OR list_contains(getvariable('main'), c.branch)) AND c.total > 0 AND c.covered BETWEEN 0 AND c.total AND c.measured_at < getvariable('last')
    QUALIFY row_number() OVER (PARTITION BY c.repo, m ORDER BY c.measured_at DESC) = 1),
owned AS (
    SELECT c.*, unnest([coalesce(o.team_id, p.team_id), c.service]) AS subject, unnest(['team', 'service']) AS level, lead(m, 1, 32767) OVER (PARTITION BY c.repo ORDER BY m) AS next
    FROM measured c
    LEFT JOIN owner o ON o.service_id = c.service AND c.moment >= o.since AND c.moment < o.until
    LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(c.service IS NULL, c.repo, NULL) AND c.moment >= p.since AND c.moment < p.until),
valued AS (SELECT level, subject, repo, covered, total, unnest(range(m, least(m + 3, next))) AS m FROM owned WHERE subject IS NOT NULL),
seen AS (SELECT * EXCLUDE m, m + ago AS m FROM (SELECT *, unnest(range(6)) AS ago FROM valued)),
counting AS (SELECT level, subject, repo, m, bool_or(ago = 5) AS whole FROM seen GROUP BY ALL HAVING count_if(ago < 5) = 5),
window_of AS (SELECT level, subject, m, if(bool_and(whole), 6, 5) AS months FROM counting GROUP BY ALL),
line AS (
    SELECT s.level, s.subject, s.m, w.months, s.ago, sum(s.covered) / sum(s.total) AS y
    FROM seen s SEMI JOIN counting c USING (level, subject, repo, m) JOIN window_of w USING (level, subject, m)
    WHERE s.ago < w.months GROUP BY ALL)
SELECT 'test-coverage-direction' AS metric, a.level, a.subject, a.m::SMALLINT AS m, any_value(a.months) AS n,
       (median((a.y - b.y) / (b.ago - a.ago)) * (any_value(a.months) - 1)) AS change, if(abs(change) <= 0.01, 0, sign(change))::INTEGER AS direction
FROM line a JOIN line b ON b.level = a.level AND b.subject = a.subject AND b.m = a.m AND b.ago > a.ago
WHERE a.m >= 0 AND a.m < getvariable('months')
GROUP BY a.level, a.subject, a.m;

--: make answered
-- Answers on the scale of a question, in the month in which their wave closed.
CREATE TEMP TABLE answered AS
SELECT date_diff('month', getvariable('first'), w.closed_at)::SMALLINT AS m, a.team_id, a.survey_id, a.respondent_id, a.question_id, a.value,
       q.topic, if(q.reverse, q.scale_min + q.scale_max - a.value, a.value) AS turned
FROM survey_answers a JOIN survey_waves w USING (survey_id) JOIN survey_questions q USING (question_id)
WHERE q.scale_min < q.scale_max AND q.scale_max - q.scale_min <= 10 AND a.value BETWEEN q.scale_min AND q.scale_max
  AND w.closed_at >= getvariable('first') AND w.closed_at < getvariable('last');

--: make responding
CREATE TEMP TABLE responding AS
SELECT if(grouping(team_id) = 0, 'team', 'portfolio') AS level, if(grouping(team_id) = 0, team_id, '') AS subject, m, count(DISTINCT (survey_id, respondent_id))::INTEGER AS n
FROM answered GROUP BY GROUPING SETS ((team_id, m), (m)) HAVING subject IS NOT NULL AND (n >= 10 OR level = 'portfolio');

--: output survey-response
WITH invited AS (
    SELECT date_diff('month', getvariable('first'), closed_at)::SMALLINT AS m, if(bool_and(invited > 0), sum(invited), NULL)::INTEGER AS invited
    FROM survey_waves WHERE closed_at >= getvariable('first') AND closed_at < getvariable('last') GROUP BY 1)
SELECT 'survey-response' AS metric, r.level, r.subject, r.m, r.n, if(if(level = 'team', t.headcount, i.invited) >= r.n, if(level = 'team', t.headcount, i.invited), 0)::INTEGER AS asked
FROM responding r LEFT JOIN teams t ON t.team_id = r.subject AND r.level = 'team' LEFT JOIN invited i ON i.m = r.m AND r.level = 'portfolio';

--: output friction-points
-- Questions that fewer than ten answered, or over 90 % in one way, are kept back, and topics with them.
WITH counted AS (
    SELECT if(grouping(team_id) = 0, 'team', 'portfolio') AS level, if(grouping(team_id) = 0, team_id, '') AS subject, m, question_id, value, any_value(topic) AS topic, any_value(turned) AS turned,
           count(*)::INTEGER AS part
    FROM answered GROUP BY GROUPING SETS ((team_id, m, question_id, value), (m, question_id, value)) HAVING subject IS NOT NULL),
whole AS (
    SELECT *, sum(part) OVER w AS n, max(part) OVER w <= 0.9 * sum(part) OVER w AND sum(part) OVER w >= 10 AS open
    FROM counted SEMI JOIN responding USING (level, subject, m) WINDOW w AS (PARTITION BY level, subject, m, question_id)),
shown AS (SELECT level, subject, m, topic FROM whole WHERE topic IS NOT NULL GROUP BY ALL HAVING bool_and(open) AND count(DISTINCT question_id) > 1),
topics AS (SELECT level, subject, m, topic, turned AS value, sum(part)::INTEGER AS part FROM whole SEMI JOIN shown USING (level, subject, m, topic) GROUP BY ALL)
SELECT 'friction-points' AS metric, level, subject, m, 'question:' || question_id AS stat, value::VARCHAR AS category, n::INTEGER AS n, part FROM whole WHERE open
UNION ALL
SELECT 'friction-points', level, subject, m, 'topic:' || topic, value::VARCHAR, (sum(part) OVER (PARTITION BY level, subject, m, topic))::INTEGER, part FROM topics;

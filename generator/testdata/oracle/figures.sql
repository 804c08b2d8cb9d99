-- The figures of the ten definitions, by the linking rules, over the views that oracle.mjs
-- makes of the files. A line "--: kind name" begins a statement; kind is "make" for what
-- several outputs share and "output" for figures. A line that begins with "--full" is part
-- of the statement only where duplicates are folded.
--
-- An output has the columns metric, level, subject, m (months since the first), n, part,
-- p50 and p85, as far as the metric has them. Elapsed seconds are differences of whole
-- seconds: date_diff counts the second boundaries between two instants. They are cast to
-- INTEGER, which halves the memory of percentiles. Months are computed once a row, as
-- small numbers.

--: make span
-- Who owned what, when; a later statement ends an earlier one.
CREATE TEMP TABLE span AS
SELECT entity_type AS kind, entity_id AS id, team_id, valid_from AS since,
       least(coalesce(valid_to, TIMESTAMP 'infinity'),
             lead(valid_from, 1, TIMESTAMP 'infinity') OVER (PARTITION BY entity_type, entity_id ORDER BY valid_from, team_id)) AS until
FROM ownership;

--: make owner
-- A service's owners: its own, else those of its repository.
CREATE TEMP TABLE owner AS
SELECT id AS service_id, team_id, since, until FROM span WHERE kind = 'service'
UNION ALL
SELECT s.service_id, p.team_id, p.since, p.until
FROM services s JOIN span p ON p.kind = 'repo' AND p.id = s.repo
WHERE s.service_id NOT IN (SELECT id FROM span WHERE kind = 'service');

--: make repository
-- A repository stands for its service where it has only one.
CREATE TEMP TABLE repository AS
SELECT repo, any_value(service_id) AS service_id FROM services WHERE repo IS NOT NULL GROUP BY repo HAVING count(*) = 1;

--: make production
-- Rule 1.
CREATE TEMP TABLE production AS
SELECT deployment_id, service_id, finished_at, sha, coalesce(kind, 'deployed') AS kind
FROM deployments
WHERE list_contains(getvariable('production'), environment) AND outcome = 'success' AND kind IS DISTINCT FROM 'removed';

--: make deployment
CREATE TEMP TABLE deployment AS
SELECT deployment_id, service_id, finished_at, sha FROM production WHERE kind <> 'rolledback'
--full QUALIFY row_number() OVER (PARTITION BY deployment_id ORDER BY finished_at DESC, service_id DESC) = 1
;

--: make begun
-- What a service's first recorded deployment carried began before recording did.
CREATE TEMP TABLE begun AS
SELECT service_id, min(finished_at) AS moment FROM deployment GROUP BY service_id;

--: make link
CREATE TEMP TABLE link AS
SELECT l.repo, l.change_id, l.sha, d.service_id, d.finished_at, d.deployment_id
FROM deployment_changes l JOIN deployment d USING (deployment_id);

--: make by_sha
CREATE TEMP TABLE by_sha AS
SELECT sha, service_id, min(finished_at) AS moment
FROM (SELECT sha, service_id, finished_at FROM link WHERE change_id IS NULL
      UNION ALL
      SELECT sha, service_id, finished_at FROM deployment WHERE sha IS NOT NULL)
GROUP BY sha, service_id;

--: make homeless
-- Changes that name no service: that of the deployment that carried them, else the
-- repository's.
CREATE TEMP TABLE homeless AS
WITH lost AS (SELECT repo, change_id, merge_sha FROM changes WHERE service_id IS NULL),
carried AS (
    SELECT c.repo, c.change_id, l.service_id, l.finished_at FROM lost c JOIN link l ON l.repo = c.repo AND l.change_id = c.change_id
    UNION ALL
    SELECT c.repo, c.change_id, s.service_id, s.moment FROM lost c JOIN by_sha s ON s.sha = c.merge_sha),
first AS (SELECT repo, change_id, arg_min(service_id, finished_at) AS service_id FROM carried GROUP BY repo, change_id)
SELECT c.repo, c.change_id, coalesce(f.service_id, r.service_id) AS service_id
FROM lost c LEFT JOIN first f USING (repo, change_id) LEFT JOIN repository r ON r.repo = c.repo;

--: output change-lead-time
-- Rules 2 and 3.
WITH by_key AS (
    SELECT repo, change_id, service_id, min(finished_at) AS moment FROM link WHERE change_id IS NOT NULL GROUP BY repo, change_id, service_id),
carried AS (
    SELECT c.repo, coalesce(c.service_id, h.service_id) AS service, c.first_commit_at, least(k.moment, s.moment) AS moment
    FROM changes c
    LEFT JOIN homeless h ON h.repo = c.repo AND h.change_id = c.change_id
    LEFT JOIN by_key k ON k.repo = c.repo AND k.change_id = c.change_id AND k.service_id = coalesce(c.service_id, h.service_id)
    LEFT JOIN by_sha s ON s.sha = c.merge_sha AND s.service_id = coalesce(c.service_id, h.service_id)
    WHERE c.is_bot IS DISTINCT FROM true),
known AS (
    SELECT c.service, c.moment, date_diff('second', c.first_commit_at, c.moment)::INTEGER AS seconds, date_diff('month', getvariable('first'), c.moment)::SMALLINT AS m
    FROM carried c JOIN begun b ON b.service_id = c.service
    WHERE c.moment > b.moment AND c.moment >= getvariable('first') AND c.moment < getvariable('last') AND c.first_commit_at <= c.moment)
SELECT 'change-lead-time' AS metric, if(grouping(o.team_id) = 0, 'team', 'service') AS level, coalesce(o.team_id, c.service) AS subject, m,
       count(*)::INTEGER AS n, quantile_cont(seconds, [0.5, 0.85]) AS q
FROM known c LEFT JOIN owner o ON o.service_id = c.service AND c.moment >= o.since AND c.moment < o.until
GROUP BY GROUPING SETS ((o.team_id, m), (c.service, m))
HAVING coalesce(o.team_id, c.service) IS NOT NULL;

--: output review-wait
WITH unseen AS (SELECT repo, change_id FROM changes WHERE first_review_at IS NULL),
seen AS (
    SELECT repo, change_id, min(submitted_at) AS moment
    FROM change_reviews SEMI JOIN unseen USING (repo, change_id)
    WHERE is_bot IS DISTINCT FROM true GROUP BY repo, change_id),
waited AS (
    SELECT c.repo, coalesce(c.service_id, h.service_id) AS service, coalesce(c.ready_at, c.opened_at) AS ready, coalesce(c.first_review_at, s.moment) AS moment
    FROM changes c
    LEFT JOIN seen s ON s.repo = c.repo AND s.change_id = c.change_id
    LEFT JOIN homeless h ON h.repo = c.repo AND h.change_id = c.change_id
    WHERE c.is_bot IS DISTINCT FROM true)
SELECT 'review-wait' AS metric, 'team' AS level, coalesce(o.team_id, p.team_id) AS subject, date_diff('month', getvariable('first'), moment)::SMALLINT AS m,
       count(*)::INTEGER AS n, quantile_cont(date_diff('second', ready, moment)::INTEGER, [0.5, 0.85]) AS q
FROM waited w
LEFT JOIN owner o ON o.service_id = w.service AND w.moment >= o.since AND w.moment < o.until
LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(w.service IS NULL, w.repo, NULL) AND w.moment >= p.since AND w.moment < p.until
WHERE moment >= getvariable('first') AND moment < getvariable('last') AND ready <= moment
GROUP BY coalesce(o.team_id, p.team_id), m HAVING coalesce(o.team_id, p.team_id) IS NOT NULL;

--: make incident
-- Rule 4. The deployment of an incident: recorded, else that of the recorded change, else
-- the latest before it within the window.
CREATE TEMP TABLE incident AS
WITH one AS (
    SELECT i.incident_id, i.service_id, coalesce(i.started_at, i.detected_at) AS started_at, i.resolved_at,
           i.caused_by_change_id, d.deployment_id AS recorded
    FROM incidents i LEFT JOIN deployment d ON d.deployment_id = i.caused_by_deployment_id
    WHERE environment IS NULL OR list_contains(getvariable('production'), environment)),
wanted AS (
    SELECT DISTINCT s.repo, i.caused_by_change_id AS change_id
    FROM one i JOIN services s USING (service_id) WHERE i.recorded IS NULL AND i.caused_by_change_id IS NOT NULL),
named AS (SELECT repo, change_id, merge_sha, service_id FROM changes SEMI JOIN wanted USING (repo, change_id)),
carried AS (
    SELECT c.repo, c.change_id, l.deployment_id, l.finished_at FROM named c JOIN link l
    ON l.repo = c.repo AND l.change_id = c.change_id AND l.service_id = coalesce(c.service_id, l.service_id)
    UNION ALL
    SELECT c.repo, c.change_id, d.deployment_id, d.finished_at FROM named c JOIN deployment d
    ON d.sha = c.merge_sha AND d.service_id = coalesce(c.service_id, d.service_id)
    UNION ALL
    SELECT c.repo, c.change_id, l.deployment_id, l.finished_at FROM named c JOIN link l
    ON l.change_id IS NULL AND l.sha = c.merge_sha AND l.service_id = coalesce(c.service_id, l.service_id)),
by_change AS (SELECT repo, change_id, arg_min(deployment_id, finished_at) AS deployment_id FROM carried GROUP BY repo, change_id),
explicit AS (
    SELECT i.*, coalesce(i.recorded, c.deployment_id) AS explicit
    FROM one i LEFT JOIN services s USING (service_id)
    LEFT JOIN by_change c ON c.repo = s.repo AND c.change_id = i.caused_by_change_id)
SELECT i.service_id, i.started_at, i.resolved_at,
       coalesce(i.explicit, if(date_diff('second', d.finished_at, i.started_at) <= getvariable('incident_window'), d.deployment_id, NULL)) AS deployment_id
FROM explicit i ASOF LEFT JOIN deployment d ON d.service_id = i.service_id AND d.finished_at <= i.started_at;

--: make failed
-- Rule 5.
CREATE TEMP TABLE failed AS
SELECT deployment_id FROM incident WHERE deployment_id IS NOT NULL
UNION
SELECT d.deployment_id
FROM (SELECT service_id, finished_at FROM production WHERE kind = 'rolledback') r
ASOF JOIN deployment d ON d.service_id = r.service_id AND d.finished_at < r.finished_at;

--: output deployment
-- deployment-frequency is n, change-fail-rate part of n.
WITH one AS (
    SELECT d.service_id, d.finished_at AS moment, f.deployment_id IS NOT NULL AS failed, date_diff('month', getvariable('first'), d.finished_at)::SMALLINT AS m
    FROM deployment d LEFT JOIN failed f USING (deployment_id)
    WHERE d.finished_at >= getvariable('first') AND d.finished_at < getvariable('last'))
SELECT 'deployment' AS metric, if(grouping(o.team_id) = 0, 'team', 'service') AS level, coalesce(o.team_id, d.service_id) AS subject, m,
       count(*)::INTEGER AS n, count_if(failed)::INTEGER AS part
FROM one d LEFT JOIN owner o ON o.service_id = d.service_id AND d.moment >= o.since AND d.moment < o.until
GROUP BY GROUPING SETS ((o.team_id, m), (d.service_id, m))
HAVING coalesce(o.team_id, d.service_id) IS NOT NULL;

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

--: make item
-- Work that has begun: as recorded, else with the first status of category doing.
CREATE TEMP TABLE item AS
WITH unmarked AS (SELECT item_id FROM work_items WHERE started_at IS NULL),
begun AS (
    SELECT item_id, min("at") AS moment FROM work_item_transitions SEMI JOIN unmarked USING (item_id)
    WHERE to_category = 'doing' GROUP BY item_id)
SELECT i.team_id, i.service_id, i.project, coalesce(i.started_at, b.moment) AS started_at, i.closed_at
FROM work_items i LEFT JOIN begun b USING (item_id)
WHERE coalesce(i.started_at, b.moment) IS NOT NULL;

--: output cycle-time
SELECT 'cycle-time' AS metric, 'team' AS level, coalesce(i.team_id, o.team_id, p.team_id) AS subject, date_diff('month', getvariable('first'), closed_at)::SMALLINT AS m,
       count(*)::INTEGER AS n, quantile_cont(date_diff('second', started_at, closed_at)::INTEGER, [0.5, 0.85]) AS q
FROM item i
LEFT JOIN owner o ON o.service_id = if(i.team_id IS NULL, i.service_id, NULL) AND i.closed_at >= o.since AND i.closed_at < o.until
LEFT JOIN span p ON p.kind = 'project' AND p.id = if(i.team_id IS NULL AND i.service_id IS NULL, i.project, NULL) AND i.closed_at >= p.since AND i.closed_at < p.until
WHERE closed_at >= getvariable('first') AND closed_at < getvariable('last') AND started_at <= closed_at
GROUP BY coalesce(i.team_id, o.team_id, p.team_id), m HAVING coalesce(i.team_id, o.team_id, p.team_id) IS NOT NULL;

--: output work-item-age
-- work-in-progress is n. An item is open at the end of every month from that of its start
-- to the one before that of its end, and belongs to who owned it as the month ended, not
-- to who takes over with the next.
WITH open AS (
    SELECT team_id, service_id, project, started_at,
           unnest(range(greatest(date_diff('month', getvariable('first'), started_at), 0),
                        least(coalesce(date_diff('month', getvariable('first'), closed_at), getvariable('months')), getvariable('months')))) AS m
    FROM item),
ended AS (SELECT *, getvariable('first') + to_months((m + 1)::INTEGER) AS month_end FROM open),
seen AS (SELECT *, month_end - INTERVAL 1 SECOND AS moment FROM ended)
SELECT 'work-item-age' AS metric, 'team' AS level, coalesce(i.team_id, o.team_id, p.team_id) AS subject, m::SMALLINT AS m,
       count(*)::INTEGER AS n, quantile_cont(date_diff('second', started_at, month_end)::INTEGER, [0.5, 0.85]) AS q
FROM seen i
LEFT JOIN owner o ON o.service_id = if(i.team_id IS NULL, i.service_id, NULL) AND i.moment >= o.since AND i.moment < o.until
LEFT JOIN span p ON p.kind = 'project' AND p.id = if(i.team_id IS NULL AND i.service_id IS NULL, i.project, NULL) AND i.moment >= p.since AND i.moment < p.until
GROUP BY coalesce(i.team_id, o.team_id, p.team_id), m HAVING coalesce(i.team_id, o.team_id, p.team_id) IS NOT NULL;

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

--: output flaky
-- Failures after which the same commit passed within seven days, of those with a commit.
WITH failed AS (
    SELECT coalesce(r.service_id, s.service_id) AS service, r.repo, r.pipeline, r.sha, r.finished_at AS moment,
           date_diff('month', getvariable('first'), r.finished_at)::SMALLINT AS m
    FROM pipeline_runs r LEFT JOIN repository s ON s.repo = if(r.service_id IS NULL, r.repo, NULL)
    WHERE r.outcome IN ('failure', 'error', 'timeout') AND r.sha IS NOT NULL
      AND r.finished_at >= getvariable('first') AND r.finished_at < getvariable('last')),
passed AS (SELECT repo, pipeline, sha, finished_at AS moment FROM pipeline_runs WHERE outcome = 'success' AND sha IS NOT NULL),
again AS (
    SELECT f.*, p.moment <= f.moment + INTERVAL 7 DAY AS flaky
    FROM failed f ASOF LEFT JOIN passed p ON p.repo = f.repo AND p.pipeline = f.pipeline AND p.sha = f.sha AND f.moment < p.moment)
SELECT 'flaky-reruns' AS metric, if(grouping(coalesce(o.team_id, p.team_id)) = 0, 'team', 'service') AS level, coalesce(coalesce(o.team_id, p.team_id), r.service) AS subject, m,
       count(*)::INTEGER AS n, count_if(flaky)::INTEGER AS part
FROM again r
LEFT JOIN owner o ON o.service_id = r.service AND r.moment >= o.since AND r.moment < o.until
LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(r.service IS NULL, r.repo, NULL) AND r.moment >= p.since AND r.moment < p.until
GROUP BY GROUPING SETS ((coalesce(o.team_id, p.team_id), m), (r.service, m))
HAVING coalesce(coalesce(o.team_id, p.team_id), r.service) IS NOT NULL;

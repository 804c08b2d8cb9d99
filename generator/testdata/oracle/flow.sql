-- Flow: see links.sql for the form of these files.

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

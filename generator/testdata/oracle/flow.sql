-- Flow: see links.sql for the form of these files.

--: make month
-- Complete months, and the weeks (Monday to Sunday) that ended in each: from one up to the
-- one in which it ends, numbered from that of Monday, 1 January 1900.
CREATE TEMP TABLE month AS
SELECT m, month_start, month_end, date_diff('second', month_start, month_end)::INTEGER AS seconds,
       (date_diff('day', DATE '1900-01-01', month_start) // 7)::SMALLINT AS week, (date_diff('day', DATE '1900-01-01', month_end) // 7)::SMALLINT AS week_end
FROM (SELECT m::SMALLINT AS m, getvariable('first') + to_months(m::INTEGER) AS month_start, getvariable('first') + to_months((m + 1)::INTEGER) AS month_end
      FROM (SELECT unnest(range(getvariable('months'))) AS m));

--: make reviewed
-- The first review by a person of changes that do not say when it was.
CREATE TEMP TABLE reviewed AS
WITH unseen AS (SELECT repo, change_id FROM changes WHERE first_review_at IS NULL)
SELECT repo, change_id, min(submitted_at) AS moment
FROM change_reviews SEMI JOIN unseen USING (repo, change_id)
WHERE is_bot IS DISTINCT FROM true GROUP BY repo, change_id;

--: make change
-- Rule 2; deployment is the row of what carried the change.
CREATE TEMP TABLE change AS
WITH by_key AS (
    SELECT repo, change_id, service_id, min(finished_at) AS moment, arg_min(number, finished_at) AS number FROM link WHERE change_id IS NOT NULL GROUP BY repo, change_id, service_id)
SELECT c.repo, c.change_id, c.state, c.closed_at, c.work_item_ids, coalesce(c.service_id, h.service_id) AS service, c.is_bot IS DISTINCT FROM true AS by_person, c.first_commit_at,
       coalesce(c.ready_at, c.opened_at) AS ready_at, coalesce(c.first_review_at, r.moment) AS first_review_at, c.approved_at, c.merged_at,
       least(k.moment, s.moment) AS deployed_at, if(k.moment > s.moment OR k.moment IS NULL, s.number, k.number) AS deployment
FROM changes c
LEFT JOIN homeless h ON h.repo = c.repo AND h.change_id = c.change_id
LEFT JOIN reviewed r ON r.repo = c.repo AND r.change_id = c.change_id
LEFT JOIN by_key k ON k.repo = c.repo AND k.change_id = c.change_id AND k.service_id = coalesce(c.service_id, h.service_id)
LEFT JOIN by_sha s ON s.sha = c.merge_sha AND s.service_id = coalesce(c.service_id, h.service_id);

--: make shipped
-- Rule 3. Seconds are negative where the first commit is after the deployment.
CREATE TEMP TABLE shipped AS
SELECT c.* EXCLUDE (by_person, state, closed_at), date_diff('second', c.first_commit_at, c.deployed_at)::INTEGER AS seconds, date_diff('month', getvariable('first'), c.deployed_at)::SMALLINT AS m
FROM change c JOIN begun b ON b.service_id = c.service
WHERE c.by_person AND c.deployed_at > b.moment AND c.deployed_at >= getvariable('first') AND c.deployed_at < getvariable('last') AND c.first_commit_at IS NOT NULL;

--: output change-lead-time
SELECT 'change-lead-time' AS metric, if(grouping(o.team_id) = 0, 'team', 'service') AS level, coalesce(o.team_id, c.service) AS subject, m,
       count(*)::INTEGER AS n, quantile_cont(seconds, [0.5, 0.85]) AS q,
       count(merged)::INTEGER AS n2, quantile_cont(merged, [0.5, 0.85]) AS until, quantile_cont(seconds - merged, [0.5, 0.85]) FILTER (merged IS NOT NULL) AS rest
FROM (SELECT *, if(merged_at >= first_commit_at AND merged_at <= deployed_at, date_diff('second', first_commit_at, merged_at)::INTEGER, NULL) AS merged FROM shipped) c LEFT JOIN owner o ON o.service_id = c.service AND c.deployed_at >= o.since AND c.deployed_at < o.until
WHERE seconds >= 0
GROUP BY GROUPING SETS ((o.team_id, m), (c.service, m))
HAVING coalesce(o.team_id, c.service) IS NOT NULL;

--: output review-wait
SELECT 'review-wait' AS metric, 'team' AS level, coalesce(o.team_id, p.team_id) AS subject, date_diff('month', getvariable('first'), first_review_at)::SMALLINT AS m,
       count(*)::INTEGER AS n, quantile_cont(date_diff('second', ready_at, first_review_at)::INTEGER, [0.5, 0.85]) AS q
FROM change w
LEFT JOIN owner o ON o.service_id = w.service AND w.first_review_at >= o.since AND w.first_review_at < o.until
LEFT JOIN span p ON p.kind = 'repo' AND p.id = if(w.service IS NULL, w.repo, NULL) AND w.first_review_at >= p.since AND w.first_review_at < p.until
WHERE by_person AND first_review_at >= getvariable('first') AND first_review_at < getvariable('last') AND ready_at <= first_review_at
GROUP BY coalesce(o.team_id, p.team_id), m HAVING coalesce(o.team_id, p.team_id) IS NOT NULL;

--: make train
-- Deployments that went out in one release with another service.
CREATE TEMP TABLE train AS
SELECT rowid AS number FROM deployment SEMI JOIN (
    SELECT release_group FROM deployment WHERE release_group IS NOT NULL GROUP BY release_group HAVING count(DISTINCT service_id) > 1) USING (release_group);

--: make timed
-- The time of changes that were deployed, and of those that were on their way as a month
-- ended, until then. What has no end by now reaches as far. What was merged and never seen
-- again is on its way until its service is deployed again.
CREATE TEMP TABLE timed AS
WITH latest AS (SELECT service_id, max(finished_at) AS moment FROM deployment GROUP BY service_id),
left_at AS (
    SELECT c.* EXCLUDE (by_person, state, closed_at, deployed_at), if(c.deployed_at > b.moment, c.deployed_at, NULL) AS deployed_at, if(t.number IS NULL, NULL, c.deployed_at) AS coordinated_at,
           CASE WHEN c.deployed_at IS NOT NULL THEN c.deployed_at
                WHEN state = 'abandoned' THEN coalesce(closed_at, TIMESTAMP '1970-01-01 00:00:01')
                WHEN state = 'merged' AND (l.moment < merged_at) IS NOT TRUE THEN merged_at END AS left_at
    FROM change c LEFT JOIN begun b ON b.service_id = c.service LEFT JOIN latest l ON l.service_id = c.service LEFT JOIN train t ON t.number = c.deployment
    WHERE by_person AND first_commit_at IS NOT NULL),
open AS (
    SELECT *, unnest(range(greatest(date_diff('month', getvariable('first'), first_commit_at), 0), least(coalesce(date_diff('month', getvariable('first'), left_at), getvariable('months')), getvariable('months'))))::SMALLINT AS m
    FROM left_at)
SELECT false AS unfinished, c.*, if(t.number IS NULL, NULL, deployed_at) AS coordinated_at, deployed_at AS until, NULL::TIMESTAMP AS reach
FROM shipped c LEFT JOIN train t ON t.number = c.deployment
UNION ALL BY NAME
SELECT true AS unfinished, o.* EXCLUDE left_at, x.month_end AS until, if(deployed_at IS NULL, x.month_end, NULL) AS reach, date_diff('second', first_commit_at, x.month_end) AS seconds
FROM open o JOIN month x USING (m);

--: make evidence
-- Waits within the time of a change, by cause: process, dependency, risk control,
-- architecture. Those of a deployment hold what it carried from its merge on, those of a work
-- item the changes that name it alone. Of those that were released with another service
-- architecture held them from the merge on.
CREATE TEMP TABLE evidence AS
WITH known AS (
    SELECT entity, entity_id, repo, requested_at, ended_at,
           CASE WHEN kind = 'queue' OR kind = 'review' AND other_team IS NULL THEN 0 WHEN kind = 'request' OR kind IN ('review', 'blocked') AND other_team IS NOT NULL THEN 1
                WHEN kind IN ('approval', 'protection', 'gate', 'freeze') THEN 2 WHEN kind = 'shared_environment' THEN 3 END AS cause
    FROM waits WHERE ended_at > requested_at IS NOT FALSE),
held AS (
    SELECT s.rowid AS id, greatest(w.requested_at, s.first_commit_at) AS since, coalesce(w.ended_at, s.reach) AS ended, s.until AS until, cause
    FROM known w JOIN timed s ON s.repo = w.repo AND s.change_id = w.entity_id WHERE w.entity = 'change'
    UNION ALL
    SELECT s.rowid, greatest(w.requested_at, s.first_commit_at), coalesce(w.ended_at, s.reach), s.until, cause
    FROM known w JOIN timed s ON s.work_item_ids = w.entity_id WHERE w.entity = 'work_item'
    UNION ALL
    SELECT s.rowid, greatest(w.requested_at, s.merged_at, s.first_commit_at), coalesce(w.ended_at, s.reach), s.until, cause
    FROM known w JOIN deployment d ON d.deployment_id = w.entity_id JOIN timed s ON s.deployment = d.rowid WHERE w.entity = 'deployment'
    UNION ALL
    SELECT rowid, greatest(merged_at, first_commit_at), coordinated_at, until, 3 FROM timed WHERE coordinated_at IS NOT NULL AND merged_at IS NOT NULL)
SELECT id, since, least(ended, until) AS until, cause FROM held WHERE ended IS NOT NULL AND since < least(ended, until) AND cause IS NOT NULL;

--: make within
-- Seconds of a wait that lie between two instants, if both are known.
CREATE TEMP MACRO within(a, b, since, until) AS if(a < b AND since < b AND until > a, date_diff('second', greatest(a, since), least(b, until)), 0);

--: make parted
-- Most changes have at most one wait and instants in their order: their parts are
-- differences. The time of others is cut at the ends of all evidence; state counts what is open after each
-- cut, ten bits for each cause, then gaps between instants, then activity.
CREATE TEMP TABLE parted AS
WITH single AS (SELECT id, any_value(since) AS since, any_value(until) AS until, any_value(cause) AS cause, count(*) > 1 AS several FROM evidence GROUP BY id),
sorted AS (
    SELECT c.rowid AS id, c.*, w.since AS since, w.until AS w_until, w.cause, date_diff('second', w.since, w.until) AS held,
           greatest(first_commit_at, ready_at, first_review_at, approved_at, merged_at, deployed_at, coordinated_at) AS latest,
           unfinished OR w.several OR first_commit_at > least(ready_at, first_review_at, approved_at, merged_at) OR ready_at > least(first_review_at, approved_at, merged_at, deployed_at)
                   OR first_review_at > least(approved_at, merged_at, deployed_at) OR approved_at > least(merged_at, deployed_at) OR merged_at > deployed_at AS mixed
    FROM timed c LEFT JOIN single w ON w.id = c.rowid WHERE seconds >= 0),
plain AS (
    SELECT unfinished, service, until, m, seconds,
           coalesce(date_diff('second', first_commit_at, ready_at), 0) + coalesce(date_diff('second', first_review_at, approved_at), 0)
           - within(first_commit_at, ready_at, since, w_until) - within(first_review_at, approved_at, since, w_until) AS active,
           coalesce(date_diff('second', ready_at, first_review_at), 0) + coalesce(date_diff('second', approved_at, merged_at), 0) + coalesce(date_diff('second', merged_at, deployed_at), 0)
           - within(ready_at, first_review_at, since, w_until) - within(approved_at, merged_at, since, w_until) - within(merged_at, deployed_at, since, w_until) + if(cause = 0, held, 0) AS process,
           if(cause = 1, held, 0) AS dependency, if(cause = 2, held, 0) AS risk_control, if(cause = 3, held, 0) AS architecture
    FROM sorted WHERE mixed IS DISTINCT FROM true),
mixed AS (SELECT * EXCLUDE (since, w_until, cause, held, mixed) FROM sorted WHERE mixed),
gap AS (
    SELECT id, first_commit_at, until AS last, unnest([ready_at, approved_at, merged_at, first_commit_at, first_review_at]) AS since,
           unnest([coalesce(first_review_at, if(ready_at >= latest, reach, NULL)), coalesce(merged_at, if(approved_at >= latest, reach, NULL)), coalesce(deployed_at, if(merged_at >= latest, reach, NULL)),
                   ready_at, approved_at]) AS until, unnest([4, 4, 4, 5, 5]) AS kind
    FROM mixed),
interval AS (
    SELECT id, since, until, cause AS kind FROM evidence SEMI JOIN mixed USING (id)
    UNION ALL
    SELECT id, greatest(since, first_commit_at), least(until, last), kind FROM gap
    WHERE since < until AND since < last AND until > first_commit_at),
cut AS (
    SELECT id, since AS moment, 1::BIGINT << (10 * kind) AS change FROM interval
    UNION ALL
    SELECT id, until, -(1::BIGINT << (10 * kind)) FROM interval
    UNION ALL
    SELECT id, unnest([first_commit_at, until]), 0 FROM mixed),
piece AS (
    SELECT id, date_diff('second', moment, lead(moment) OVER w) AS seconds, (sum(change) OVER w)::BIGINT AS state
    FROM cut WINDOW w AS (PARTITION BY id ORDER BY moment)),
said AS (
    SELECT id, seconds, state & 1023 > 0 AS process, state >> 10 & 1023 > 0 AS dependency, state >> 20 & 1023 > 0 AS risk_control, state >> 30 & 1023 > 0 AS architecture,
           state >> 40 & 1023 > 0 AS gap, state >> 50 > 0 AS active
    FROM piece WHERE seconds > 0),
counted AS (
    SELECT id, seconds, process::INTEGER + dependency::INTEGER + risk_control::INTEGER + architecture::INTEGER AS causes, * EXCLUDE (id, seconds) FROM said),
summed AS (
    SELECT id, sum(seconds) FILTER (causes = 0 AND NOT gap AND active) AS active, sum(seconds) FILTER (causes > 1) AS shared,
           sum(seconds) FILTER (process OR causes = 0 AND gap) AS process, sum(seconds) FILTER (process AND causes > 1) AS process_shared,
           sum(seconds) FILTER (dependency) AS dependency, sum(seconds) FILTER (dependency AND causes > 1) AS dependency_shared,
           sum(seconds) FILTER (risk_control) AS risk_control, sum(seconds) FILTER (risk_control AND causes > 1) AS risk_control_shared,
           sum(seconds) FILTER (architecture) AS architecture, sum(seconds) FILTER (architecture AND causes > 1) AS architecture_shared
    FROM counted GROUP BY id),
one AS (
    FROM plain
    UNION ALL BY NAME
    SELECT unfinished, service, until, m, seconds, s.* EXCLUDE id FROM mixed LEFT JOIN summed s USING (id)
    UNION ALL BY NAME
    SELECT unfinished, service, until, m, true AS negative FROM timed WHERE seconds < 0)
FROM one;

--: output delay-causes
-- What ended belongs to who owned it then, what was on its way to who owned it as the month ended.
SELECT if(unfinished, 'delay-causes-open', 'delay-causes') AS metric, if(grouping(o.team_id) = 0, 'team', if(grouping(c.service) = 0, 'service', 'portfolio')) AS level,
       if(grouping(o.team_id) = 0, o.team_id, if(grouping(c.service) = 0, c.service, '')) AS subject, m, count(seconds)::INTEGER AS n, count(negative)::INTEGER AS negative, sum(seconds)::DOUBLE AS total,
       coalesce(sum(active), 0)::DOUBLE AS active, coalesce(sum(shared), 0)::DOUBLE AS shared, coalesce(sum(process), 0)::DOUBLE AS process, coalesce(sum(process_shared), 0)::DOUBLE AS process_shared,
       coalesce(sum(dependency), 0)::DOUBLE AS dependency, coalesce(sum(dependency_shared), 0)::DOUBLE AS dependency_shared, coalesce(sum(risk_control), 0)::DOUBLE AS risk_control,
       coalesce(sum(risk_control_shared), 0)::DOUBLE AS risk_control_shared, coalesce(sum(architecture), 0)::DOUBLE AS architecture, coalesce(sum(architecture_shared), 0)::DOUBLE AS architecture_shared
FROM parted c LEFT JOIN owner o ON o.service_id = c.service AND c.until - to_seconds(unfinished::INTEGER) >= o.since AND c.until - to_seconds(unfinished::INTEGER) < o.until
GROUP BY GROUPING SETS ((unfinished, o.team_id, m), (unfinished, c.service, m), (unfinished, m))
HAVING subject IS NOT NULL;

--: output risk-control-yield
-- The twelve most frequent controls of the whole record are told apart. A control is asked
-- again by its next request about the same thing, after it decided and after it was asked.
WITH asked AS (SELECT entity, entity_id, coalesce(repo, '') AS repo, kind, control, requested_at FROM waits WHERE control IS NOT NULL),
decided AS (SELECT *, coalesce(repo, '') AS place, greatest(ended_at, requested_at + INTERVAL 1 SECOND) AS after FROM waits),
decision AS (
    SELECT coalesce(d.service_id, c.service) AS service, w.control, w.outcome IN ('rejected', 'changed') AS changed,
           if(w.requested_at <= w.ended_at, date_diff('second', w.requested_at, w.ended_at)::INTEGER, NULL) AS seconds, date_diff('month', getvariable('first'), w.ended_at)::SMALLINT AS m,
           if(w.outcome IN ('rejected', 'changed'), date_diff('second', w.ended_at, a.requested_at), NULL) AS repair
    FROM decided w
    ASOF LEFT JOIN asked a ON a.entity = w.entity AND a.entity_id = w.entity_id AND a.repo = w.place AND a.kind = w.kind AND a.control = w.control AND a.requested_at >= w.after
    LEFT JOIN deployment d ON d.deployment_id = if(w.entity = 'deployment', w.entity_id, NULL)
    LEFT JOIN change c ON c.repo = w.repo AND c.change_id = if(w.entity = 'change', w.entity_id, NULL)
    WHERE w.kind IN ('approval', 'protection', 'gate', 'freeze') AND w.outcome IS NOT NULL AND w.ended_at IS NOT NULL AND w.automated IS DISTINCT FROM true),
frequent AS (SELECT control FROM decision WHERE control IS NOT NULL GROUP BY control ORDER BY count(*) DESC, control LIMIT 12),
named AS (
    SELECT d.* EXCLUDE control, CASE WHEN d.control IS NULL THEN 'not recorded' WHEN f.control IS NULL THEN 'other' ELSE f.control END AS control
    FROM decision d LEFT JOIN frequent f USING (control) WHERE m >= 0 AND m < getvariable('months'))
SELECT 'risk-control-yield' AS metric, if(grouping(service) = 0, 'service', 'portfolio') AS level, if(grouping(service) = 0, service, '') AS subject, m,
       if(grouping(control) = 0, control, '') AS category, count(*)::INTEGER AS n, count_if(changed)::INTEGER AS part, count(seconds)::INTEGER AS n2, sum(seconds)::DOUBLE AS cost, count(repair)::INTEGER AS n3, sum(repair)::DOUBLE AS repair
FROM named GROUP BY GROUPING SETS ((service, m), (m), (service, m, control), (m, control))
HAVING subject IS NOT NULL;

--: make item
-- Work begins as recorded, else with the first status of category doing.
CREATE TEMP TABLE item AS
WITH unmarked AS (SELECT item_id FROM work_items WHERE started_at IS NULL),
begun AS (
    SELECT item_id, min("at") AS moment FROM work_item_transitions SEMI JOIN unmarked USING (item_id)
    WHERE to_category = 'doing' GROUP BY item_id)
SELECT i.team_id, i.service_id, i.project, coalesce(i.started_at, b.moment) AS started_at, i.closed_at,
       coalesce(regexp_replace(lower(i.resolution), '[^a-z]', '', 'g') IN ('wontdo', 'wontfix', 'duplicate', 'invalid', 'notplanned', 'declined', 'rejected', 'cancelled', 'canceled',
           'abandoned', 'cannotreproduce', 'worksforme', 'incomplete', 'obsolete', 'notabug'), false) AS dropped
FROM work_items i LEFT JOIN begun b USING (item_id);

--: make finished
-- Items of a team that were closed, with the week; seconds of those that were started before.
CREATE TEMP TABLE finished AS
SELECT coalesce(i.team_id, o.team_id, p.team_id) AS team, if(started_at <= closed_at, date_diff('second', started_at, closed_at)::INTEGER, NULL) AS seconds, dropped,
       date_diff('month', getvariable('first'), closed_at)::SMALLINT AS m, (date_diff('day', DATE '1900-01-01', closed_at) // 7)::SMALLINT AS week
FROM item i
LEFT JOIN owner o ON o.service_id = if(i.team_id IS NULL, i.service_id, NULL) AND i.closed_at >= o.since AND i.closed_at < o.until
LEFT JOIN span p ON p.kind = 'project' AND p.id = if(i.team_id IS NULL AND i.service_id IS NULL, i.project, NULL) AND i.closed_at >= p.since AND i.closed_at < p.until
WHERE closed_at < getvariable('last') AND coalesce(i.team_id, o.team_id, p.team_id) IS NOT NULL;

--: make cycle
CREATE TEMP TABLE cycle AS
SELECT team, m, count(*)::INTEGER AS n, quantile_cont(seconds, [0.5, 0.85]) AS q, sum(seconds)::DOUBLE AS total
FROM finished WHERE seconds IS NOT NULL AND m >= 0 GROUP BY team, m;

--: output cycle-time
SELECT 'cycle-time' AS metric, 'team' AS level, team AS subject, m, n, q FROM cycle;

--: make weekly
CREATE TEMP TABLE weekly AS
SELECT team, week, date_diff('month', getvariable('first'), DATE '1900-01-01' + (7 * week::INTEGER + 6))::SMALLINT AS m, count(*)::INTEGER AS items
FROM finished WHERE NOT dropped GROUP BY team, week;

--: output throughput
-- From a team's first month on, while there is such a team. The forecast draws four of the newest weeks, at most 26 and of
-- those that began in the month of the newest recorded rebase or later, with replacement: in counts of the n⁴ draws it is exact.
WITH begun AS (SELECT team, min(m) FILTER (m >= 0) AS m, min(week) AS week FROM finished WHERE NOT dropped GROUP BY team),
closed AS (SELECT team, m, count(*)::INTEGER AS n FROM finished WHERE NOT dropped GROUP BY team, m),
busy AS (SELECT team, m, count(*)::INTEGER AS weeks FROM weekly GROUP BY team, m),
rebased AS (
    SELECT scope_id AS team, x.m, max((date_diff('day', DATE '1900-01-01', date_trunc('month', "at")) + 6) // 7)::SMALLINT AS week
    FROM annotations a JOIN month x ON a."at" < x.month_end WHERE scope = 'team' AND rebase AND a."at" >= getvariable('first') GROUP BY scope_id, x.m),
history AS (
    SELECT row_number() OVER () AS id, b.team, x.m, x.seconds / 604800 AS length, x.week_end - x.week AS weeks, greatest(b.week + 1, x.week_end - 26, r.week) AS since, x.week_end,
           greatest(x.week_end - greatest(b.week + 1, x.week_end - 26, r.week), 0)::BIGINT AS n
    FROM begun b LEFT JOIN teams t ON t.team_id = b.team
    JOIN month x ON x.m >= b.m AND x.m <= (SELECT max(m) FROM finished WHERE NOT dropped) AND x.month_start < coalesce(t.valid_to, 'infinity') AND x.month_end > coalesce(t.valid_from, '-infinity')
    LEFT JOIN rebased r ON r.team = b.team AND r.m = x.m),
drawn AS (
    SELECT h.id, any_value(h.n) AS n, w.items, count(*)::BIGINT AS ways FROM history h JOIN weekly w ON w.team = h.team AND w.week >= h.since AND w.week < h.week_end
    WHERE h.n >= 10 GROUP BY h.id, w.items),
active AS (SELECT id, any_value(n) AS n, sum(ways)::BIGINT AS ways FROM drawn GROUP BY id HAVING sum(ways) >= 5),
week AS (
    SELECT d.* FROM drawn d SEMI JOIN active USING (id)
    UNION ALL
    SELECT id, n, 0, n - ways FROM active WHERE n > ways),
two AS (SELECT a.id, any_value(a.n) AS n, a.items + b.items AS items, sum(a.ways * b.ways)::BIGINT AS ways FROM week a JOIN week b USING (id) GROUP BY a.id, a.items + b.items),
four AS (SELECT a.id, any_value(a.n) AS n, a.items + b.items AS items, sum(a.ways * b.ways)::BIGINT AS ways FROM two a JOIN two b USING (id) GROUP BY a.id, a.items + b.items),
tail AS (SELECT id, n, items, sum(ways) OVER (PARTITION BY id ORDER BY items DESC) AS ways FROM four),
forecast AS (
    SELECT id, max(items) FILTER (ways * 100 >= 50 * n * n * n * n) AS p50, max(items) FILTER (ways * 100 >= 85 * n * n * n * n) AS p85, max(items) FILTER (ways * 100 >= 95 * n * n * n * n) AS p95
    FROM tail GROUP BY id)
SELECT 'throughput' AS metric, 'team' AS level, h.team AS subject, h.m, coalesce(c.n, 0) AS n, coalesce(c.n, 0) / h.length AS rate,
       h.weeks, h.weeks - coalesce(b.weeks, 0) AS quiet, h.n AS history, p50, p85, p95
FROM history h LEFT JOIN closed c USING (team, m) LEFT JOIN busy b USING (team, m) LEFT JOIN forecast f USING (id);

--: output work-item-age
-- work-in-progress counts the same items. One that is in progress is cut at month ends and where it
-- changes hands; a piece that reaches a month's end is open then, for who owned it as the
-- month ended, not for who takes over with the next. The open ones are held against those
-- that were finished in six months.
WITH long AS (
    SELECT team_id, service_id, project, started_at, closed_at,
           unnest(range(greatest(date_diff('month', getvariable('first'), started_at), 0),
                        least(coalesce(date_diff('month', getvariable('first'), closed_at) + 1, getvariable('months')), getvariable('months'))))::SMALLINT AS m
    FROM item WHERE started_at < coalesce(closed_at, 'infinity')),
part AS (
    SELECT i.team_id, i.service_id, i.project, i.started_at, m, x.month_end, greatest(i.started_at, x.month_start) AS since, least(i.closed_at, x.month_end) AS until
    FROM long i JOIN month x USING (m) WHERE i.closed_at > x.month_start IS NOT FALSE),
piece AS (
    SELECT coalesce(i.team_id, o.team_id, p.team_id) AS team, m, month_end, started_at, greatest(i.since, o.since, p.since) AS since, least(i.until, o.until, p.until) AS until
    FROM part i
    LEFT JOIN owner o ON o.service_id = if(i.team_id IS NULL, i.service_id, NULL) AND i.until > o.since AND i.since < o.until
    LEFT JOIN span p ON p.kind = 'project' AND p.id = if(i.team_id IS NULL AND i.service_id IS NULL, i.project, NULL) AND i.until > p.since AND i.since < p.until
    WHERE coalesce(i.team_id, o.team_id, p.team_id) IS NOT NULL),
bound AS (
    SELECT team, m, count(*) AS n, quantile_cont(seconds, [0.5, 0.85]) AS q
    FROM (SELECT team, unnest(range(m, m + 6))::SMALLINT AS m, seconds FROM finished WHERE seconds IS NOT NULL) GROUP BY team, m),
aged AS (
    SELECT i.team, i.m, date_diff('second', i.since, i.until) AS held, if(i.until = i.month_end, date_diff('second', i.started_at, i.month_end)::INTEGER, NULL) AS age,
           if(b.n >= 5, b.q[1], NULL) AS usual, if(b.n >= 19, b.q[2], NULL) AS late
    FROM piece i LEFT JOIN bound b USING (team, m)),
counted AS (
    SELECT team, m, sum(held)::DOUBLE AS held, count(age)::INTEGER AS n, quantile_cont(age, [0.5, 0.85]) AS q, if(any_value(usual) IS NULL, 0, n) AS n_usual, count_if(age > usual)::INTEGER AS over_usual,
           if(any_value(late) IS NULL, 0, n) AS n_late, count_if(age > late)::INTEGER AS over_late
    FROM aged GROUP BY team, m)
SELECT 'work-item-age' AS metric, 'team' AS level, team AS subject, c.*, held / x.seconds AS mean, coalesce(f.total, 0) / x.seconds AS little
FROM counted c JOIN month x USING (m) LEFT JOIN cycle f USING (team, m);

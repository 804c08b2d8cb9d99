-- Security: see links.sql for the form of these files.

--: make released
-- What was in production since when; a rollback that names nothing brings back what ran
-- before the deployment that it undid.
CREATE TEMP TABLE released AS
WITH ordered AS (
    SELECT service_id, finished_at AS moment, kind, sha, version, lag(sha, 2) OVER w AS sha_before, lag(version, 2) OVER w AS version_before
    FROM production WINDOW w AS (PARTITION BY service_id ORDER BY finished_at, deployment_id)),
named AS (
    SELECT service_id, moment, if(kind = 'rolledback' AND sha IS NULL AND version IS NULL, sha_before, sha) AS sha,
           if(kind = 'rolledback' AND sha IS NULL AND version IS NULL, version_before, version) AS version
    FROM ordered)
SELECT *, lag(sha) OVER w AS old_sha, lag(version) OVER w AS old_version
FROM named WINDOW w AS (PARTITION BY service_id ORDER BY moment);

--: make month_end
CREATE TEMP TABLE month_end AS
SELECT m::SMALLINT AS m, getvariable('first') + to_months((m + 1)::INTEGER) AS month_end FROM (SELECT unnest(range(getvariable('months'))) AS m);

--: make pair
-- Required checks at every month's end, with what ran in production then.
CREATE TEMP TABLE pair AS
SELECT p.*, r.sha, r.version
FROM (
    SELECT DISTINCT c.service_id, c.check_kind, e.m, e.month_end
    FROM service_checks c LEFT JOIN services s USING (service_id)
    JOIN month_end e ON c.valid_from < e.month_end AND least(coalesce(c.valid_to, 'infinity'), coalesce(s.valid_to, 'infinity')) >= e.month_end
    WHERE c.valid_from < least(coalesce(c.valid_to, 'infinity'), coalesce(s.valid_to, 'infinity'))) p
ASOF LEFT JOIN released r ON r.service_id = p.service_id AND r.moment < p.month_end;

--: make scanned
CREATE TEMP TABLE scanned AS
SELECT service_id, check_kind, finished_at AS moment, sha, version FROM scans WHERE outcome = 'success';

--: make forgiven
-- Pairs whose evidence went out of date less than a day before the month's end: when it
-- did last, and of when it was.
CREATE TEMP TABLE forgiven AS
SELECT p.service_id, p.check_kind, p.m, arg_max(x.seen, r.moment) AS seen
FROM pair p JOIN released r ON r.service_id = p.service_id AND r.moment < p.month_end AND r.moment > p.month_end - INTERVAL 86401 SECOND
JOIN (
    SELECT r.service_id, r.moment, s.check_kind, max(s.moment) AS seen
    FROM released r JOIN scanned s ON s.service_id = r.service_id AND s.moment < r.moment
    WHERE s.sha = r.old_sha OR s.version = r.old_version OR (s.sha IS NULL OR r.old_sha IS NULL) AND (s.version IS NULL OR r.old_version IS NULL)
    GROUP BY ALL) x ON x.service_id = r.service_id AND x.moment = r.moment AND x.check_kind = p.check_kind
GROUP BY ALL;

--: make checked
CREATE TEMP TABLE checked AS
WITH known AS (SELECT check_kind, min(finished_at) AS moment FROM scans GROUP BY check_kind),
evidence AS (
    SELECT p.service_id, p.check_kind, p.m, p.month_end, count(s.moment) AS scans,
           max(s.moment) FILTER (s.sha = p.sha OR s.version = p.version OR (s.sha IS NULL OR p.sha IS NULL) AND (s.version IS NULL OR p.version IS NULL)) AS seen
    FROM pair p LEFT JOIN scanned s ON s.service_id = p.service_id AND s.check_kind = p.check_kind AND s.moment < p.month_end
    GROUP BY ALL),
latest AS (
    SELECT e.*, k.moment AS known, if(e.seen IS NULL, f.seen, e.seen) AS speaks
    FROM evidence e LEFT JOIN forgiven f USING (service_id, check_kind, m) LEFT JOIN known k USING (check_kind))
SELECT service_id, check_kind, m, month_end - INTERVAL 1 SECOND AS moment,
       CASE WHEN date_diff('second', speaks, month_end) - 1 <= 35 * 86400 THEN 'covered' WHEN scans > 0 THEN 'stale' WHEN known < month_end THEN 'absent' ELSE 'unknown' END AS state
FROM latest;

--: output security-check-coverage
WITH counted AS (
    SELECT if(grouping(o.team_id) = 0, 'team', if(grouping(c.service_id) = 0, 'service', 'portfolio')) AS level,
           if(grouping(o.team_id) = 0, o.team_id, if(grouping(c.service_id) = 0, c.service_id, '')) AS subject, m, check_kind,
           grouping(check_kind) = 1 AS whole, count(*) AS pairs, count_if(state = 'covered') AS covered, count_if(state = 'stale') AS stale,
           count_if(state = 'absent') AS absent, count_if(state = 'unknown') AS unknown
    FROM checked c LEFT JOIN owner o ON o.service_id = c.service_id AND c.moment >= o.since AND c.moment < o.until
    GROUP BY GROUPING SETS ((o.team_id, m), (c.service_id, m), (m), (o.team_id, m, check_kind), (c.service_id, m, check_kind), (m, check_kind))),
named AS (SELECT * FROM counted WHERE subject IS NOT NULL)
SELECT 'security-check-coverage' AS metric, level, subject, m, 'share' AS stat, if(whole, '', check_kind) AS category, if(unknown < pairs, pairs, 0)::INTEGER AS n, covered::INTEGER AS part FROM named
UNION ALL
SELECT 'security-check-coverage', level, subject, m, 'pairs', state, pairs::INTEGER, amount::INTEGER
FROM named UNPIVOT (amount FOR state IN (covered, stale, absent, unknown)) WHERE whole;

--: output exceptions-expiring
-- A renewal ends what it renews, if it came later.
WITH chained AS (
    SELECT n.exception_id, n.service_id, n.approved_at, n.expires_at, n.closed_at, n.renewal_of, n.owner_role, o.exception_id AS renews
    FROM exceptions n LEFT JOIN exceptions o ON o.exception_id = n.renewal_of AND o.approved_at < n.approved_at),
ends AS (SELECT renews AS exception_id, min(approved_at) AS moment FROM chained WHERE renews IS NOT NULL GROUP BY renews),
lasting AS (
    SELECT c.*, least(coalesce(c.closed_at, 'infinity'), coalesce(e.moment, 'infinity'), coalesce(s.valid_to, 'infinity')) AS ended_at, b.renews IS NOT NULL AS twice
    FROM chained c LEFT JOIN ends e USING (exception_id) LEFT JOIN services s USING (service_id) LEFT JOIN chained b ON b.exception_id = c.renews),
open AS (
    SELECT l.*, e.m, date_diff('second', e.month_end, l.expires_at) AS left_seconds
    FROM lasting l JOIN month_end e ON l.approved_at < e.month_end AND l.ended_at >= e.month_end),
counted AS (
    SELECT if(grouping(service_id) = 0, 'service', 'portfolio') AS level, if(grouping(service_id) = 0, service_id, '') AS subject, m, count(*) AS open,
           count_if(left_seconds <= 0) AS expired, count_if(left_seconds > 0 AND left_seconds <= 30 * 86400) AS due_within_30_days,
           count_if(left_seconds > 0 AND left_seconds <= 60 * 86400) AS due_within_60_days, count_if(left_seconds > 0 AND left_seconds <= 90 * 86400) AS due_within_90_days,
           count_if(expires_at IS NULL) AS no_due, count(renewal_of) AS renewed, count_if(twice) AS renewed_twice, count_if(owner_role IS NULL) AS without_owner
    FROM open GROUP BY GROUPING SETS ((service_id, m), (m)))
SELECT 'exceptions-expiring' AS metric, level, subject, m, stat, '' AS category, n::INTEGER AS n
FROM counted UNPIVOT (n FOR stat IN (open, expired, due_within_30_days, due_within_60_days, due_within_90_days, no_due, renewed, renewed_twice, without_owner))
WHERE subject IS NOT NULL;

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
SELECT 'security-check-coverage' AS metric, level, subject, m, 'share' AS stat, if(whole, '', check_kind) AS category, if(unknown < pairs, pairs, 0)::INTEGER AS n, covered::INTEGER AS part, NULL AS value FROM named
UNION ALL
SELECT 'security-check-coverage', level, subject, m, 'pairs', state, pairs::INTEGER, NULL, amount::INTEGER
FROM named UNPIVOT (amount FOR state IN (covered, stale, absent, unknown)) WHERE whole;

--: output exceptions-expiring
-- A renewal ends what it renews, if it came later. Seconds left are counted from the last
-- of the month.
WITH chained AS (
    SELECT n.exception_id, n.service_id, n.approved_at, n.expires_at, n.closed_at, n.renewal_of, n.owner_role, o.exception_id AS renews
    FROM exceptions n LEFT JOIN exceptions o ON o.exception_id = n.renewal_of AND o.approved_at < n.approved_at),
ends AS (SELECT renews AS exception_id, min(approved_at) AS moment FROM chained WHERE renews IS NOT NULL GROUP BY renews),
lasting AS (
    SELECT c.*, least(coalesce(c.closed_at, 'infinity'), coalesce(e.moment, 'infinity'), coalesce(s.valid_to, 'infinity')) AS ended_at, b.renews IS NOT NULL AS twice
    FROM chained c LEFT JOIN ends e USING (exception_id) LEFT JOIN services s USING (service_id) LEFT JOIN chained b ON b.exception_id = c.renews),
open AS (
    SELECT l.*, e.m, date_diff('second', e.month_end, l.expires_at) + 1 AS left_seconds
    FROM lasting l JOIN month_end e ON l.approved_at < e.month_end AND l.ended_at >= e.month_end),
counted AS (
    SELECT if(grouping(service_id) = 0, 'service', 'portfolio') AS level, if(grouping(service_id) = 0, service_id, '') AS subject, m, count(*) AS open,
           count(*) FILTER (left_seconds <= 0) AS expired, count(*) FILTER (left_seconds > 0 AND left_seconds <= 30 * 86400) AS due_within_30_days,
           count(*) FILTER (left_seconds > 0 AND left_seconds <= 60 * 86400) AS due_within_60_days, count(*) FILTER (left_seconds > 0 AND left_seconds <= 90 * 86400) AS due_within_90_days,
           count_if(expires_at IS NULL) AS no_due, count(renewal_of) AS renewed, count(*) FILTER (twice) AS renewed_twice, count_if(owner_role IS NULL) AS without_owner
    FROM open GROUP BY GROUPING SETS ((service_id, m), (m)))
SELECT 'exceptions-expiring' AS metric, level, subject, m, stat, '' AS category, whole::INTEGER AS n, n::INTEGER AS value
FROM (SELECT *, open AS whole FROM counted) UNPIVOT (n FOR stat IN (open, expired, due_within_30_days, due_within_60_days, due_within_90_days, no_due, renewed, renewed_twice, without_owner))
WHERE subject IS NOT NULL;

--: make finding
CREATE TEMP TABLE finding AS
SELECT row_number() OVER ()::INTEGER AS f, v.finding_id, v.service_id, v.check_kind, coalesce(v.tool, '') AS tool, v.severity, v.detected_at, v.status, v.resolved_at, v.reopened_at,
       v.linked_change_id IS NOT NULL AS changed, lower(v.dismissed_reason) AS reason,
       CASE v.origin WHEN 'introduced' THEN 'introduced' WHEN 'newly_visible' THEN 'newly_visible' ELSE 'unknown_origin' END AS origin,
       coalesce(s.valid_from, TIMESTAMP '-infinity') AS valid_from, s.valid_to
FROM vulnerabilities v LEFT JOIN services s USING (service_id);

--: make meaning
-- As what a reason closes a finding. What waits for proof is unverified or without expiry
-- until there is some.
CREATE TEMP TABLE meaning AS
SELECT unnest(reasons) AS reason, class
FROM (VALUES ('accepted_without_expiry', ['tolerable_risk', 'acceptable_risk', 'no_bandwidth', 'wont_fix', 'not_applicable']),
             ('false_positive', ['inaccurate', 'not_used', 'used_in_tests', 'false_positive']),
             ('mitigated', ['mitigating_control', 'mitigated']),
             ('suppressed', ['fix_started', 'ignored', 'muted', 'rule_disabled', 'path_excluded']),
             ('reclassified', ['severity_lowered', 'below_threshold']),
             ('scope_removed', ['out_of_scope', 'asset_retired']),
             ('duplicate', ['duplicate'])) AS v(class, reasons);

--: make turn
-- What opened or closed a finding, in order. Of several closings or openings in a row the
-- first counts. A severity of none without a change closes it, too.
CREATE TEMP TABLE turn AS
WITH said AS (
    SELECT f.f, e."at" AS moment, e.seq, e.linked_change_id IS NOT NULL AS changed, e.reason,
           CASE WHEN e.field = 'severity' THEN if(e.to = 'none', if(e.linked_change_id IS NULL, 'reclassified', NULL), if(e.from = 'none', 'open', NULL))
                WHEN e.to = 'fixed' THEN 'fixed_unverified' WHEN e.to = 'open' THEN 'open' WHEN e.to = 'dismissed' THEN coalesce(m.class, 'unclassified') END AS class
    FROM finding_events e JOIN finding f USING (finding_id) LEFT JOIN meaning m ON m.reason = lower(e.reason))
SELECT f, moment, class, changed, reason, row_number() OVER w AS k
FROM (SELECT *, lag(class = 'open', 1, true) OVER (PARTITION BY f ORDER BY moment, seq) AS before FROM said WHERE class IS NOT NULL)
WHERE (class = 'open') <> before WINDOW w AS (PARTITION BY f ORDER BY moment, seq);

--: make own
-- What the finding's own row adds: the end that no event tells, and an opening after it.
CREATE TEMP TABLE own AS
WITH last AS (SELECT f, arg_max(class, k) AS class, arg_max(moment, k) AS moment, arg_max(changed, k) AS changed, arg_max(reason, k) AS reason, max(k) AS k FROM turn GROUP BY f),
state AS (
    SELECT f.*, coalesce(l.k, 0) AS k, coalesce(l.class, 'open') = 'open' AS is_open, greatest(l.moment, f.detected_at) AS moment,
           CASE WHEN f.status = 'fixed' OR f.status = 'open' AND f.reason IS NULL THEN 'fixed_unverified' ELSE coalesce(m.class, 'unclassified') END AS class,
           f.status = 'open' AND f.resolved_at IS NOT NULL AND f.reopened_at >= f.resolved_at AND (l.k IS NULL OR f.resolved_at >= l.moment) AS again
    FROM finding f LEFT JOIN last l USING (f) LEFT JOIN meaning m ON m.reason = f.reason)
SELECT f, is_open AND (status <> 'open' OR again) AS closes, status = 'open' AND if(is_open, again, reopened_at >= moment) AS opens,
       closes AND resolved_at IS NULL AS undated, NOT is_open AND status <> 'open' AS completes, resolved_at, reopened_at, class, changed, k
FROM state;

--: make spell
-- One row for every time that a finding was open, within its service's life.
CREATE TEMP TABLE spell AS
WITH step AS (
    SELECT f, 0 AS k, detected_at AS moment, origin AS class, false AS changed, true AS opens FROM finding
    UNION ALL
    SELECT t.f, t.k, t.moment, if(t.class = 'open', 'reopened', if(t.class = 'unclassified' AND t.reason IS NULL AND o.completes AND t.k = o.k, o.class, t.class)),
           t.changed OR o.completes AND t.k = o.k AND o.changed, t.class = 'open'
    FROM turn t JOIN own o USING (f)
    UNION ALL
    SELECT f, k + 1, resolved_at, class, changed, false FROM own WHERE closes
    UNION ALL
    SELECT f, k + 2, reopened_at, 'reopened', false, true FROM own WHERE opens),
told AS (
    SELECT f, k, opens, max(moment) OVER w AS opened_at, class AS opened_as, lead(moment) OVER w AS recorded_at, lead(class) OVER w AS closed_as, lead(changed) OVER w AS changed
    FROM step ANTI JOIN (SELECT f FROM own WHERE undated) USING (f) WINDOW w AS (PARTITION BY f ORDER BY k)),
lasting AS (SELECT f, k, opened_at, opened_as, recorded_at, if(recorded_at IS NULL, NULL, greatest(recorded_at, opened_at)) AS closed_at, closed_as, changed FROM told WHERE opens)
SELECT l.f, l.k, f.service_id, f.check_kind, f.tool, f.finding_id, f.detected_at, f.valid_to, greatest(l.opened_at, f.valid_from) AS opened_at,
       if(l.opened_at < f.valid_from, 'scope_added', l.opened_as) AS opened_as, coalesce(f.valid_to < coalesce(l.closed_at, TIMESTAMP 'infinity'), false) AS removed,
       if(removed, f.valid_to, l.closed_at) AS closed_at, if(removed, f.valid_to, l.recorded_at) AS recorded_at,
       if(removed, 'scope_removed', l.closed_as) AS closed_as, l.changed AND NOT removed AS changed,
       lead(greatest(l.opened_at, f.valid_from)) OVER (PARTITION BY l.f ORDER BY l.k) AS again_at
FROM lasting l JOIN finding f USING (f)
WHERE (f.valid_to IS NULL OR l.opened_at < f.valid_to) AND NOT (coalesce(l.closed_at <= f.valid_from, false) AND l.opened_at < f.valid_from);

--: make look
-- Successful scans, with when their rules were first seen, under every tool of findings that
-- they look for: their own and findings without one; without one of their own, all.
CREATE TEMP TABLE look AS
WITH ruled AS (
    SELECT service_id, check_kind, finished_at AS moment, outcome, tool, if(rule_set IS NULL, NULL, min(finished_at) OVER (PARTITION BY check_kind, tool, rule_set)) AS rules FROM scans),
good AS (SELECT * FROM ruled WHERE outcome = 'success')
SELECT service_id, check_kind, moment, rules, unnest([tool, '']) AS tool FROM good WHERE tool IS NOT NULL
UNION ALL
SELECT service_id, check_kind, moment, rules, t.tool FROM good CROSS JOIN (SELECT tool FROM finding UNION SELECT '') t WHERE good.tool IS NULL;

--: make proved
-- Fixes with a change that a later scan confirms, with rules no older than those that found
-- the finding. The first scan after the fix nearly always tells.
CREATE TEMP TABLE proved AS
WITH fixed AS (SELECT f, k, service_id, check_kind, tool, opened_at, closed_at, coalesce(again_at, TIMESTAMP 'infinity') AS again_at FROM spell WHERE closed_as = 'fixed_unverified' AND changed),
found AS (
    SELECT x.*, coalesce(l.rules, TIMESTAMP '-infinity') AS rules
    FROM fixed x ASOF LEFT JOIN look l ON l.service_id = x.service_id AND l.check_kind = x.check_kind AND l.tool = x.tool AND l.moment <= x.opened_at),
next AS (
    SELECT x.*, l.moment AS scanned_at, coalesce(l.rules >= x.rules, true) AS enough
    FROM found x ASOF JOIN look l ON l.service_id = x.service_id AND l.check_kind = x.check_kind AND l.tool = x.tool AND l.moment > x.closed_at)
SELECT f, k FROM next WHERE scanned_at < again_at AND enough
UNION
SELECT x.f, x.k
FROM next x JOIN look l ON l.service_id = x.service_id AND l.check_kind = x.check_kind AND l.tool = x.tool AND l.moment > x.scanned_at AND l.moment < x.again_at
WHERE NOT x.enough AND coalesce(l.rules >= x.rules, true);

--: make open_spell
-- With the class of every closing settled.
CREATE TEMP TABLE open_spell AS
WITH expiring AS (SELECT DISTINCT finding_id FROM exceptions WHERE expires_at IS NOT NULL AND finding_id IS NOT NULL)
SELECT s.f, s.k, s.service_id, s.finding_id, s.detected_at, s.opened_at, s.opened_as, s.closed_at, s.recorded_at, s.again_at, s.valid_to,
       CASE WHEN p.f IS NOT NULL THEN 'fixed_verified' WHEN s.closed_as = 'accepted_without_expiry' AND e.finding_id IS NOT NULL THEN 'risk_accepted' ELSE s.closed_as END AS closed_as
FROM spell s LEFT JOIN proved p USING (f, k) LEFT JOIN expiring e USING (finding_id);

--: make exposure
-- From an opening to the next verified fix or the end of the service, with the severity at
-- first detection. What is closed as no weakness, or as another finding's, was no exposure.
CREATE TEMP TABLE exposure AS
WITH numbered AS (
    SELECT *, last_value(closed_as) OVER (PARTITION BY f ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS finally,
           coalesce(sum((coalesce(closed_as, '') IN ('fixed_verified', 'scope_removed'))::INTEGER) OVER (PARTITION BY f ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS g
    FROM open_spell),
grouped AS (
    SELECT f, any_value(service_id) AS service_id, min(opened_at) AS since,
           coalesce(max(closed_at) FILTER (closed_as IN ('fixed_verified', 'scope_removed')), any_value(valid_to)) AS until,
           max(recorded_at) FILTER (closed_as = 'fixed_verified') AS fixed_at
    FROM numbered WHERE coalesce(finally, '') NOT IN ('false_positive', 'duplicate') GROUP BY f, g),
first AS (SELECT finding_id, arg_min("from", ("at", seq)) AS severity FROM finding_events WHERE field = 'severity' AND "from" IS NOT NULL GROUP BY finding_id)
SELECT g.service_id, v.check_kind, g.since, g.until, g.fixed_at, coalesce(e.severity, v.severity) AS severity
FROM grouped g JOIN finding v USING (f) LEFT JOIN first e USING (finding_id);

--: make lowered
-- Since when a severity is below the one at detection, without a linked change since.
CREATE TEMP TABLE lowered AS
WITH level AS (SELECT unnest(['critical', 'high', 'medium', 'low', 'none']) AS severity, unnest([1, 2, 3, 4, 5]) AS below),
first AS (SELECT finding_id, arg_min("from", ("at", seq)) AS severity FROM finding_events WHERE field = 'severity' AND "from" IS NOT NULL GROUP BY finding_id),
step AS (
    SELECT e.finding_id, e."at" AS moment, coalesce(b.below > a.below, false) AND e.linked_change_id IS NULL AS less, row_number() OVER (PARTITION BY e.finding_id ORDER BY e."at", e.seq) AS k
    FROM finding_events e JOIN finding v USING (finding_id) LEFT JOIN first USING (finding_id)
    LEFT JOIN level a ON a.severity = coalesce(first.severity, v.severity) LEFT JOIN level b ON b.severity = e.to
    WHERE e.field = 'severity' AND e.to IS NOT NULL),
told AS (SELECT *, max(k) FILTER (NOT less) OVER (PARTITION BY finding_id) AS ended FROM step)
SELECT finding_id, min(moment) AS lowered_at FROM told WHERE k > coalesce(ended, 0) GROUP BY finding_id;

--: make standing
-- What is open at the end of every month, and of the one before the first (m = -1), by who
-- answered for it then.
CREATE TEMP TABLE standing AS
WITH open AS (
    SELECT service_id, detected_at, lowered_at, unnest(range(greatest(date_diff('month', getvariable('first'), opened_at), -1),
           least(coalesce(date_diff('month', getvariable('first'), closed_at), getvariable('months')), getvariable('months')))) AS m
    FROM open_spell LEFT JOIN lowered USING (finding_id)),
ended AS (SELECT *, getvariable('first') + to_months((m + 1)::INTEGER) AS month_end FROM open),
seen AS (
    SELECT service_id, m, month_end - INTERVAL 1 SECOND AS moment, date_diff('second', detected_at, month_end)::INTEGER AS age, coalesce(lowered_at < month_end, false) AS less
    FROM ended)
SELECT if(grouping(o.team_id) = 0, 'team', if(grouping(s.service_id) = 0, 'service', 'portfolio')) AS level,
       if(grouping(o.team_id) = 0, o.team_id, if(grouping(s.service_id) = 0, s.service_id, '')) AS subject, m::SMALLINT AS m,
       count(*)::INTEGER AS n, count_if(less)::INTEGER AS lowered, max(age) AS oldest, quantile_cont(age, [0.5, 0.85]) AS q, count_if(age < 30 * 86400)::INTEGER AS "0–30 days",
       count_if(age >= 30 * 86400 AND age < 90 * 86400)::INTEGER AS "30–90 days", count_if(age >= 90 * 86400 AND age < 180 * 86400)::INTEGER AS "90–180 days",
       count_if(age >= 180 * 86400 AND age < 365 * 86400)::INTEGER AS "180–365 days", count_if(age >= 365 * 86400)::INTEGER AS "over 365 days"
FROM seen s LEFT JOIN owner o ON o.service_id = s.service_id AND s.moment >= o.since AND s.moment < o.until
GROUP BY GROUPING SETS ((o.team_id, m), (s.service_id, m), (m))
HAVING subject IS NOT NULL;

--: output security-debt-age
SELECT 'security-debt-age' AS metric, level, subject, m, n, lowered, oldest, q FROM standing WHERE m >= 0;

--: output aged
SELECT 'aged' AS metric, level, subject, m, band AS category, amount::INTEGER AS n
FROM standing UNPIVOT (amount FOR band IN ("0–30 days", "30–90 days", "90–180 days", "180–365 days", "over 365 days")) WHERE m >= 0;

--: make exposed
-- The part of every exposure that lies in a month, for who answered for it at the end of
-- that part, and how its check looks over the eighteen months that end with it: since their
-- first at the latest, or later; and still in the newest six, or not.
CREATE TEMP TABLE exposed AS
WITH lasting AS (
    SELECT service_id, check_kind, severity, since, least(coalesce(until, TIMESTAMP 'infinity'), getvariable('as_of')) AS until FROM exposure),
cut AS (
    SELECT *, unnest(range(greatest(date_diff('month', getvariable('first'), since), 0), least(date_diff('month', getvariable('first'), until) + 1, getvariable('months')))) AS m FROM lasting),
part AS (
    SELECT service_id, check_kind, severity, m, greatest(since, getvariable('first') + to_months(m::INTEGER)) AS since, least(until, getvariable('first') + to_months((m + 1)::INTEGER)) AS until FROM cut),
looked AS (
    SELECT service_id, check_kind, date_diff('month', getvariable('first'), min(finished_at)) AS first, date_diff('month', getvariable('first'), max(finished_at)) AS last
    FROM scans WHERE outcome = 'success' GROUP BY service_id, check_kind)
SELECT o.team_id, p.service_id, p.severity, p.m, date_diff('second', p.since, p.until)::BIGINT AS seconds,
       CASE WHEN coalesce(l.first > m OR l.last < m - 5, true) THEN 'exposure_unseen' WHEN l.first <= m - 17 THEN 'exposure_same' ELSE 'exposure_new' END AS part
FROM part p LEFT JOIN owner o ON o.service_id = p.service_id AND p.until > o.since AND p.until <= o.until LEFT JOIN looked l ON l.service_id = p.service_id AND l.check_kind = p.check_kind
WHERE p.since < p.until;

--: output exposure
SELECT 'exposure' AS metric, if(grouping(team_id) = 0, 'team', if(grouping(service_id) = 0, 'service', 'portfolio')) AS level,
       if(grouping(team_id) = 0, team_id, if(grouping(service_id) = 0, service_id, '')) AS subject, m::SMALLINT AS m, if(grouping(severity) = 0, severity, '') AS category,
       count(*)::INTEGER AS n, sum(seconds)::DOUBLE AS seconds
FROM exposed GROUP BY GROUPING SETS ((team_id, m), (service_id, m), (m), (team_id, m, severity), (service_id, m, severity), (m, severity))
HAVING subject IS NOT NULL;

--: output exposure-of-like
SELECT 'exposure-of-like' AS metric, if(grouping(team_id) = 0, 'team', if(grouping(service_id) = 0, 'service', 'portfolio')) AS level,
       if(grouping(team_id) = 0, team_id, if(grouping(service_id) = 0, service_id, '')) AS subject, m::SMALLINT AS m, part AS stat, '' AS category, count(*)::INTEGER AS n, sum(seconds)::DOUBLE AS value
FROM exposed WHERE m >= 17 GROUP BY GROUPING SETS ((team_id, m, part), (service_id, m, part), (m, part))
HAVING subject IS NOT NULL;

--: output came-back
-- Fixes that were followed for ninety days within the life of their service, in the month
-- in which these end.
WITH followed AS (
    SELECT service_id, closed_at + INTERVAL 90 DAY AS moment, coalesce(date_diff('second', closed_at, again_at) <= 90 * 86400, false) AS back
    FROM open_spell WHERE closed_as IN ('fixed_verified', 'fixed_unverified') AND coalesce(closed_at + INTERVAL 90 DAY < valid_to, true))
SELECT 'came-back' AS metric, if(grouping(o.team_id) = 0, 'team', if(grouping(c.service_id) = 0, 'service', 'portfolio')) AS level,
       if(grouping(o.team_id) = 0, o.team_id, if(grouping(c.service_id) = 0, c.service_id, '')) AS subject, date_diff('month', getvariable('first'), moment)::SMALLINT AS m,
       count(*)::INTEGER AS n, count_if(back)::INTEGER AS part
FROM followed c LEFT JOIN owner o ON o.service_id = c.service_id AND c.moment >= o.since AND c.moment < o.until
WHERE moment >= getvariable('first') AND moment < least(getvariable('last'), getvariable('as_of'))
GROUP BY GROUPING SETS ((o.team_id, m), (c.service_id, m), (m))
HAVING subject IS NOT NULL;

--: output on-time-remediation
-- What had become of every weakness by the end of the month in which it was due, or by the
-- as-of instant. Due dates are those of the files: made-up data have no policy.
WITH story AS (
    SELECT f, min(k) AS k, arg_max(closed_as, k) AS last_class, max(k) AS last_k, max(k) FILTER (closed_as IS NULL) AS open_k,
           min(k) FILTER (closed_as IN ('fixed_verified', 'scope_removed')) AS end_k
    FROM open_spell GROUP BY f),
due AS (
    SELECT s.f, s.service_id, v.due_at AS moment, s.opened_at, if(e.closed_as = 'fixed_verified', e.closed_at, NULL) AS fixed_at,
           least(getvariable('first') + to_months((date_diff('month', getvariable('first'), v.due_at) + 1)::INTEGER), getvariable('as_of')) AS month_end
    FROM story y JOIN open_spell s ON s.f = y.f AND s.k = y.k JOIN vulnerabilities v ON v.finding_id = s.finding_id
    LEFT JOIN open_spell e ON e.f = y.f AND e.k = y.end_k
    WHERE y.k = 0 AND (coalesce(y.open_k = y.last_k, false) OR y.last_class NOT IN ('false_positive', 'duplicate'))
      AND v.due_at >= getvariable('first') AND v.due_at < least(getvariable('last'), getvariable('as_of')) AND coalesce(v.due_at < s.valid_to, true)),
seen AS (
    SELECT d.f, arg_max(coalesce(closed_at, TIMESTAMP 'infinity'), s.k) AS closed_at, arg_max(coalesce(closed_as, ''), s.k) AS closed_as
    FROM due d JOIN open_spell s ON s.f = d.f AND s.opened_at < d.month_end GROUP BY d.f),
judged AS (
    SELECT service_id, moment, date_diff('month', getvariable('first'), moment)::SMALLINT AS m,
           CASE WHEN moment < opened_at THEN 'due_before_detection' WHEN fixed_at <= moment THEN 'on_time' WHEN fixed_at < month_end THEN 'late'
                WHEN closed_at >= month_end THEN 'open' WHEN closed_as IN ('risk_accepted', 'accepted_without_expiry') THEN 'accepted'
                WHEN closed_as = 'fixed_unverified' THEN 'fixed_unverified' ELSE 'closed_otherwise' END AS outcome
    FROM due LEFT JOIN seen USING (f)),
long AS (SELECT *, unnest(['share', 'due_outcome', 'due_as']) AS stat, unnest(['', outcome, 'as_exported']) AS category FROM judged),
counted AS (
    SELECT if(grouping(o.team_id) = 0, 'team', if(grouping(x.service_id) = 0, 'service', 'portfolio')) AS level,
           if(grouping(o.team_id) = 0, o.team_id, if(grouping(x.service_id) = 0, x.service_id, '')) AS subject, m, stat, category,
           count(*)::INTEGER AS rows, count_if(outcome <> 'due_before_detection')::INTEGER AS known, count_if(outcome = 'on_time')::INTEGER AS kept
    FROM long x LEFT JOIN owner o ON o.service_id = x.service_id AND x.moment >= o.since AND x.moment < o.until
    GROUP BY GROUPING SETS ((o.team_id, m, stat, category), (x.service_id, m, stat, category), (m, stat, category)))
SELECT 'on-time-remediation' AS metric, level, subject, m, stat, category, if(stat = 'share', kept, rows) AS part,
       if(stat = 'share', known, max(rows) FILTER (stat = 'share') OVER (PARTITION BY level, subject, m)) AS n
FROM counted WHERE subject IS NOT NULL;

--: output verified-fix-share
-- The terms of the bridge. Duplicates and false positives are no closings for the share.
-- What changed hands is of services whose owner changed in the month: who answered for it
-- first in the month, and who last.
WITH flow AS (
    SELECT 'opened' AS stat, service_id, opened_at AS moment, opened_as AS class FROM open_spell WHERE opened_at >= getvariable('first') AND opened_at < getvariable('last')
    UNION ALL
    SELECT 'closed', service_id, closed_at, closed_as FROM open_spell WHERE closed_at >= getvariable('first') AND closed_at < getvariable('last')),
owned AS (
    SELECT stat, class, o.team_id, x.service_id, date_diff('month', getvariable('first'), moment)::SMALLINT AS m
    FROM flow x LEFT JOIN owner o ON o.service_id = x.service_id AND x.moment >= o.since AND x.moment < o.until),
counted AS (
    SELECT if(grouping(team_id) = 0, 'team', if(grouping(service_id) = 0, 'service', 'portfolio')) AS level,
           if(grouping(team_id) = 0, team_id, if(grouping(service_id) = 0, service_id, '')) AS subject, m, stat, if(grouping(class) = 0, class, '') AS category, count(*)::INTEGER AS n,
           count_if(class NOT IN ('false_positive', 'duplicate'))::INTEGER AS whole, count_if(class = 'fixed_verified')::INTEGER AS verified
    FROM owned
    GROUP BY GROUPING SETS ((team_id, m, stat), (service_id, m, stat), (m, stat), (team_id, m, stat, class), (service_id, m, stat, class), (m, stat, class))
    HAVING subject IS NOT NULL),
turned AS (
    SELECT DISTINCT service_id, date_diff('month', getvariable('first'), moment)::INTEGER AS m FROM (SELECT service_id, unnest([since, until]) AS moment FROM owner)
    WHERE moment >= getvariable('first') AND moment < getvariable('last')),
held AS (
    SELECT s.service_id, t.m, greatest(s.opened_at, getvariable('first') + to_months(t.m) - INTERVAL 1 SECOND) AS early,
           least(coalesce(s.closed_at, TIMESTAMP 'infinity'), getvariable('first') + to_months(t.m + 1) - INTERVAL 1 SECOND) AS late
    FROM open_spell s JOIN turned t USING (service_id)
    WHERE s.opened_at < getvariable('first') + to_months(t.m + 1) AND coalesce(s.closed_at, TIMESTAMP 'infinity') >= getvariable('first') + to_months(t.m)),
hands AS (
    SELECT a.team_id AS giver, b.team_id AS taker, h.m
    FROM held h LEFT JOIN owner a ON a.service_id = h.service_id AND h.early >= a.since AND h.early < a.until
    LEFT JOIN owner b ON b.service_id = h.service_id AND h.late >= b.since AND h.late < b.until
    WHERE a.team_id IS DISTINCT FROM b.team_id),
gone AS (SELECT team_id, max(until) AS moment FROM span GROUP BY team_id),
term AS (
    SELECT level, subject, m, stat, category, n, NULL::INTEGER AS part, n AS value FROM counted
    UNION ALL
    SELECT level, subject, m, 'share', '', whole, verified, NULL FROM counted WHERE stat = 'closed' AND category = '' AND whole > 0
    UNION ALL
    SELECT level, subject, m, 'open_end', '', n, NULL, n FROM standing WHERE m >= 0
    UNION ALL
    SELECT level, subject, m + 1, 'open_start', '', n, NULL, n FROM standing WHERE m + 1 < getvariable('months')
    UNION ALL
    SELECT 'team', team, m, stat, '', count(*), NULL, count(*)
    FROM (SELECT unnest([giver, taker]) AS team, unnest(['handed_over', 'taken_over']) AS stat, m FROM hands) WHERE team IS NOT NULL GROUP BY ALL)
SELECT 'verified-fix-share' AS metric, * EXCLUDE (team_id, moment)
FROM term t LEFT JOIN gone g ON t.level = 'team' AND g.team_id = t.subject
WHERE g.moment IS NULL OR getvariable('first') + to_months(t.m::INTEGER) < g.moment; -- a team that ended has no figures

-- What several outputs share: owners, and the linking rules over the views that oracle.mjs
-- makes of the files. In this file and in those of the four domains a line "--: kind name"
-- begins a statement; kind is "make" for what several outputs share and "output" for figures,
-- "labels" and "lifetimes" are for survival.mjs.
-- A line that begins with "--full" is part of the statement only where duplicates are folded.
--
-- An output has the columns metric, level, subject, m (months since the first) and what the
-- list of outputs in oracle.mjs takes from it: n, part, quantiles, a category. Elapsed seconds are differences of whole
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
SELECT deployment_id, service_id, finished_at, sha, version, coalesce(kind, 'deployed') AS kind, started_at, coalesce(is_hotfix, false) AS hotfix, release_group
FROM deployments
WHERE list_contains(getvariable('production'), environment) AND outcome = 'success' AND kind IS DISTINCT FROM 'removed';

--: make deployment
CREATE TEMP TABLE deployment AS
SELECT deployment_id, service_id, finished_at, sha, started_at, hotfix, release_group FROM production WHERE kind <> 'rolledback'
--full QUALIFY row_number() OVER (PARTITION BY deployment_id ORDER BY finished_at DESC, service_id DESC) = 1
;

--: make begun
-- What a service's first recorded deployment carried began before recording did.
CREATE TEMP TABLE begun AS
SELECT service_id, min(finished_at) AS moment FROM deployment GROUP BY service_id;

--: make link
CREATE TEMP TABLE link AS
SELECT l.repo, l.change_id, l.sha, d.service_id, d.finished_at, d.deployment_id, d.rowid AS number
FROM deployment_changes l JOIN deployment d USING (deployment_id);

--: make by_sha
CREATE TEMP TABLE by_sha AS
SELECT sha, service_id, min(finished_at) AS moment, arg_min(number, finished_at) AS number
FROM (SELECT sha, service_id, finished_at, number FROM link WHERE change_id IS NULL
      UNION ALL
      SELECT sha, service_id, finished_at, rowid FROM deployment WHERE sha IS NOT NULL)
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

--: make incident
-- Rule 4. The deployment of an incident: recorded, else that of the recorded change, else
-- the latest before it within the window.
CREATE TEMP TABLE incident AS
WITH one AS (
    SELECT i.incident_id, i.service_id, coalesce(i.started_at, i.detected_at) AS started_at, i.resolved_at,
           i.caused_by_change_id, i.resolved_by_deployment_id, i.cause, i.detected_by, i.severity, d.deployment_id AS recorded
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
SELECT i.incident_id, i.service_id, i.started_at, i.resolved_at, i.resolved_by_deployment_id, i.cause, i.detected_by, i.severity,
       coalesce(i.explicit, if(date_diff('second', d.finished_at, i.started_at) <= getvariable('incident_window'), d.deployment_id, NULL)) AS deployment_id
FROM explicit i ASOF LEFT JOIN deployment d ON d.service_id = i.service_id AND d.finished_at <= i.started_at;

--: make rolledback
-- A rollback undoes the latest deployment of its service before it.
CREATE TEMP TABLE rolledback AS
SELECT r.deployment_id AS rollback_id, d.deployment_id
FROM (SELECT deployment_id, service_id, finished_at FROM production WHERE kind = 'rolledback') r
ASOF JOIN deployment d ON d.service_id = r.service_id AND d.finished_at < r.finished_at;

--: make failed
-- Rule 5.
CREATE TEMP TABLE failed AS
SELECT deployment_id FROM incident WHERE deployment_id IS NOT NULL UNION SELECT deployment_id FROM rolledback;

-- One account of what several sources say about the same thing: the finest record of a session holds, of equals the first
-- that was read.
CREATE OR REPLACE TEMP TABLE finest AS
WITH first_rows AS (SELECT source, min(rowid) AS first_row FROM requests GROUP BY source)
SELECT session_id, min_by(source, (level, coalesce(first_row, 9223372036854775807), source)) AS source
FROM (SELECT session_id, source, min(level_of(mode)) AS level FROM used WHERE session_id IS NOT NULL GROUP BY ALL)
LEFT JOIN first_rows USING (source)
GROUP BY session_id HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE left_out AS
SELECT u.source, CAST(sum(u.rows_read) AS BIGINT) AS n FROM used u JOIN finest f USING (session_id)
WHERE u.source <> f.source GROUP BY ALL;

DELETE FROM used USING finest WHERE used.session_id = finest.session_id AND used.source <> finest.source;

CREATE OR REPLACE TEMP TABLE coarse AS
SELECT source, CAST(sum(rows_read) AS BIGINT) AS n FROM used
WHERE level_of(mode) = 3 AND EXISTS (SELECT 1 FROM used WHERE level_of(mode) < 3) GROUP BY source;

DELETE FROM used WHERE level_of(mode) = 3 AND EXISTS (SELECT 1 FROM coarse);

CREATE OR REPLACE TEMP TABLE twice AS
SELECT session_id, arg_min(rowid, CASE clock WHEN 'billed' THEN 0 WHEN 'reported' THEN 1 WHEN 'estimated' THEN 2 ELSE 3 END)
    AS kept, any_value(agent) AS agent, any_value(agent_id) AS agent_id, min(started_at) AS started_at,
    any_value(outcome) AS outcome, any_value(hosting) AS hosting
FROM sessions WHERE session_id IS NOT NULL GROUP BY session_id HAVING count(*) > 1;

DELETE FROM sessions WHERE session_id IN (SELECT session_id FROM twice) AND rowid NOT IN (SELECT kept FROM twice);

UPDATE sessions SET agent = coalesce(sessions.agent, twice.agent), agent_id = coalesce(sessions.agent_id, twice.agent_id),
    started_at = coalesce(sessions.started_at, twice.started_at), outcome = coalesce(sessions.outcome, twice.outcome),
    hosting = coalesce(sessions.hosting, twice.hosting)
FROM twice WHERE sessions.session_id = twice.session_id;

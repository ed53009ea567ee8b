-- One account of what several sources say about the same thing: the finest record of a session holds.
CREATE OR REPLACE TEMP TABLE finest AS
SELECT session_id, min_by(source, (level, first_row)) AS source
FROM (SELECT session_id, source, min(level) AS level, min(rowid) AS first_row FROM requests
      WHERE session_id IS NOT NULL GROUP BY ALL)
GROUP BY session_id HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE left_out AS
SELECT r.source, count(*) AS n FROM requests r JOIN finest f USING (session_id) WHERE r.source <> f.source GROUP BY ALL;

DELETE FROM requests USING finest
WHERE requests.session_id = finest.session_id AND requests.source <> finest.source;

CREATE OR REPLACE TEMP TABLE coarse AS
SELECT source, count(*) AS n FROM requests
WHERE level = 3 AND EXISTS (SELECT 1 FROM requests WHERE level < 3) GROUP BY source;

DELETE FROM requests WHERE level = 3 AND EXISTS (SELECT 1 FROM coarse);

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

-- Sessions that only their requests name.
INSERT INTO sessions (source, session_id, agent, started_at, ended_at)
SELECT min(source), session_id, min(agent), min("at"), max("at") FROM requests
WHERE session_id IS NOT NULL AND session_id NOT IN (SELECT session_id FROM sessions WHERE session_id IS NOT NULL)
GROUP BY session_id;

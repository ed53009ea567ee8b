-- One source alone: nothing is said twice.
CREATE OR REPLACE TEMP TABLE left_out (source VARCHAR, n BIGINT);
CREATE OR REPLACE TEMP TABLE coarse (source VARCHAR, n BIGINT);

-- Sessions that only their requests name.
INSERT INTO sessions (source, session_id, agent, started_at, ended_at)
SELECT min(source), session_id, min(agent), min("at"), max("at") FROM requests
WHERE session_id IS NOT NULL AND session_id NOT IN (SELECT session_id FROM sessions WHERE session_id IS NOT NULL)
GROUP BY session_id;

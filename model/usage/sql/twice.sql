-- A session counts once, however often it is told: the record with the surest clock holds, of equals the one that began first,
-- and what it does not say is taken from the others.
CREATE OR REPLACE TEMP TABLE twice AS
SELECT session_id, arg_min(rowid, (CASE clock WHEN 'billed' THEN 0 WHEN 'reported' THEN 1 WHEN 'estimated' THEN 2 ELSE 3 END,
        coalesce(started_at, TIMESTAMP '9999-01-01'), rowid)) AS kept, any_value(agent) AS agent, any_value(agent_id) AS agent_id, min(started_at) AS started_at,
    any_value(outcome) AS outcome, any_value(hosting) AS hosting
FROM sessions WHERE session_id IS NOT NULL GROUP BY session_id HAVING count(*) > 1;

DELETE FROM sessions WHERE session_id IN (SELECT session_id FROM twice) AND rowid NOT IN (SELECT kept FROM twice);

UPDATE sessions SET agent = coalesce(sessions.agent, twice.agent), agent_id = coalesce(sessions.agent_id, twice.agent_id),
    started_at = coalesce(sessions.started_at, twice.started_at), outcome = coalesce(sessions.outcome, twice.outcome),
    hosting = coalesce(sessions.hosting, twice.hosting)
FROM twice WHERE sessions.session_id = twice.session_id;

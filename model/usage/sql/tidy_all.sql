-- Sessions that only their requests name, and the day of requests that only their session dates.
INSERT INTO sessions (source, session_id, agent, started_at, ended_at)
SELECT min(source), session_id, min(agent), min(first_at), max(last_at)
FROM used ANTI JOIN sessions USING (session_id) WHERE session_id IS NOT NULL GROUP BY session_id;

UPDATE used SET day = CAST(sessions.started_at AS DATE) FROM sessions
WHERE used.day IS NULL AND used.session_id = sessions.session_id;

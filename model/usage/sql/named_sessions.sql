-- Sessions as told, each id once (the surest clock, then the first that began), and those that only their requests name.
SELECT source, session_id, agent, agent_version, started_at, ended_at, status, active_seconds, waiting_seconds,
    pauses_over_5_minutes, pauses_over_1_hour, outcome, list_usd, billed_usd, hosting, clock, agent_id
FROM (SELECT *, row_number() OVER (PARTITION BY session_id ORDER BY
    CASE clock WHEN 'billed' THEN 0 WHEN 'reported' THEN 1 WHEN 'estimated' THEN 2 ELSE 3 END, started_at) AS place FROM told_sessions) AS told
WHERE place = 1 OR session_id IS NULL
UNION ALL
SELECT min(source), session_id, min(agent), CAST(NULL AS VARCHAR), min(first_at), max(last_at), CAST(NULL AS VARCHAR),
    CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS VARCHAR),
    CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR)
FROM counted WHERE session_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM told_sessions t WHERE t.session_id = counted.session_id)
GROUP BY session_id

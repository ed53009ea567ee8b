-- The sessions that cost most, and of them those far beyond their agent's own 99th percentile.
WITH tail AS (
    SELECT agent, quantile_cont(known_usd, 0.99) AS p99, count(*) AS n FROM spent WHERE is_session GROUP BY agent
)
SELECT session_id, spent.agent, started_at, main_model AS model, known_usd AS list_usd, reported_usd, active_seconds,
    n >= 20 AND known_usd > 3 * p99 AS look_at
FROM spent JOIN tail USING (agent)
WHERE is_session AND known_usd IS NOT NULL
QUALIFY look_at OR row_number() OVER (ORDER BY known_usd DESC, session_id) <= $most
ORDER BY known_usd DESC, session_id LIMIT 100;

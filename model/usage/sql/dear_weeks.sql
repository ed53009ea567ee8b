-- The sessions of every agent and week that cost most: what a week of an agent's bill is made of.
WITH tail AS (
    SELECT agent, quantile_cont(known_usd, 0.99) AS p99, count(*) AS n FROM spent WHERE is_session GROUP BY agent
)
SELECT CAST(date_trunc('week', started_at) AS DATE) AS week, session_id, spent.agent, started_at, main_model AS model, known_usd AS list_usd, reported_usd,
    active_seconds, n >= 20 AND known_usd > 3 * p99 AS look_at
FROM spent JOIN tail USING (agent)
WHERE is_session AND known_usd IS NOT NULL AND started_at IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY spent.agent, week ORDER BY known_usd DESC, session_id) <= $most
ORDER BY spent.agent, week, known_usd DESC, session_id;

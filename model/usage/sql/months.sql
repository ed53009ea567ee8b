-- List cost by agent and calendar month (UTC), the cache's kinds together: what a month's forecast is held against.
SELECT agent, CAST(date_trunc('month', started_at) AS DATE) AS month, CAST(count(*) FILTER (WHERE is_session) AS BIGINT) AS sessions,
    sum(fresh_usd) AS "tokens.input", sum(output_usd) AS "tokens.output", sum(cache_usd) AS "tokens.cache",
    sum(runtime_usd) AS runtime, sum(search_usd) AS searches, sum(known_usd) AS usd,
    CAST(count(*) FILTER (WHERE NOT is_whole) AS BIGINT) AS floors
FROM spent WHERE started_at IS NOT NULL GROUP BY agent, month ORDER BY month, agent;

-- Sums by agent and week (Monday, UTC): what changes from week to week, and the sums, squares and cross products that
-- ranges of means are made of.
SELECT agent, week, CAST(count(*) AS BIGINT) AS sessions, sum(known_usd) AS usd,
    sum(coalesce(fresh, 0) + coalesce(cache_read, 0) + coalesce(write_5m, 0) + coalesce(write_1h, 0)
        + coalesce(unsplit, 0) + coalesce(output, 0))::DOUBLE AS tokens,
    CAST(min(started_at) AS DATE) AS first_day, CAST(max(started_at) AS DATE) AS last_day
FROM spent WHERE week IS NOT NULL AND is_session GROUP BY agent, week ORDER BY agent, week;

-- Sessions, their list cost and their tokens by agent and day (UTC): what changes from week to week is made of these.
SELECT agent, CAST(started_at AS DATE) AS day, count(*) AS sessions, sum(known_usd) AS usd,
    CAST(sum(coalesce(fresh, 0) + coalesce(cache_read, 0) + coalesce(write_5m, 0) + coalesce(write_1h, 0)
        + coalesce(unsplit, 0) + coalesce(output, 0)) AS DOUBLE) AS tokens
FROM spent WHERE started_at IS NOT NULL AND is_session GROUP BY agent, CAST(started_at AS DATE) ORDER BY agent, day

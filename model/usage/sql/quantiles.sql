-- What a session costs by agent, and of all agents together (agent NULL), by the interpolating rule.
SELECT agent, quantile_cont(known_usd, 0.5) AS p50, quantile_cont(known_usd, 0.9) AS p90, quantile_cont(known_usd, 0.99) AS p99,
    max(known_usd) AS most
FROM spent WHERE is_session GROUP BY GROUPING SETS ((agent), ())

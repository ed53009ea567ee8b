-- What sources say of their sessions beside what we compute, where both are known and nothing of ours is missing.
SELECT source, count(*) AS sessions, sum(reported_usd) AS reported_usd, sum(known_usd) AS known_usd, sum(more_usd) AS more_usd
FROM spent WHERE is_session AND is_whole AND reported_usd IS NOT NULL AND known_usd IS NOT NULL
GROUP BY source HAVING sum(reported_usd) > 0 AND sum(known_usd) > 0 ORDER BY source

-- The tail of session costs: sixteen buckets to a factor e, with count and sum; zeros apart (bucket NULL).
SELECT agent, CAST(CASE WHEN known_usd > 0 THEN floor(ln(known_usd) * 16) END AS INTEGER) AS bucket,
    CAST(count(*) AS BIGINT) AS sessions, sum(known_usd) AS usd,
    CAST(count(*) FILTER (WHERE outcome = 'reached') AS BIGINT) AS reached,
    CAST(count(*) FILTER (WHERE outcome IS NOT NULL) AS BIGINT) AS judged
FROM spent WHERE is_session AND known_usd IS NOT NULL GROUP BY ALL ORDER BY agent, bucket NULLS FIRST;

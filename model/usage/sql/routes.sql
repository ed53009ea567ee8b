-- Sessions by agent and the model that most of their money went to.
SELECT agent, main_model AS model, CAST(count(*) FILTER (WHERE is_session) AS BIGINT) AS sessions,
    CAST(count(*) FILTER (WHERE outcome = 'reached') AS BIGINT) AS reached,
    CAST(count(*) FILTER (WHERE outcome IS NOT NULL) AS BIGINT) AS judged, sum(known_usd) AS list_usd
FROM spent WHERE main_model IS NOT NULL GROUP BY agent, main_model ORDER BY agent, list_usd DESC NULLS LAST, model;

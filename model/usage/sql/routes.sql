-- Sessions by agent and the model that most of their money went to.
SELECT agent, main_model AS model, count(CASE WHEN is_session THEN 1 END) AS sessions,
    count(CASE WHEN outcome = 'reached' THEN 1 END) AS reached, count(outcome) AS judged, sum(known_usd) AS list_usd
FROM spent WHERE main_model IS NOT NULL GROUP BY agent, main_model ORDER BY agent, list_usd DESC NULLS LAST, model

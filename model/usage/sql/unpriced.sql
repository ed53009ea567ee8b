-- The models that the book has no price for, by agent, with how many records each has.
SELECT coalesce(s.agent, u.loose_agent) AS agent, u.model, CAST(sum(u.unpriced) AS BIGINT) AS records
FROM use_costs u LEFT JOIN spent s ON s.session_id = u.session_id
WHERE u.unpriced > 0 GROUP BY 1, 2 ORDER BY agent, records DESC, model

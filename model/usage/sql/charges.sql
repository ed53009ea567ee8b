-- A bill by agent and axis. Purchases of commitments, taxes, credits and corrections keep to themselves.
SELECT coalesce(s.agent, c.agent, $nobody) AS agent, c.source, c.service, coalesce(c.axis, 'other') AS axis, c.category,
    c.token_kind, c.unit, c.description, sum(c.quantity) AS quantity, sum(c.list_usd) AS list_usd,
    sum(c.billed_usd) AS billed_usd, sum(c.effective_usd) AS effective_usd, CAST(count(*) AS BIGINT) AS lines,
    CAST(count(*) FILTER (WHERE c.list_usd IS NULL) AS BIGINT) AS no_list, min(c.starts_at) AS starts_at,
    max(c.ends_at) AS ends_at
FROM charges c LEFT JOIN (SELECT agent_id, any_value(agent) AS agent FROM sessions WHERE agent_id IS NOT NULL GROUP BY agent_id) s
    ON s.agent_id = c.agent
GROUP BY ALL ORDER BY agent, list_usd DESC NULLS LAST, axis;

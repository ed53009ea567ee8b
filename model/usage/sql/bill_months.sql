-- A bill at list prices by agent, calendar month (UTC) and line, with its days: months whose sessions are gone.
SELECT coalesce(s.agent, c.agent) AS agent, CAST(date_trunc('month', c.starts_at) AS DATE) AS month,
    CASE WHEN axis IN ('runtime', 'searches') THEN axis WHEN token_kind LIKE '%cache%' AND token_kind NOT LIKE '%uncached%' THEN 'tokens.cache'
        WHEN token_kind LIKE '%output%' THEN 'tokens.output' WHEN token_kind IS NOT NULL THEN 'tokens.input' END AS line,
    sum(c.list_usd) AS usd, CAST(min(c.starts_at) AS DATE) AS first_day,
    CAST(max(coalesce(c.ends_at - INTERVAL 1 SECOND, c.starts_at)) AS DATE) AS last_day
FROM charges c LEFT JOIN (SELECT agent_id, any_value(agent) AS agent FROM sessions WHERE agent_id IS NOT NULL GROUP BY agent_id) s
    ON s.agent_id = c.agent
WHERE c.agent IS NOT NULL AND c.list_usd IS NOT NULL AND c.starts_at IS NOT NULL
    AND (axis IN ('runtime', 'searches') OR axis = 'tokens' AND token_kind IS NOT NULL)
GROUP BY ALL ORDER BY month, agent, line;

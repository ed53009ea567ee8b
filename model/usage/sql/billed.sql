-- A bill by month, agent and axis beside what the sessions that began within the bill's days cost at list prices.
-- Where no line of the bill names an agent, everything of Claude's is compared together.
WITH named AS (SELECT bool_or(agent IS NOT NULL) AS by_agent, min(starts_at) AS first_at,
        max(coalesce(ends_at, starts_at + INTERVAL 1 DAY)) AS last_at
    FROM charges WHERE axis IS DISTINCT FROM 'infrastructure'
), agents AS (SELECT agent_id, any_value(agent) AS agent FROM sessions WHERE agent_id IS NOT NULL GROUP BY agent_id
), bill AS (
    SELECT CAST(date_trunc('month', c.starts_at) AS DATE) AS month,
        CASE WHEN by_agent THEN coalesce(a.agent, c.agent) ELSE '' END AS agent, coalesce(c.axis, 'other') AS axis,
        sum(c.list_usd) AS list_usd, sum(c.billed_usd) AS billed_usd,
        sum(c.billed_usd) FILTER (WHERE c.list_usd IS NOT NULL) AS billed_of_list_usd,
        sum(c.list_usd) FILTER (WHERE c.billed_usd IS NOT NULL) AS list_of_billed_usd
    FROM charges c CROSS JOIN named LEFT JOIN agents a ON a.agent_id = c.agent
    WHERE c.axis IS DISTINCT FROM 'infrastructure' GROUP BY ALL
), used AS (
    SELECT CAST(date_trunc('month', started_at) AS DATE) AS month, CASE WHEN by_agent THEN agent ELSE '' END AS agent,
        unnest(['tokens', 'runtime', 'searches']) AS axis,
        unnest([coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0), coalesce(runtime_usd, 0),
            coalesce(search_usd, 0)]) AS usd
    FROM spent CROSS JOIN named
    WHERE started_at >= coalesce(first_at, started_at) AND started_at < coalesce(last_at, started_at + INTERVAL 1 DAY)
), computed AS (SELECT month, agent, axis, sum(usd) AS computed_usd FROM used GROUP BY ALL HAVING sum(usd) > 0)
SELECT coalesce(b.month, u.month) AS month, coalesce(b.agent, u.agent) AS agent, coalesce(b.axis, u.axis) AS axis,
    u.computed_usd, b.list_usd, b.billed_usd, b.list_of_billed_usd, b.billed_of_list_usd, b.axis IS NOT NULL AS on_bill
FROM bill b FULL OUTER JOIN computed u ON u.month = b.month AND u.agent = b.agent AND u.axis = b.axis
ORDER BY month, agent NULLS LAST, computed_usd DESC NULLS LAST, axis;

-- Tokens' list cost and prompt tokens by agent and model, in the window.
SELECT s.agent, u.model, sum(coalesce(u.fresh_usd, 0) + coalesce(u.output_usd, 0) + coalesce(u.cache_usd, 0)) AS usd,
    sum(coalesce(u.fresh, 0) + coalesce(u.cache_read, 0) + coalesce(u.write_5m, 0) + coalesce(u.write_1h, 0)
        + coalesce(u.unsplit, 0))::DOUBLE AS prompt,
    CAST(sum(u.unpriced) AS BIGINT) AS unpriced, any_value(u.why) AS why,
    bool_and(is_fast(u.mode)) AS all_fast, bool_or(is_fast(u.mode)) AS any_fast,
    bool_and(is_us(u.mode)) AS all_us, bool_or(is_us(u.mode)) AS any_us, bool_or(is_batch(u.mode)) AS any_batch
FROM use_costs u JOIN spent s USING (session_id)
WHERE u.model IS NOT NULL AND s.is_session AND s.status IS DISTINCT FROM 'failed'
    AND ($first IS NULL OR s.week BETWEEN $first AND $last)
GROUP BY ALL ORDER BY s.agent, usd DESC, u.model;

-- Tokens' list cost and prompt tokens by agent and model, in the window.
SELECT s.agent, u.model, sum(coalesce(u.fresh_usd, 0) + coalesce(u.output_usd, 0) + coalesce(u.cache_usd, 0)) AS usd,
    CAST(sum(coalesce(u.fresh, 0) + coalesce(u.cache_read, 0) + coalesce(u.write_5m, 0) + coalesce(u.write_1h, 0)
        + coalesce(u.unsplit, 0)) AS DOUBLE) AS prompt,
    CAST(sum(u.unpriced) AS BIGINT) AS unpriced, min(u.why) AS why,
    min(CASE WHEN is_fast(u.mode) THEN 1 ELSE 0 END) AS all_fast, max(CASE WHEN is_fast(u.mode) THEN 1 ELSE 0 END) AS any_fast,
    min(CASE WHEN is_us(u.mode) THEN 1 ELSE 0 END) AS all_us, max(CASE WHEN is_us(u.mode) THEN 1 ELSE 0 END) AS any_us,
    max(CASE WHEN is_batch(u.mode) THEN 1 ELSE 0 END) AS any_batch
FROM use_costs u JOIN spent s ON s.session_id = u.session_id
WHERE u.model IS NOT NULL AND s.is_session AND s.status IS DISTINCT FROM 'failed'
    AND ($first IS NULL OR CAST(s.started_at AS DATE) BETWEEN $first AND $last)
GROUP BY s.agent, u.model ORDER BY s.agent, usd DESC, u.model

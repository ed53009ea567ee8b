-- What the sessions in doubt are made of: tokens by all that decides a price, for those whose own amount differs.
-- `may_be_long`: a sum over requests of which some may have been above the model's tier.
WITH doubted AS (
    SELECT session_id, started_at, ended_at, hosting FROM spent
    WHERE is_session AND reported_usd IS NOT NULL AND known_usd IS NOT NULL
        AND abs(reported_usd - round(known_usd, 2)) > $within
), asked AS (
    SELECT r.*, d.hosting, coalesce(CAST(coalesce(r."at", d.started_at) AS DATE), $as_of) AS day,
        coalesce(CAST(coalesce(d.ended_at, r."at", d.started_at) AS DATE), $as_of) AS last_day,
        coalesce(fresh_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_5m_tokens, 0)
            + coalesce(cache_write_1h_tokens, 0) + coalesce(cache_write_tokens, 0) AS prompt
    FROM requests r JOIN doubted d USING (session_id) WHERE NOT coalesce(r.failed, false)
)
SELECT a.session_id, a.model, a.day, a.last_day, a.speed, a.region, a.batch, a.hosting,
    coalesce(a.level > 0 AND a.prompt > p.above_tokens, false) AS may_be_long,
    coalesce(a.level = 0 AND a.prompt > p.above_tokens, false) AS is_long,
    sum(coalesce(fresh_tokens, 0))::DOUBLE AS fresh, sum(coalesce(cache_read_tokens, 0))::DOUBLE AS "read",
    sum(coalesce(cache_write_5m_tokens, 0))::DOUBLE AS write_5m, sum(coalesce(cache_write_1h_tokens, 0))::DOUBLE AS write_1h,
    sum(coalesce(cache_write_tokens, 0))::DOUBLE AS unsplit, sum(coalesce(output_tokens, 0))::DOUBLE AS output
FROM asked a LEFT JOIN prices p ON p.model = a.model AND p.day = a.day
GROUP BY ALL ORDER BY a.session_id, a.model, a.day;

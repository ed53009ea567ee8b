-- What the sessions in doubt are made of: tokens by all that decides a price, for those whose own amount differs.
-- `may_be_long`: a sum over requests of which some may have been above the model's tier.
WITH doubted AS (
    SELECT session_id, started_at, ended_at, hosting FROM spent
    WHERE is_session AND reported_usd IS NOT NULL AND known_usd IS NOT NULL
        AND abs(reported_usd - round(known_usd, 2)) > $within
), made AS (
    SELECT u.*, d.hosting, coalesce(u.day, $as_of) AS priced_day,
        coalesce(CAST(d.ended_at AS DATE), u.day, $as_of) AS last_day
    FROM used u JOIN doubted d USING (session_id) WHERE u.rows_read > u.failed
)
SELECT m.session_id, m.model, m.priced_day AS day, m.last_day,
    CASE m.mode % 3 WHEN 0 THEN 'standard' WHEN 1 THEN 'fast' END AS speed,
    CASE m.mode // 3 % 3 WHEN 0 THEN 'other' WHEN 1 THEN 'us' END AS region,
    CASE m.mode // 9 % 3 WHEN 0 THEN false WHEN 1 THEN true END AS batch, m.hosting,
    coalesce(level_of(m.mode) > 0 AND m.beyond >= p.above_tokens, false) AS may_be_long,
    coalesce(level_of(m.mode) = 0 AND m.beyond >= p.above_tokens, false) AS is_long,
    sum(coalesce(m.fresh, 0))::DOUBLE AS fresh, sum(coalesce(m."read", 0))::DOUBLE AS "read",
    sum(coalesce(m.write_5m, 0))::DOUBLE AS write_5m, sum(coalesce(m.write_1h, 0))::DOUBLE AS write_1h,
    sum(coalesce(m.unsplit, 0))::DOUBLE AS unsplit, sum(coalesce(m.output, 0))::DOUBLE AS output
FROM made m LEFT JOIN prices p ON p.model = m.model AND p.day = m.priced_day
GROUP BY ALL ORDER BY m.session_id, m.model, day;

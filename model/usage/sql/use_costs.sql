-- List cost of what was used.
-- Money: tokens x US dollars a million tokens x factors (fast, US, Batch). Long prompts of one request have their own
-- price. A cost that is not known is NULL; *_more is what it can be more, and what nothing bounds is counted.
WITH priced AS (
    SELECT u.*, p.id AS model_id, p.number, p.why, p.input, p.above_input / p.input AS longer,
        NOT is_sum(u.mode) AND u.beyond >= p.above_tokens AS is_long,
        coalesce(is_sum(u.mode) AND u.beyond >= p.above_tokens, false) AS may_be_long,
        (CASE WHEN is_fast(u.mode) OR p.is_fast THEN p.fast ELSE 1.0 END) * (CASE WHEN is_us(u.mode) THEN p.us ELSE 1.0 END)
            * (CASE WHEN is_batch(u.mode) THEN p.batch ELSE 1.0 END) / 1000000.0 AS factor,
        p.above_input, p.output AS p_output, p.above_output, p.cache_read AS p_read, p.above_cache_read,
        p.cache_write_5m AS p_5m, p.above_cache_write_5m, p.cache_write_1h AS p_1h, p.above_cache_write_1h, rates.search AS c_search
    FROM used u LEFT JOIN prices p ON p.model = u.model AND p.day = coalesce(u.day, $as_of)
    LEFT JOIN rates ON rates.day = coalesce(u.day, $as_of)
), rated AS (
    SELECT *, CASE WHEN is_long THEN above_input ELSE input END * factor AS c_fresh,
        CASE WHEN is_long THEN above_output ELSE p_output END * factor AS c_output,
        CASE WHEN is_long THEN above_cache_read ELSE p_read END * factor AS c_read,
        CASE WHEN is_long THEN above_cache_write_5m ELSE p_5m END * factor AS c_5m,
        CASE WHEN is_long THEN above_cache_write_1h ELSE p_1h END * factor AS c_1h
    FROM priced
)
SELECT session_id, CASE WHEN session_id IS NULL THEN coalesce(agent, $nobody) END AS loose_agent,
    CASE WHEN session_id IS NULL THEN day END AS loose_day, coalesce(model_id, model) AS model, number, why, mode, rows_read,
    failed, requests, fresh, "read" AS cache_read, write_5m, write_1h, unsplit, output, searches, no_output,
    no_fresh, no_searches, floors, fresh * c_fresh AS fresh_usd,
    output * c_output AS output_usd, CASE WHEN coalesce("read", write_5m, write_1h, unsplit) IS NOT NULL THEN coalesce("read", 0) * c_read
        + coalesce(write_5m, 0) * c_5m + coalesce(write_1h, 0) * c_1h + coalesce(unsplit, 0) * c_5m END AS cache_usd,
    searches * c_search AS search_usd, coalesce(unsplit, 0) * (c_1h - c_5m) AS unsplit_more_usd,
    CASE WHEN may_be_long THEN (coalesce(fresh, 0) * c_fresh + coalesce(output, 0) * c_output + coalesce("read", 0) * c_read
        + coalesce(write_5m, 0) * c_5m + coalesce(write_1h, 0) * c_1h) * (longer - 1.0) END AS long_more_usd,
    CASE WHEN input IS NULL OR factor IS NULL THEN rows_read - failed ELSE 0 END AS unpriced
FROM rated

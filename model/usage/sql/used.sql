-- The one pass over the requests: use by session, model, day and by what else decides a price, packed into one small
-- number (mode), since every further key costs as much as the whole of a bare group-by. `beyond`: the longest prompt
-- above which the book has another price for any of these models; a request's own prompt is known only here.
SELECT source, session_id, agent, model, CAST("at" AS DATE) AS day, mode_of(speed, region, batch, level) AS mode,
    prompt_beyond(coalesce(fresh_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_5m_tokens, 0)
        + coalesce(cache_write_1h_tokens, 0) + coalesce(cache_write_tokens, 0)) AS beyond,
    count(*) AS rows_read, count(CASE WHEN failed THEN 1 END) AS failed, min("at") AS first_at, max("at") AS last_at,
    CASE WHEN count(CASE WHEN stands_for IS NULL AND NOT failed THEN 1 END) = 0 THEN CAST(sum(stands_for) AS BIGINT) END
        AS requests,
    CAST(sum(fresh_tokens) AS BIGINT) AS fresh, CAST(sum(cache_read_tokens) AS BIGINT) AS "read",
    CAST(sum(cache_write_5m_tokens) AS BIGINT) AS write_5m, CAST(sum(cache_write_1h_tokens) AS BIGINT) AS write_1h,
    CAST(sum(cache_write_tokens) AS BIGINT) AS unsplit, CAST(sum(output_tokens) AS BIGINT) AS output,
    CAST(sum(searches) AS BIGINT) AS searches,
    count(CASE WHEN output_tokens IS NULL AND NOT failed THEN 1 END) AS no_output,
    count(CASE WHEN fresh_tokens IS NULL AND NOT failed THEN 1 END) AS no_fresh,
    count(CASE WHEN searches IS NULL AND NOT failed AND part = 0 THEN 1 END) AS no_searches,
    count(CASE WHEN floor AND NOT failed THEN 1 END) AS floors
FROM asked GROUP BY 1, 2, 3, 4, 5, 6, 7

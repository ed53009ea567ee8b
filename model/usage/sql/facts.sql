-- What every answer is made of: use and list cost by session and model, from one pass over the requests.
-- Money: tokens x US dollars a million tokens x factors (fast, US, Batch). Long prompts of one request have their own
-- price. A cost that is not known is NULL; *_high is the most it can be, NULL where nothing bounds it.
CREATE OR REPLACE TABLE use_by_model AS
WITH asked AS (
    SELECT r.*, coalesce(CAST(coalesce(r."at", s.started_at) AS DATE), $as_of) AS day,
        CASE WHEN r.session_id IS NULL THEN coalesce(r.agent, $nobody) END AS loose_agent,
        CASE WHEN r.session_id IS NULL THEN CAST(r."at" AS DATE) END AS loose_day,
        coalesce(fresh_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_5m_tokens, 0)
            + coalesce(cache_write_1h_tokens, 0) + coalesce(cache_write_tokens, 0) AS prompt
    FROM requests r LEFT JOIN sessions s USING (session_id)
), priced AS (
    SELECT asked.*, p.id AS model_id, p.why,
        p.input IS NOT NULL AS has_price,
        asked.level = 0 AND p.above_tokens IS NOT NULL AND prompt > p.above_tokens AS is_long,
        coalesce(asked.level > 0 AND prompt > p.above_tokens, false) AS may_be_long,
        (CASE WHEN asked.speed = 'fast' OR p.is_fast THEN p.fast ELSE 1.0 END)
            * (CASE WHEN asked.region = 'us' THEN p.us ELSE 1.0 END)
            * (CASE WHEN asked.batch THEN p.batch ELSE 1.0 END) / 1e6 AS factor,
        p.* EXCLUDE (model, day, id, why)
    FROM asked LEFT JOIN prices p ON p.model = asked.model AND p.day = asked.day
), costed AS (
    SELECT *, CASE WHEN is_long THEN above_input ELSE input END * factor AS c_fresh,
        CASE WHEN is_long THEN above_output ELSE output END * factor AS c_output,
        CASE WHEN is_long THEN above_cache_read ELSE cache_read END * factor AS c_read,
        CASE WHEN is_long THEN above_cache_write_5m ELSE cache_write_5m END * factor AS c_5m,
        CASE WHEN is_long THEN above_cache_write_1h ELSE cache_write_1h END * factor AS c_1h,
        above_input / input AS longer
    FROM priced
)
SELECT session_id, loose_agent, loose_day, coalesce(model_id, model) AS model, any_value(why) AS why,
    CAST(CASE WHEN bool_or(stands_for IS NULL AND NOT failed) THEN NULL ELSE sum(stands_for) END AS BIGINT) AS requests,
    CAST(count(*) FILTER (WHERE failed) AS BIGINT) AS failed, CAST(count(*) AS BIGINT) AS rows_read,
    CAST(sum(fresh_tokens) AS BIGINT) AS fresh, CAST(sum(cache_read_tokens) AS BIGINT) AS cache_read,
    CAST(sum(cache_write_5m_tokens) AS BIGINT) AS write_5m, CAST(sum(cache_write_1h_tokens) AS BIGINT) AS write_1h,
    CAST(sum(cache_write_tokens) AS BIGINT) AS unsplit, CAST(sum(output_tokens) AS BIGINT) AS output,
    CAST(sum(searches) AS BIGINT) AS searches,
    sum(fresh_tokens * c_fresh) AS fresh_usd, sum(output_tokens * c_output) AS output_usd,
    sum(cache_read_tokens * c_read + coalesce(cache_write_5m_tokens, 0) * c_5m + coalesce(cache_write_1h_tokens, 0) * c_1h
        + coalesce(cache_write_tokens, 0) * c_5m) AS cache_usd,
    sum(searches * rates.search) AS search_usd,
    sum(coalesce(cache_write_tokens, 0) * (c_1h - c_5m)) AS unsplit_more_usd,
    sum(CASE WHEN may_be_long THEN (coalesce(fresh_tokens, 0) * c_fresh + coalesce(output_tokens, 0) * c_output
        + coalesce(cache_read_tokens, 0) * c_read + coalesce(cache_write_5m_tokens, 0) * c_5m
        + coalesce(cache_write_1h_tokens, 0) * c_1h) * (longer - 1.0) END) AS long_more_usd,
    CAST(count(*) FILTER (WHERE NOT failed AND NOT coalesce(has_price AND factor IS NOT NULL, false)) AS BIGINT) AS unpriced,
    CAST(count(*) FILTER (WHERE NOT failed AND output_tokens IS NULL) AS BIGINT) AS no_output,
    CAST(count(*) FILTER (WHERE NOT failed AND fresh_tokens IS NULL) AS BIGINT) AS no_fresh,
    CAST(count(*) FILTER (WHERE NOT failed AND searches IS NULL AND part = 0) AS BIGINT) AS no_searches,
    CAST(count(*) FILTER (WHERE floor) AS BIGINT) AS floors, sum(usd) AS source_usd,
    bool_or(speed = 'fast') AS any_fast, bool_or(region = 'us') AS any_us, bool_or(batch) AS any_batch
FROM costed LEFT JOIN rates ON rates.day = costed.day
GROUP BY session_id, loose_agent, loose_day, coalesce(model_id, model);

-- One row a session, and one an agent and day for requests without a session.
CREATE OR REPLACE TABLE use_by_session AS
WITH summed AS (
    SELECT session_id, loose_agent, loose_day,
        CASE WHEN bool_or(requests IS NULL AND rows_read > failed) THEN NULL ELSE CAST(sum(requests) AS BIGINT) END AS requests,
        CAST(sum(fresh) AS BIGINT) AS fresh, CAST(sum(cache_read) AS BIGINT) AS cache_read,
        CAST(sum(write_5m) AS BIGINT) AS write_5m, CAST(sum(write_1h) AS BIGINT) AS write_1h,
        CAST(sum(unsplit) AS BIGINT) AS unsplit, CAST(sum(output) AS BIGINT) AS output,
        CAST(sum(searches) AS BIGINT) AS searches, sum(fresh_usd) AS fresh_usd, sum(output_usd) AS output_usd,
        sum(cache_usd) AS cache_usd, sum(search_usd) AS search_usd, sum(unsplit_more_usd) AS unsplit_more_usd,
        sum(long_more_usd) AS long_more_usd, CAST(sum(unpriced) AS BIGINT) AS unpriced,
        CAST(sum(no_output) AS BIGINT) AS no_output, CAST(sum(no_fresh) AS BIGINT) AS no_fresh,
        CAST(sum(no_searches) AS BIGINT) AS no_searches, CAST(sum(floors) AS BIGINT) AS floors,
        CAST(sum(failed) AS BIGINT) AS failed, CAST(sum(rows_read) AS BIGINT) AS rows_read, sum(source_usd) AS source_usd,
        max_by(model, coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0)) AS main_model
    FROM use_by_model GROUP BY ALL
)
SELECT s.source, coalesce(s.session_id, u.session_id) AS session_id,
    coalesce(s.agent, s.agent_id, u.loose_agent, $nobody) AS agent, s.agent_version,
    coalesce(s.started_at, CAST(u.loose_day AS TIMESTAMP)) AS started_at, s.ended_at, s.status, s.outcome, s.hosting,
    s.clock, s.active_seconds, s.waiting_seconds, s.pauses_over_5_minutes, s.pauses_over_1_hour,
    s.list_usd AS reported_usd, s.billed_usd, s.session_id IS NOT NULL AS is_session,
    u.* EXCLUDE (session_id, loose_agent, loose_day),
    CASE s.hosting WHEN 'managed' THEN s.active_seconds * rates.managed
        WHEN 'managed-own-sandboxes' THEN s.active_seconds * rates.own_sandboxes ELSE 0.0 END AS runtime_usd,
    s.hosting IN ('managed', 'managed-own-sandboxes') AND s.active_seconds IS NULL AS no_runtime
FROM sessions s FULL OUTER JOIN summed u ON u.session_id = s.session_id
LEFT JOIN rates ON rates.day = coalesce(CAST(s.started_at AS DATE), $as_of);

-- The list cost of a session: the known part, whether that is all of it, and the most it can be.
CREATE OR REPLACE TABLE spent AS
SELECT *, CASE WHEN coalesce(fresh_usd, output_usd, cache_usd, search_usd, nullif(runtime_usd, 0.0)) IS NULL
        AND coalesce(failed, 0) = 0 AND status IS DISTINCT FROM 'failed' THEN NULL
        ELSE coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0) + coalesce(search_usd, 0)
            + coalesce(runtime_usd, 0) END AS known_usd,
    coalesce(unpriced, 0) = 0 AND coalesce(no_output, 0) = 0 AND coalesce(no_fresh, 0) = 0 AND NOT coalesce(no_runtime, false)
        AND coalesce(floors, 0) = 0 AS is_whole,
    coalesce(unsplit_more_usd, 0) + coalesce(long_more_usd, 0) AS more_usd,
    CAST(date_trunc('week', started_at) AS DATE) AS week
FROM use_by_session;

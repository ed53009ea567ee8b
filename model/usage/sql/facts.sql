-- What every answer is made of: list cost by session, from the sums in `used`.
-- Money: tokens x US dollars a million tokens x factors (fast, US, Batch). Long prompts of one request have their own
-- price. A cost that is not known is NULL; *_more is what it can be more, and what nothing bounds is counted.
CREATE OR REPLACE TABLE use_costs AS
WITH rated AS (
    SELECT u.*, p.id AS model_id, p.number, p.why, level_of(mode) = 0 AND beyond >= p.above_tokens AS is_long,
        coalesce(level_of(mode) > 0 AND beyond >= p.above_tokens, false) AS may_be_long,
        (CASE WHEN is_fast(mode) OR p.is_fast THEN p.fast ELSE 1.0 END) * (CASE WHEN is_us(mode) THEN p.us ELSE 1.0 END)
            * (CASE WHEN is_batch(mode) THEN p.batch ELSE 1.0 END) / 1e6 AS factor,
        p.input, p.above_input / p.input AS longer,
        CASE WHEN is_long THEN p.above_input ELSE p.input END * factor AS c_fresh,
        CASE WHEN is_long THEN p.above_output ELSE p.output END * factor AS c_output,
        CASE WHEN is_long THEN p.above_cache_read ELSE p.cache_read END * factor AS c_read,
        CASE WHEN is_long THEN p.above_cache_write_5m ELSE p.cache_write_5m END * factor AS c_5m,
        CASE WHEN is_long THEN p.above_cache_write_1h ELSE p.cache_write_1h END * factor AS c_1h,
        rates.search AS c_search
    FROM used u LEFT JOIN prices p ON p.model = u.model AND p.day = coalesce(u.day, $as_of)
    LEFT JOIN rates ON rates.day = coalesce(u.day, $as_of)
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
FROM rated;

-- One row a session, and one an agent and day for requests without a session: the known part of the list cost, whether
-- that is all of it, and how much more it can be.
CREATE OR REPLACE TABLE spent AS
WITH summed AS (
    SELECT session_id, loose_agent, loose_day,
        CASE WHEN count(CASE WHEN requests IS NULL AND rows_read > failed THEN 1 END) = 0 THEN CAST(sum(requests) AS BIGINT) END
            AS requests,
        CAST(sum(fresh) AS BIGINT) AS fresh, CAST(sum(cache_read) AS BIGINT) AS cache_read,
        CAST(sum(write_5m) AS BIGINT) AS write_5m, CAST(sum(write_1h) AS BIGINT) AS write_1h,
        CAST(sum(unsplit) AS BIGINT) AS unsplit, CAST(sum(output) AS BIGINT) AS output,
        CAST(sum(searches) AS BIGINT) AS searches, sum(fresh_usd) AS fresh_usd, sum(output_usd) AS output_usd,
        sum(cache_usd) AS cache_usd, sum(search_usd) AS search_usd, sum(unsplit_more_usd) AS unsplit_more_usd,
        sum(long_more_usd) AS long_more_usd, CAST(sum(unpriced) AS BIGINT) AS unpriced,
        CAST(sum(no_output) AS BIGINT) AS no_output, CAST(sum(no_fresh) AS BIGINT) AS no_fresh,
        CAST(sum(no_searches) AS BIGINT) AS no_searches, CAST(sum(floors) AS BIGINT) AS floors,
        CAST(sum(failed) AS BIGINT) AS failed, CAST(sum(rows_read) AS BIGINT) AS rows_read,
        max_by(number, coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0)) AS main_number,
        count(*) > 2 AND min(number) <> max(number) AS is_mixed
    FROM use_costs GROUP BY ALL
), told AS (
    SELECT s.source, coalesce(s.session_id, u.session_id) AS session_id,
        coalesce(s.agent, s.agent_id, u.loose_agent, $nobody) AS agent, s.agent_version,
        coalesce(s.started_at, CAST(u.loose_day AS TIMESTAMP)) AS started_at, s.ended_at, s.status, s.outcome, s.hosting,
        s.clock, s.active_seconds, s.waiting_seconds, s.pauses_over_5_minutes, s.pauses_over_1_hour,
        s.list_usd AS reported_usd, s.billed_usd, s.session_id IS NOT NULL AS is_session,
        u.* EXCLUDE (session_id, loose_agent, loose_day, main_number), m.id AS main_model,
        CASE s.hosting WHEN 'managed' THEN s.active_seconds * rates.managed
            WHEN 'managed-own-sandboxes' THEN s.active_seconds * rates.own_sandboxes ELSE 0.0 END AS runtime_usd,
        s.hosting IN ('managed', 'managed-own-sandboxes') AND s.active_seconds IS NULL AS no_runtime
    FROM sessions s FULL OUTER JOIN summed u ON u.session_id = s.session_id
    LEFT JOIN (SELECT DISTINCT number, id FROM prices) m ON m.number = u.main_number
    LEFT JOIN rates ON rates.day = coalesce(CAST(s.started_at AS DATE), $as_of)
)
SELECT *, CASE WHEN coalesce(fresh_usd, output_usd, cache_usd, search_usd, nullif(runtime_usd, 0.0)) IS NULL
        AND coalesce(failed, 0) = 0 AND status IS DISTINCT FROM 'failed' THEN NULL
        ELSE coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0) + coalesce(search_usd, 0)
            + coalesce(runtime_usd, 0) END AS known_usd,
    coalesce(unpriced, 0) = 0 AND coalesce(no_output, 0) = 0 AND coalesce(no_fresh, 0) = 0 AND NOT coalesce(no_runtime, false)
        AND coalesce(floors, 0) = 0 AS is_whole,
    coalesce(unsplit_more_usd, 0) + coalesce(long_more_usd, 0) AS more_usd,
    CAST(date_trunc('week', started_at) AS DATE) AS week
FROM told;

-- Where a session has several models and several rows of one, the model that most of its money went to is that of the sums.
UPDATE spent SET main_model = dearest.model FROM (
    SELECT session_id, max_by(model, usd) AS model FROM (
        SELECT c.session_id, c.model, sum(coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0)) AS usd
        FROM use_costs c SEMI JOIN (SELECT session_id FROM spent WHERE is_mixed) m USING (session_id)
        GROUP BY c.session_id, c.model
    ) GROUP BY session_id
) AS dearest WHERE spent.session_id = dearest.session_id;

-- One row a session, and one an agent and day for requests without a session: the known part of the list cost, whether
-- that is all of it, and how much more it can be. `main_model`: where most of a session's money went. The largest of money
-- and model's number as one whole number (micro-dollars first) finds it in one pass; where a session has several rows of
-- one model among others, their sums decide.
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
        max(weighed(coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0), number)) AS main,
        count(*) > 2 AND min(number) <> max(number) AS is_mixed
    FROM use_costs GROUP BY session_id, loose_agent, loose_day
), models AS (
    SELECT c.session_id, c.number, sum(coalesce(c.fresh_usd, 0) + coalesce(c.output_usd, 0) + coalesce(c.cache_usd, 0)) AS usd
    FROM use_costs c JOIN summed s ON s.session_id = c.session_id WHERE s.is_mixed GROUP BY c.session_id, c.number
), mixed AS (
    SELECT session_id, max(weighed(usd, number)) AS main FROM models GROUP BY session_id
), told AS (
    SELECT s.source, coalesce(s.session_id, u.session_id) AS session_id,
        coalesce(s.agent, s.agent_id, u.loose_agent, $nobody) AS agent, s.agent_version,
        coalesce(s.started_at, CAST(u.loose_day AS TIMESTAMP)) AS started_at, s.ended_at, s.status, s.outcome, s.hosting,
        s.clock, s.active_seconds, s.waiting_seconds, s.pauses_over_5_minutes, s.pauses_over_1_hour,
        s.list_usd AS reported_usd, s.billed_usd, s.session_id IS NOT NULL AS is_session,
        u.requests, u.fresh, u.cache_read, u.write_5m, u.write_1h, u.unsplit, u.output, u.searches, u.fresh_usd,
        u.output_usd, u.cache_usd, u.search_usd, u.unsplit_more_usd, u.long_more_usd, u.unpriced, u.no_output, u.no_fresh,
        u.no_searches, u.floors, u.failed, u.rows_read, m.id AS main_model,
        CASE s.hosting WHEN 'managed' THEN s.active_seconds * rates.managed
            WHEN 'managed-own-sandboxes' THEN s.active_seconds * rates.own_sandboxes WHEN 'own-stack' THEN 0.0 END AS runtime_usd,
        s.hosting IN ('managed', 'managed-own-sandboxes') AND s.active_seconds IS NULL AS no_runtime
    FROM sessions s FULL OUTER JOIN summed u ON u.session_id = s.session_id
    LEFT JOIN mixed ON mixed.session_id = u.session_id
    LEFT JOIN (SELECT DISTINCT number, id FROM prices) m ON m.number = coalesce(mixed.main, u.main) % 4096
    LEFT JOIN rates ON rates.day = coalesce(CAST(s.started_at AS DATE), $as_of)
)
SELECT told.*, CASE WHEN coalesce(fresh_usd, output_usd, cache_usd, search_usd, nullif(runtime_usd, 0.0)) IS NULL
        AND coalesce(failed, 0) = 0 AND status IS DISTINCT FROM 'failed' THEN NULL
        ELSE coalesce(fresh_usd, 0) + coalesce(output_usd, 0) + coalesce(cache_usd, 0) + coalesce(search_usd, 0)
            + coalesce(runtime_usd, 0) END AS known_usd,
    coalesce(unpriced, 0) = 0 AND coalesce(no_output, 0) = 0 AND coalesce(no_fresh, 0) = 0 AND NOT coalesce(no_runtime, false)
        AND coalesce(floors, 0) = 0 AS is_whole,
    coalesce(unsplit_more_usd, 0) + coalesce(long_more_usd, 0) AS more_usd
FROM told

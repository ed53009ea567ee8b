-- Sums, squares and cross products by agent and day of what a session uses: all that means and their ranges are made of.
-- Counts of sessions that know a quantity stand beside its sum, so that a mean is never taken over sessions that do not say
-- it.
WITH said AS (
    SELECT agent, CAST(started_at AS DATE) AS day, source, outcome, clock, hosting,
        CASE WHEN coalesce(no_fresh, 0) = 0 THEN fresh + coalesce(cache_read, 0) + coalesce(write_5m, 0) + coalesce(write_1h, 0)
            + coalesce(unsplit, 0) END::DOUBLE AS prompt,
        cache_read::DOUBLE AS cache_read, (coalesce(write_5m, 0) + coalesce(unsplit, 0))::DOUBLE AS write_5m,
        write_1h::DOUBLE AS write_1h, CASE WHEN coalesce(no_output, 0) = 0 THEN output END::DOUBLE AS output,
        requests::DOUBLE AS requests, CASE WHEN coalesce(no_searches, 0) = 0 THEN searches END::DOUBLE AS searches, active_seconds / 60.0 AS active,
        waiting_seconds / 60.0 AS waiting, pauses_over_5_minutes::DOUBLE AS pauses_5, pauses_over_1_hour::DOUBLE AS pauses_1,
        known_usd AS usd, known_usd - coalesce(runtime_usd, 0) AS api_usd
    FROM spent WHERE is_session AND status IS DISTINCT FROM 'failed' AND started_at IS NOT NULL
)
SELECT agent, day, count(*) AS sessions,
    count(prompt) AS n_prompt, sum(prompt) AS prompt, sum(prompt * prompt) AS prompt_2,
    sum(cache_read) AS cache_read, sum(cache_read * cache_read) AS cache_read_2, sum(cache_read * prompt) AS cache_read_prompt,
    sum(write_5m) AS write_5m, sum(write_5m * write_5m) AS write_5m_2, sum(write_5m * prompt) AS write_5m_prompt,
    sum(write_1h) AS write_1h, sum(write_1h * write_1h) AS write_1h_2, sum(write_1h * prompt) AS write_1h_prompt,
    count(output) AS n_output, sum(output) AS output, sum(output * output) AS output_2,
    count(requests) AS n_requests, sum(requests) AS requests, sum(requests * requests) AS requests_2,
    count(searches) AS n_searches, sum(searches) AS searches, sum(searches * searches) AS searches_2,
    count(active) AS n_active, sum(active) AS active, sum(active * active) AS active_2,
    count(waiting) AS n_waiting, sum(waiting) AS waiting, sum(waiting * waiting) AS waiting_2,
    count(pauses_5) AS n_pauses, sum(pauses_5) AS pauses_5, sum(pauses_5 * pauses_5) AS pauses_5_2,
    sum(pauses_1) AS pauses_1, sum(pauses_1 * pauses_1) AS pauses_1_2,
    count(outcome) AS n_judged, CAST(count(CASE WHEN outcome = 'reached' THEN 1 END) AS DOUBLE) AS reached,
    count(usd) AS n_usd, sum(usd) AS usd, sum(usd * usd) AS usd_2, sum(api_usd) AS api_usd,
    count(CASE WHEN clock = 'billed' THEN 1 END) AS billed_clock, count(CASE WHEN clock = 'reported' THEN 1 END) AS reported_clock,
    count(CASE WHEN hosting = 'managed' THEN 1 END) AS managed, min(source) AS source
FROM said GROUP BY agent, day ORDER BY agent, day

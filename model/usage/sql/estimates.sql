-- Sums by agent and day of what a session uses: all that means and their ranges are made of. Counts of sessions that know
-- a quantity stand beside its sum, so that a mean is never taken over sessions that do not say it.
SELECT agent, CAST(started_at AS DATE) AS day, week, CAST(count(*) AS BIGINT) AS sessions,
    CAST(count(fresh) AS BIGINT) AS n_prompt,
    sum(CASE WHEN fresh IS NOT NULL THEN fresh + coalesce(cache_read, 0) + coalesce(write_5m, 0) + coalesce(write_1h, 0)
        + coalesce(unsplit, 0) END)::DOUBLE AS prompt,
    sum(cache_read)::DOUBLE AS cache_read, sum(coalesce(write_5m, 0) + coalesce(unsplit, 0))::DOUBLE AS write_5m,
    sum(write_1h)::DOUBLE AS write_1h,
    CAST(count(output) FILTER (WHERE coalesce(no_output, 0) = 0) AS BIGINT) AS n_output,
    sum(output) FILTER (WHERE coalesce(no_output, 0) = 0)::DOUBLE AS output,
    CAST(count(requests) AS BIGINT) AS n_requests, sum(requests)::DOUBLE AS requests,
    CAST(count(searches) AS BIGINT) AS n_searches, sum(searches)::DOUBLE AS searches,
    CAST(count(active_seconds) AS BIGINT) AS n_active, sum(active_seconds) / 60.0 AS active,
    CAST(count(waiting_seconds) AS BIGINT) AS n_waiting, sum(waiting_seconds) / 60.0 AS waiting,
    CAST(count(pauses_over_5_minutes) AS BIGINT) AS n_pauses, sum(pauses_over_5_minutes)::DOUBLE AS pauses_5,
    sum(pauses_over_1_hour)::DOUBLE AS pauses_1,
    CAST(count(outcome) AS BIGINT) AS n_judged, CAST(count(*) FILTER (WHERE outcome = 'reached') AS BIGINT)::DOUBLE AS reached,
    CAST(count(known_usd) AS BIGINT) AS n_usd, sum(known_usd) AS usd, sum(known_usd - coalesce(runtime_usd, 0)) AS api_usd,
    CAST(count(*) FILTER (WHERE clock = 'billed') AS BIGINT) AS billed_clock,
    CAST(count(*) FILTER (WHERE clock = 'reported') AS BIGINT) AS reported_clock,
    CAST(count(*) FILTER (WHERE hosting = 'managed') AS BIGINT) AS managed, min(source) AS source
FROM spent WHERE is_session AND status IS DISTINCT FROM 'failed' AND started_at IS NOT NULL
GROUP BY agent, CAST(started_at AS DATE), week ORDER BY agent, day;

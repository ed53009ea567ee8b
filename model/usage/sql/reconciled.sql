-- Every session with what it says it cost and what its use costs, with what stands in the way of saying so exactly.
WITH told AS (
    SELECT session_id, any_value(why) FILTER (WHERE unpriced > 0) AS why, bool_or(is_fast(mode)) AS any_fast,
        bool_or(is_us(mode)) AS any_us, coalesce(sum(write_1h), 0) > 0 AS any_hour
    FROM use_costs WHERE session_id IS NOT NULL GROUP BY session_id
)
SELECT s.session_id, s.agent, s.started_at, s.hosting, reported_usd, known_usd, coalesce(long_more_usd, 0.0) AS long_more_usd,
    coalesce(unsplit_more_usd, 0.0) AS unsplit_more_usd, coalesce(is_whole, false) AS is_whole,
    coalesce(unpriced, 0) AS unpriced, coalesce(no_output, 0) AS no_output, coalesce(no_fresh, 0) AS no_fresh,
    coalesce(no_searches, 0) AS no_searches, coalesce(no_runtime, false) AS no_runtime, coalesce(floors, 0) AS floors,
    coalesce(rows_read, 0) AS rows_read, coalesce(search_usd, 0.0) + coalesce(runtime_usd, 0.0) AS other_usd,
    coalesce(runtime_usd, 0.0) AS runtime_usd, told.why, coalesce(any_fast, false) AS any_fast,
    coalesce(any_us, false) AS any_us, coalesce(any_hour, false) AS any_hour
FROM spent s LEFT JOIN told USING (session_id) WHERE is_session ORDER BY s.started_at, s.session_id;

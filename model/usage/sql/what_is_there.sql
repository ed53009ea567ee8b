-- How many rows there are by model, sessions whose id repeats, and the days between which all of it lies; one row at least.
SELECT r.model, r.requests, s.sessions, s.sessions - s.different AS repeated, r.first_day AS first_request,
    r.last_day AS last_request, s.first_day AS first_session, s.last_day AS last_session
FROM (SELECT count(session_id) AS sessions, count(DISTINCT session_id) AS different,
    CAST(min(started_at) AS DATE) AS first_day, CAST(max(started_at) AS DATE) AS last_day FROM told_sessions) s
LEFT JOIN (SELECT model, count(*) AS requests, CAST(min("at") AS DATE) AS first_day, CAST(max("at") AS DATE) AS last_day
    FROM asked GROUP BY model) r ON 1 = 1

-- The first and the last day on which a session began, or a request without one was made.
SELECT CAST(min(started_at) AS DATE) AS first_day, CAST(max(started_at) AS DATE) AS last_day FROM spent

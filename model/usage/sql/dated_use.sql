-- Use with the day of requests that only their session dates.
SELECT u.source, u.session_id, u.agent, u.model, coalesce(u.day, CAST(s.started_at AS DATE)) AS day, u.mode, u.beyond,
    u.rows_read, u.failed, u.first_at, u.last_at, u.requests, u.fresh, u."read", u.write_5m, u.write_1h, u.unsplit, u.output,
    u.searches, u.no_output, u.no_fresh, u.no_searches, u.floors
FROM counted u LEFT JOIN (SELECT session_id, min(started_at) AS started_at FROM told_sessions GROUP BY session_id) s
    ON s.session_id = u.session_id

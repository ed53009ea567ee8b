-- From when to when a bill covers each calendar month (UTC); a line that says no end is one of a day.
SELECT CAST(date_trunc('month', starts_at) AS DATE) AS month, min(starts_at) AS first_at,
    least(max(coalesce(ends_at, starts_at + INTERVAL 1 DAY)), date_trunc('month', min(starts_at)) + INTERVAL 1 MONTH) AS last_at
FROM charges WHERE starts_at IS NOT NULL AND axis IS DISTINCT FROM 'infrastructure' GROUP BY 1 ORDER BY 1;

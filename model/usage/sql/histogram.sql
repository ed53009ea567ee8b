-- The tail of session costs: sixteen buckets to a factor e, with count and sum; zeros apart (bucket NULL). A sum may end a
-- last digit below what it is by hand: a billionth of a bucket keeps it where it belongs, in whatever order it was summed.
SELECT agent, CASE WHEN known_usd > 0 THEN CAST(floor(ln(known_usd) * 16 + 0.000000001) AS INTEGER) END AS bucket,
    count(*) AS sessions, sum(known_usd) AS usd, max(known_usd) AS most, count(CASE WHEN outcome = 'reached' THEN 1 END) AS reached, count(outcome) AS judged
FROM spent WHERE is_session AND known_usd IS NOT NULL GROUP BY 1, 2 ORDER BY agent, bucket NULLS FIRST

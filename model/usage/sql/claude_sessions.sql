-- Sessions with an estimate of their clock: from each line to the next, time counts as running unless the next is a
-- person's turn (or, where no turn is marked, the gap is longer than five minutes); of one line alone nothing is known.
-- Copied lines are older than the file they stand in and belong to another session; without another session, a clock ran
-- backwards, and the lines are the session's own.
CREATE OR REPLACE TEMP TABLE claude_forks AS
SELECT DISTINCT l.session_id FROM claude_lines l JOIN claude_replies r USING (reply_id)
WHERE l."at" < l.begins AND r.session_id <> l.session_id;

CREATE OR REPLACE TEMP TABLE claude_backwards AS
SELECT DISTINCT session_id FROM claude_lines ANTI JOIN claude_forks USING (session_id)
WHERE "at" < begins AND (is_reply OR human) AND NOT sidechain;

INSERT INTO sessions
    (source, session_id, agent, agent_version, started_at, ended_at, status, active_seconds, waiting_seconds,
     pauses_over_5_minutes, pauses_over_1_hour, list_usd, clock)
WITH own AS (
    SELECT * FROM claude_lines
    WHERE session_id IS NOT NULL AND (is_reply OR human OR type = 'cost-state')
), told AS (
    SELECT session_id, bool_or(human) AS marked, min_by(folder, rank) AS folder, max(version) AS version,
        bool_or(has_usage AND model <> '<synthetic>') AS worked, bool_or(model = '<synthetic>') AS failed,
        max(total_usd) AS total_usd, session_id IN (SELECT session_id FROM claude_forks) AS copied, min(begins) AS begins
    FROM own GROUP BY session_id
), steps AS (
    SELECT session_id, "at", human, date_diff('millisecond', lag("at") OVER w, "at") / 1000.0 AS gap
    FROM own
    WHERE (is_reply OR human) AND ("at" >= begins OR session_id IN (SELECT session_id FROM claude_backwards))
    WINDOW w AS (PARTITION BY session_id ORDER BY "at")
), clock AS (
    SELECT session_id, min("at") AS first_at, max("at") AS last_at,
        CASE WHEN count(gap) > 0 THEN coalesce(sum(gap) FILTER (WHERE NOT waits), 0.0) END AS active,
        CASE WHEN count(gap) > 0 THEN coalesce(sum(gap) FILTER (WHERE waits), 0.0) END AS waiting,
        CASE WHEN count(gap) > 0 THEN count(*) FILTER (WHERE waits AND gap > 300) END AS five,
        CASE WHEN count(gap) > 0 THEN count(*) FILTER (WHERE waits AND gap > 3600) END AS hour
    FROM (
        SELECT steps.*, human OR (NOT marked AND gap > 300) AS waits FROM steps JOIN told USING (session_id)
    ) GROUP BY session_id
)
SELECT 'claude-code', told.session_id, coalesce(folder, 'claude-code'), version, coalesce(first_at, begins), last_at,
    CASE WHEN failed AND NOT worked THEN 'failed' END, active, waiting, five, hour,
    CASE WHEN NOT copied THEN total_usd END, CASE WHEN active IS NOT NULL THEN 'estimated' END
FROM told LEFT JOIN clock USING (session_id);

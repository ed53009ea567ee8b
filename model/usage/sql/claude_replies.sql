-- One reply counts once, over all files: the largest value of each count among its records, in the session of the file
-- that began first (a fork copies all earlier records). The key is the reply's id. Records of the main thread under
-- different request ids are retries and both count; a replay in a sub-agent's file under another request id is no retry.
-- Behind a gateway without request ids two sessions may have one id for two replies: copies began at one moment, those not.
CREATE OR REPLACE TEMP TABLE claude_replies AS
WITH usable AS (
    SELECT *, CASE WHEN request_id IS NULL THEN session_id END AS nameless FROM claude_lines
    WHERE is_reply AND has_usage AND coalesce(model, '') <> '<synthetic>' AND reply_id IS NOT NULL
), doubtful AS (
    SELECT reply_id, request_id, sidechain, nameless, min("at") AS first_at FROM usable SEMI JOIN (
        SELECT reply_id FROM usable GROUP BY reply_id
        HAVING min(request_id) < max(request_id) OR min(nameless) < max(nameless)
    ) USING (reply_id) GROUP BY ALL
), retried AS (
    SELECT reply_id, min(request_id) FILTER (WHERE NOT sidechain) AS first_request
    FROM doubtful WHERE request_id IS NOT NULL GROUP BY reply_id
    HAVING count(DISTINCT request_id) FILTER (WHERE NOT sidechain) > 1
), reused AS (
    SELECT reply_id, nameless, first_at, first_at > min(first_at) OVER (PARTITION BY reply_id) AS is_another FROM (
        SELECT reply_id, nameless, min(first_at) AS first_at FROM doubtful
        WHERE nameless IS NOT NULL GROUP BY reply_id, nameless
    ) QUALIFY is_another AND reply_id NOT IN (SELECT reply_id FROM doubtful WHERE request_id IS NOT NULL)
), variants AS (
    SELECT doubtful.*, CASE
        WHEN reused.is_another THEN 'began ' || CAST(reused.first_at AS VARCHAR)
        WHEN sidechain OR request_id IS NULL THEN first_request
        ELSE request_id END AS variant
    FROM doubtful LEFT JOIN retried USING (reply_id)
    LEFT JOIN reused ON reused.reply_id = doubtful.reply_id AND reused.nameless = doubtful.nameless
    WHERE retried.reply_id IS NOT NULL OR reused.is_another
)
SELECT u.reply_id, coalesce(v.variant, '') AS variant, min_by(u.request_id, rank) AS request_id,
    min_by(session_id, rank) AS session_id, min("at") AS "at", max(version) AS version, bool_and(u.sidechain) AS sidechain,
    min_by(agent_id, rank) AS agent_id, max(model) AS model, max(fresh) AS fresh, max(output) AS output,
    max("read") AS "read", max(written) AS written, max(written_5m) AS written_5m, max(written_1h) AS written_1h,
    max(searches) AS searches, max(tier) AS tier, max(speed) AS speed, max(region) AS region,
    max_by(iterations, length(iterations)) AS iterations, count(*) AS records
FROM usable u LEFT JOIN variants v ON v.reply_id = u.reply_id AND v.sidechain = u.sidechain
    AND coalesce(v.request_id, '') = coalesce(u.request_id, '') AND coalesce(v.nameless, '') = coalesce(u.nameless, '')
GROUP BY 1, 2;

-- Up to 2.1.96 the program wrote the output count of a stream's first chunk (1 for 5,000): a count that small is unknown,
-- a larger one of such a version is a floor.
CREATE OR REPLACE TEMP TABLE claude_counted AS
SELECT *, CASE WHEN old AND output <= 8 THEN NULL ELSE output END AS sure_output
FROM (
    SELECT *, coalesce(list_transform(string_split(version, '.'), lambda part: try_cast(part AS INTEGER)) < [2, 1, 97], false)
        AS old
    FROM claude_replies
);

INSERT INTO requests
    (source, session_id, thread_id, request_id, reply_id, "at", model, speed, region, batch, fresh_tokens,
     cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cache_write_tokens, output_tokens, searches,
     failed, convention, part, level, stands_for, floor)
SELECT 'claude-code', session_id, agent_id, request_id, reply_id || variant, "at", model, speed,
    CASE WHEN region IN ('', 'global', 'not_available') THEN NULL ELSE region END, tier = 'batch', fresh, "read",
    CASE WHEN coalesce(written, written_5m, written_1h) IS NOT NULL THEN coalesce(written_5m, 0) END,
    CASE WHEN coalesce(written, written_5m, written_1h) IS NOT NULL THEN coalesce(written_1h, 0) END,
    CASE WHEN coalesce(written, written_5m, written_1h) IS NOT NULL
        THEN greatest(0, coalesce(written, 0) - coalesce(written_5m, 0) - coalesce(written_1h, 0)) END,
    sure_output, searches, false, 'api', 0, 0, 1, old
FROM claude_counted
WHERE iterations IS NULL OR NOT list_bool_or(list_transform(
    from_json(iterations, '[{"type": "VARCHAR"}]'), lambda step: coalesce(step.type, 'message') = 'message'));

-- Steps at models of their own: compaction and advisors stand in no total, so the totals are left where steps have all.
INSERT INTO requests
    (source, session_id, thread_id, request_id, reply_id, "at", model, speed, region, batch, fresh_tokens,
     cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cache_write_tokens, output_tokens, searches,
     failed, convention, part, level, stands_for, floor)
SELECT 'claude-code', session_id, agent_id, request_id, reply_id || variant, "at", coalesce(step.model, model), speed,
    CASE WHEN region IN ('', 'global', 'not_available') THEN NULL ELSE region END, tier = 'batch', step.input_tokens,
    step.cache_read_input_tokens,
    CASE WHEN wrote IS NOT NULL THEN coalesce(short, 0) END, CASE WHEN wrote IS NOT NULL THEN coalesce(long, 0) END,
    CASE WHEN wrote IS NOT NULL THEN greatest(0, coalesce(total, 0) - coalesce(short, 0) - coalesce(long, 0)) END,
    step.output_tokens, CASE WHEN has_all AND part = 1 THEN searches END, false, 'api',
    part - CASE WHEN has_all THEN 1 ELSE 0 END, 0, CASE WHEN has_all AND part = 1 THEN 1 ELSE 0 END, old
FROM (
    SELECT *, steps[part] AS step, steps[part].cache_creation_input_tokens AS total,
        steps[part].cache_creation.ephemeral_5m_input_tokens AS short,
        steps[part].cache_creation.ephemeral_1h_input_tokens AS long,
        coalesce(steps[part].cache_creation_input_tokens, steps[part].cache_creation.ephemeral_5m_input_tokens,
            steps[part].cache_creation.ephemeral_1h_input_tokens) AS wrote,
        list_bool_or(list_transform(steps, lambda s: coalesce(s.type, 'message') = 'message')) AS has_all
    FROM (
        SELECT *, unnest(range(1, len(steps) + 1)) AS part FROM (
            SELECT *, from_json(iterations, '[{"type": "VARCHAR", "model": "VARCHAR", "input_tokens": "BIGINT",
                "output_tokens": "BIGINT", "cache_read_input_tokens": "BIGINT", "cache_creation_input_tokens": "BIGINT",
                "cache_creation": {"ephemeral_5m_input_tokens": "BIGINT", "ephemeral_1h_input_tokens": "BIGINT"}}]')
                AS steps
            FROM claude_counted WHERE iterations IS NOT NULL
        )
    )
);

-- Failed requests: a line of the program itself, without tokens.
INSERT INTO requests (source, session_id, request_id, reply_id, "at", failed, part, level, stands_for, floor)
SELECT 'claude-code', min_by(session_id, rank), min(request_id), reply_id, min("at"), true, 0, 0, 1, false
FROM claude_lines WHERE is_reply AND model = '<synthetic>' AND reply_id IS NOT NULL GROUP BY reply_id;

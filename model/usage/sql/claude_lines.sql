-- One pass over the lines of some files. Lines that cannot matter are not parsed: only replies, human turns and the
-- program's own account are looked into. JSON may be spaced in any way. No condition on what was extracted stands here:
-- DuckDB would extract everything a second time for it; whoever reads the table asks `is_reply` and `human`.
INSERT INTO claude_lines
WITH lines AS (
    SELECT filename, json AS line FROM read_json_objects($files, format = 'newline_delimited', ignore_errors = true,
        filename = true, maximum_object_size = 33554432)
    WHERE json IS NULL OR contains(json, '"assistant"') OR contains(json, '"cost-state"')
        OR contains(json, '"promptSource"')
), parsed AS (
    SELECT filename, line IS NULL AS damaged, json_extract_string(line, [
        '$.type', '$.sessionId', '$.message.id', '$.requestId', '$.timestamp', '$.version', '$.cwd', '$.isSidechain',
        '$.agentId', '$.message.model', '$.message.usage.input_tokens', '$.message.usage.output_tokens',
        '$.message.usage.cache_read_input_tokens', '$.message.usage.cache_creation_input_tokens',
        '$.message.usage.cache_creation.ephemeral_5m_input_tokens',
        '$.message.usage.cache_creation.ephemeral_1h_input_tokens',
        '$.message.usage.server_tool_use.web_search_requests', '$.message.usage.service_tier', '$.message.usage.speed',
        '$.message.usage.inference_geo', '$.message.usage.iterations', '$.promptSource', '$.message.usage', '$.uuid',
        '$.totalCostUSD', '$.totalAPIDuration', '$.totalToolDuration', '$.message.role']) AS v
    FROM lines
)
SELECT f.rank, f.begins, v[1], v[2], coalesce(v[3], v[24]), v[4], CASE WHEN ends_with(v[5], 'Z')
        THEN try_cast(rtrim(v[5], 'Z') AS TIMESTAMP) ELSE CAST(try_cast(v[5] AS TIMESTAMPTZ) AS TIMESTAMP) END,
    v[6], nullif(string_split(rtrim(replace(v[7], '\', '/'), '/'), '/')[-1], ''), coalesce(try_cast(v[8] AS BOOLEAN), false), v[9],
    v[10], whole_count(v[11]), whole_count(v[12]), whole_count(v[13]), whole_count(v[14]),
    whole_count(v[15]), whole_count(v[16]), whole_count(v[17]), v[18], v[19], nullif(v[20], ''),
    CASE WHEN length(v[21]) > 2 THEN v[21] END, v[1] = 'user' AND v[22] IS NOT NULL, v[23] IS NOT NULL AND v[23] <> '{}',
    try_cast(v[25] AS DOUBLE), try_cast(v[26] AS DOUBLE) + try_cast(v[27] AS DOUBLE), damaged,
    v[1] = 'assistant' OR v[28] = 'assistant'
FROM parsed JOIN claude_files AS f ON f.path = parsed.filename;

-- What is kept of Claude Code's lines until copies are sorted out: counts, ids and times, no contents.
CREATE OR REPLACE TEMP TABLE claude_files (path VARCHAR, rank INTEGER, begins TIMESTAMP);
CREATE OR REPLACE TEMP TABLE claude_lines (
    rank INTEGER, begins TIMESTAMP, type VARCHAR, session_id VARCHAR, reply_id VARCHAR, request_id VARCHAR,
    "at" TIMESTAMP, version VARCHAR, folder VARCHAR, sidechain BOOLEAN, agent_id VARCHAR, model VARCHAR,
    fresh BIGINT, output BIGINT, "read" BIGINT, written BIGINT, written_5m BIGINT, written_1h BIGINT, searches BIGINT,
    tier VARCHAR, speed VARCHAR, region VARCHAR, iterations VARCHAR, human BOOLEAN, has_usage BOOLEAN,
    total_usd DOUBLE, busy_ms DOUBLE, damaged BOOLEAN, is_reply BOOLEAN
);
-- A count is a whole number of 0 or more; a fraction would be rounded by a cast, silently, and is damage.
CREATE OR REPLACE TEMP MACRO whole_count(value) AS
    CASE WHEN contains(value, '.') AND try_cast(value AS DOUBLE) <> floor(try_cast(value AS DOUBLE)) THEN NULL
        WHEN starts_with(value, '-') THEN NULL ELSE try_cast(value AS BIGINT) END;

-- The canonical tables. Declared, never sampled: a column's type does not depend on the first rows of a file.
-- Columns behind the blank line of each table are ours beyond the contract.
CREATE TABLE sessions (
    source VARCHAR, session_id VARCHAR, agent VARCHAR, agent_version VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP,
    status VARCHAR, active_seconds DOUBLE, waiting_seconds DOUBLE, pauses_over_5_minutes BIGINT,
    pauses_over_1_hour BIGINT, outcome VARCHAR, list_usd DOUBLE, billed_usd DOUBLE, hosting VARCHAR, clock VARCHAR,

    agent_id VARCHAR
);
CREATE TABLE requests (
    source VARCHAR, session_id VARCHAR, thread_id VARCHAR, request_id VARCHAR, "at" TIMESTAMP, model VARCHAR,
    speed VARCHAR, region VARCHAR, batch BOOLEAN, fresh_tokens BIGINT, cache_read_tokens BIGINT,
    cache_write_5m_tokens BIGINT, cache_write_1h_tokens BIGINT, cache_write_tokens BIGINT, output_tokens BIGINT,
    searches BIGINT, failed BOOLEAN, convention VARCHAR, usd DOUBLE,

    reply_id VARCHAR, agent VARCHAR, part INTEGER, level INTEGER, stands_for BIGINT, floor BOOLEAN
);
CREATE TABLE charges (
    source VARCHAR, starts_at TIMESTAMP, ends_at TIMESTAMP, agent VARCHAR, session_id VARCHAR, service VARCHAR,
    axis VARCHAR, model VARCHAR, token_kind VARCHAR, quantity DOUBLE, unit VARCHAR, list_usd DOUBLE, billed_usd DOUBLE,
    effective_usd DOUBLE, category VARCHAR, description VARCHAR
);
CREATE TABLE hours (
    source VARCHAR, day DATE, kind VARCHAR, hours DOUBLE, people BIGINT,

    label VARCHAR
);

-- What else decides the price of a request, as one number: speed (0 standard, 1 fast, 2 not said), region (0 other, 1 US,
-- 2 not said), batch (0 no, 1 yes, 2 not said) and level, in base 3. Read by remainders, since engines divide whole numbers each in
-- its own way, and in brackets, since sqlglot takes % for an addition.
CREATE MACRO mode_of(speed, region, batch, level) AS CAST(
    CASE WHEN speed = 'fast' THEN 1 WHEN speed IS NULL THEN 2 ELSE 0 END
    + CASE WHEN region = 'us' THEN 3 WHEN coalesce(region, '') IN ('', 'not_available') THEN 6 ELSE 0 END
    + CASE WHEN batch THEN 9 WHEN batch IS NULL THEN 18 ELSE 0 END + 27 * level AS SMALLINT);
CREATE MACRO is_fast(mode) AS mode % 3 = 1;
CREATE MACRO is_us(mode) AS (mode % 9) - (mode % 3) = 3;
CREATE MACRO is_batch(mode) AS (mode % 27) - (mode % 9) = 9;
CREATE MACRO is_sum(mode) AS mode >= 27;
CREATE MACRO level_of(mode) AS mode // 27;
-- Money and the number of a model (below 4,096) as one number that orders by money: the largest of them says which model.
CREATE MACRO weighed(usd, number) AS CAST(floor(least(usd, 2000000000.0) * 1000000.0) AS BIGINT) * 4096 + number;

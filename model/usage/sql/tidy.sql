-- One account of what several sources say about the same thing: the finest record of a session holds, of equals the first
-- that was read.
CREATE OR REPLACE TEMP TABLE finest AS
WITH first_rows AS (SELECT source, min(rowid) AS first_row FROM requests GROUP BY source)
SELECT session_id, min_by(source, (level, coalesce(first_row, 9223372036854775807), source)) AS source
FROM (SELECT session_id, source, min(level_of(mode)) AS level FROM used WHERE session_id IS NOT NULL GROUP BY ALL)
LEFT JOIN first_rows USING (source)
GROUP BY session_id HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE left_out AS
SELECT u.source, CAST(sum(u.rows_read) AS BIGINT) AS n FROM used u JOIN finest f USING (session_id)
WHERE u.source <> f.source GROUP BY ALL;

DELETE FROM used USING finest WHERE used.session_id = finest.session_id AND used.source <> finest.source;

CREATE OR REPLACE TEMP TABLE coarse AS
SELECT source, CAST(sum(rows_read) AS BIGINT) AS n FROM used
WHERE level_of(mode) = 3 AND EXISTS (SELECT 1 FROM used WHERE level_of(mode) < 3) GROUP BY source;

DELETE FROM used WHERE level_of(mode) = 3 AND EXISTS (SELECT 1 FROM coarse);

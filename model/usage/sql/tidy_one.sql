-- One source alone: nothing is said twice.
CREATE OR REPLACE TEMP TABLE left_out (source VARCHAR, n BIGINT);
CREATE OR REPLACE TEMP TABLE coarse (source VARCHAR, n BIGINT);

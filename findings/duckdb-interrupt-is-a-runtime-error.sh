#!/usr/bin/env bash
# DuckDB 2.0.1: Ctrl+C during a query is a RuntimeError, no KeyboardInterrupt and no duckdb.Error.
#
# A program that lets KeyboardInterrupt end it quietly, and tells duckdb.Error as a wrong file, does neither: SIGINT while
# execute runs arrives as RuntimeError("Query interrupted"), although the package has an InterruptException of its own.
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q duckdb==2.0.1
timeout 60 "$folder/venv/bin/python" - <<'P'
import duckdb, os, signal, sys, threading
threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    duckdb.execute("SELECT count(*) FROM range(100000000000) r(i) WHERE md5(i::VARCHAR) = 'never'").fetchall()
except BaseException as error:
    print(f"duckdb {duckdb.__version__}: SIGINT during execute is {type(error).__name__}({error}), duckdb.Error: {isinstance(error, duckdb.Error)}")
    sys.exit(0 if type(error) is RuntimeError else 1)
P

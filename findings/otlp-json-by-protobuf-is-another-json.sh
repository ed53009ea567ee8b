#!/usr/bin/env bash
# opentelemetry-exporter-otlp-proto-common 1.45.2 and protobuf 7.36.2: spans printed by protobuf's own JSON are not OTLP/JSON.
#
# A trace that is kept as a file by MessageToJson(encode_spans(...)) looks like OTLP/JSON and differs where readers join: ids are
# base64 (in OTLP/JSON they are hex), kinds and status codes are names (in OTLP/JSON they are numbers), and a status that was never
# set is an empty object, not 0. The same span from a collector's file and from such a file has two ids, so nothing that
# compares ids finds that they are one, and a test for kind == 3 finds no client span. Whole numbers are texts in both.
# Exits 0 while it is so, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q opentelemetry-sdk==1.45.2 opentelemetry-exporter-otlp-proto-common==1.45.2 protobuf==7.36.2
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import base64
import json
import sys
import google.protobuf
from google.protobuf.json_format import MessageToJson
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind
kept = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(kept))
with provider.get_tracer("made.here").start_as_current_span("chat", kind=SpanKind.CLIENT) as span:
    span.set_attribute("gen_ai.usage.input_tokens", 100)
(told,) = kept.get_finished_spans()
written = json.loads(MessageToJson(encode_spans([told])))["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
hexed = f"{told.context.trace_id:032x}"
print(f"protobuf {google.protobuf.__version__}: kind {written['kind']!r}, status {written.get('status')!r}, trace {written['traceId']!r} for {hexed}")
number = written["attributes"][0]["value"]
same = base64.b64decode(written["traceId"]).hex() == hexed and written["traceId"] != hexed
sys.exit(0 if same and written["kind"] == "SPAN_KIND_CLIENT" and not written.get("status") and number == {"intValue": "100"} else 1)
P

"""An API on the loopback for tests of `pull`: what it answers is a function of path and query, what it was asked is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any, dict[str, str]]
Asked = tuple[str, dict[str, list[str]]]


class Api:
    """The server: `answer` is called with path and query; `asked` has every request in order, `keys` its credentials."""

    def __init__(self, answer: Callable[[str, dict[str, list[str]]], Answer]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.keys: set[str] = set()
        self.url = ""

    def paths(self, ending: str) -> list[Asked]:
        """The requests whose path ends so."""
        return [each for each in self.asked if each[0].endswith(ending)]


@contextmanager
def serving(answer: Callable[[str, dict[str, list[str]]], Answer]) -> Iterator[Api]:
    """A running server that is gone afterwards."""
    api = Api(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, keep_blank_values=True)
            api.asked.append((parts.path, query))
            api.keys.add(self.headers.get("authorization", "") or self.headers.get("x-api-key", ""))
            status, body, headers = api.answer(parts.path, query)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", "request-id": "req_loop", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def refused(status: int, headers: dict[str, str] | None = None) -> Answer:
    """An error as the API words it; the message holds what must not be repeated."""
    error = {
        "type": "error",
        "error": {"type": "some_error", "message": "SECRET WORDS sk-ant-test-key"},
        "request_id": "req_loop",
    }
    return status, error, {"retry-after-ms": "1", **(headers or {})}

"""A loopback web server for archives: it can break off, ignore ranges, or send something else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(slots=True)
class Served:
    """What the server sends. `stop_after`: bytes after which it breaks off, once."""

    body: bytes
    stop_after: int | None = None
    ranges: bool = True
    status: int = 200
    asked: list[str] = field(default_factory=list)
    """The Range header of each request."""
    url: str = ""


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            served.asked.append(wanted)
            start = int(wanted[6:-1]) if wanted and served.ranges else 0
            body = served.body[start:]
            self.send_response(206 if start else served.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if served.stop_after is not None:
                body, served.stop_after = body[: served.stop_after], None
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A replica over a real socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

from tests.sample_site.papers._paper import Paper, Seen
from tests.sample_site.renderer import Answer

_ROBOTS = Answer(b"User-agent: *\nDisallow: /search/\n", "text/plain; charset=utf-8")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    paper: Paper
    lock: Lock

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        last = {name: values[-1] for name, values in query.items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.lock:
            self.paper.requests.append(Seen(self.command, self.path, headers))
            robots = parts.path == "/robots.txt"
            answer = _ROBOTS if robots else self.paper.answer(parts.path, last, headers)
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        date = format_datetime(self.paper.now.astimezone(UTC), usegmt=True)
        self.send_header("Date", date)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def serve_paper(paper: Paper, port: int = 0) -> Iterator[str]:
    """The replica's address, for as long as the block runs; port 0 takes a free one."""
    members = {"paper": paper, "lock": Lock()}
    handler = type("Handler", (_Handler,), members)
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

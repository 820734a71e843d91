"""Another endpoint, as far as a SERVICE can tell: it answers, dawdles, fails or points elsewhere, by path."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = (
    b'{"head": {"vars": ["s", "far"]}, "results": {"bindings": '
    b'[{"s": {"type": "uri", "value": "http://e/s1"}, "far": {"type": "literal", "value": "there"}}]}}'
)


@dataclass(slots=True)
class Remote:
    """An endpoint at ``address``. ``asked``: the paths that were asked; ``elsewhere``: where it redirects."""

    address: str
    asked: list[str] = field(default_factory=list)
    elsewhere: str = ""


@contextmanager
def remote() -> Iterator[Remote]:
    """Run an endpoint: ``/sparql…`` answers, ``/never`` does not, ``/endless`` never stops,
    ``/broken`` fails, ``/moved`` points ``elsewhere``."""
    end = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            here.asked.append(self.path)
            if self.path.startswith("/never"):
                end.wait(60)
            elif self.path.startswith("/endless"):
                self.reply(200, b"", length=1 << 50)
                while not end.is_set():
                    self.wfile.write(b" " * 65_536)
            elif self.path.startswith("/moved"):
                self.reply(302, b"", Location=here.elsewhere)
            elif self.path.startswith("/broken"):
                self.reply(500, b"internal details")
            else:
                self.reply(200, ANSWER)

        do_GET = do_POST  # noqa: N815 - the name is the library's

        def reply(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body) if length is None else length))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # whoever asked has hung up

    with Server(("127.0.0.1", 0), Handler) as server:
        here = Remote(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield here
        finally:
            end.set()
            server.shutdown()
            thread.join()

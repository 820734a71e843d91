"""A server that runs: started on data, asked over HTTP, and ended with everything under it."""

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench.makes import Data, Make, Start
from bench.processes import Ending, end, memory, processor_time, uninterrupted

JSON = "application/sparql-results+json"
_OK = 200
_FIRST = "SELECT ?o WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } LIMIT 1"


class ServerError(Exception):
    """A server did not start, or stopped to answer; the message says which and how."""


@dataclass(slots=True)
class Server:
    """A running server: the seconds for loading before it started, and from then to its first answer."""

    make: Make
    port: int
    process: subprocess.Popen[bytes]
    loading: float
    starting: float
    log: Path
    ending: Ending | None = field(default=None)

    @property
    def address(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int:
        """The bytes that its processes take."""
        return memory(self.process.pid)

    @property
    def computed(self) -> float:
        """The seconds of processor time that its processes have had."""
        return processor_time(self.process.pid)

    @property
    def alive(self) -> bool:
        """True while its first process runs."""
        return self.process.poll() is None

    def target(self, target: str) -> str:
        """Return the path of ``target``: what begins with ? is asked of the SPARQL endpoint."""
        return self.make.path + target if target.startswith("?") else target

    def get(self, target: str, accept: str = JSON, timeout: float = 60.0) -> tuple[int, bytes]:
        """Return status and body of a GET. Raises OSError or HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", self.target(target), headers={"Accept": accept})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def stop(self) -> Ending:
        """End it, once."""
        if self.ending is None:
            with uninterrupted():
                self.ending = end(self.process)
        return self.ending


def ask(query: str) -> str:
    """Return the target that asks ``query``; what is put behind it falls into a comment."""
    return "?query=" + quote(query + "\n#", safe="")


@contextmanager
def running(make: Make, data: Data, *, limit: int = 30, wait: float = 600.0) -> Iterator[Server]:
    """Start ``make`` on ``data``, yield it once it answers, and end it. Raises ServerError."""
    data.folder.mkdir(parents=True, exist_ok=True)
    start = Start(data, _free_port(), limit)
    loading = _timed_load(make, make.before, start) if make.before else 0.0
    log = data.folder / f"{make.name.replace(' ', '-')}.log"
    with ExitStack() as stack:
        began = time.perf_counter()
        with log.open("wb") as errors, uninterrupted():
            process = subprocess.Popen(
                make.command(start),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL if make.name == "kg serve" else errors,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
            server = Server(make, start.port, process, loading, 0.0, log)
            stack.callback(server.stop)
        if make.after:
            _await_port(server, began + wait)
            _timed_load(make, make.after, start)
        _await_answer(server, began + wait)
        server.starting = time.perf_counter() - began
        yield server


def _timed_load(make: Make, load: Callable[[Start], None], start: Start) -> float:
    began = time.perf_counter()
    try:
        load(start)
    except (OSError, http.client.HTTPException, RuntimeError) as error:
        raise ServerError(f"{make.name}: {error or type(error).__name__}") from error
    return time.perf_counter() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(server: Server, until: float) -> None:
    while time.perf_counter() < until and server.alive:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1.0):
            return
        time.sleep(0.01)
    raise ServerError(_why(server))


def _await_answer(server: Server, until: float) -> None:
    while time.perf_counter() < until and server.alive:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.get(ask(_FIRST))[0] == _OK:
                return
        time.sleep(0.01)
    raise ServerError(_why(server))


def _why(server: Server) -> str:
    said = server.log.read_text("utf-8", "replace").strip().splitlines()[-1:] or ["it said nothing"]
    state = "is not ready yet" if server.alive else f"ended with {server.process.returncode}"
    return f"{server.make.name} {state}: {said[0][:200]}"

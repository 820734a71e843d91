"""Send a work to a server with wrk, and read what wrk says."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.makes import HERE
from bench.servers import Server
from bench.works import Request, Work
from kg.errors import ToolError

_RESULT = re.compile(r"^RESULT (\{.*\})$", re.MULTILINE)
_APART = 10**9  # more than any run sends: two runs never send the same number


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: requests answered, in seconds, with latencies in seconds; ``refused`` have a status over 399,
    ``broken`` are failed connections, ``late`` those that took over a minute.
    """

    requests: int
    seconds: float
    bytes: int
    p50: float
    p95: float
    p99: float
    refused: int
    broken: int
    late: int

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return (self.requests - self.refused) / self.seconds

    @property
    def clean(self) -> bool:
        """True when every request got a good answer."""
        return self.requests > 0 and not (self.refused or self.broken or self.late)


def need_wrk() -> str:
    """Return the version of wrk. Raises ToolError, which says what to do."""
    if shutil.which("wrk") is None:
        raise ToolError("there is no wrk, which sends the requests: apt-get install wrk")
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout
    return said.split()[1]


def write_requests(path: Path, server: Server, requests: Sequence[Request]) -> None:
    """Write ``requests`` for requests.lua: a line each, target, tab, value of Accept."""
    lines = [f"{server.target(request.target)}\t{request.accept}\n" for request in requests]
    path.write_text("".join(lines), "ascii")


def send(
    server: Server, work: Work, seconds: float, turn: int, folder: Path, *, connections: int | None = None
) -> Sample:
    """Return what became of ``work``, sent for ``seconds``, whole ones; ``turn`` is new in each run.

    ``connections``: how many, when not as many as the work says.
    """
    requests = folder / f"{work.key}-{server.port}.requests"
    write_requests(requests, server, work.requests)
    command = [
        *(
            "wrk",
            "-t1",
            f"-c{connections or work.connections}",
            f"-d{math.ceil(seconds)}s",
            "--timeout",
            "60s",
        ),
        *("-s", str(HERE / "requests.lua"), server.address),
        *("--", str(requests), str(turn * _APART) if work.distinct else "-"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return parse(done.stdout + done.stderr)


def parse(said: str) -> Sample:
    """Return the sample in what wrk ``said``. Raises ValueError when there is none."""
    found = _RESULT.search(said)
    if found is None:
        raise ValueError(f"wrk gave no result: {(said.strip().splitlines() or ['nothing'])[0]}")
    return Sample(**json.loads(found.group(1)))

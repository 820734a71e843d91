"""A real server on a free port, as a user starts it."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from tests.release import built_release

_MARKS = count(1)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs: its address, without a slash at the end, its process, and what it logs."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def sparql(self) -> str:
        """The address of the endpoint."""
        return self.address + "/sparql"

    def logged(self) -> list[dict[str, Any]]:
        """Return what was logged of each request up to now; lines are written a moment later, in order."""
        mark = f"/mark-{next(_MARKS)}"
        httpx.get(self.address + mark, trust_env=False)
        lines: list[dict[str, Any]] = []

        def written() -> bool:
            said = self.log.read_text("utf-8").splitlines()
            lines[:] = [json.loads(line) for line in said if line.startswith("{") and line.endswith("}")]
            return any(line["path"] == mark for line in lines)

        until(written)
        return [line for line in lines if not line["path"].startswith("/mark-")]

    def descendants(self) -> list[int]:
        """Return the processes under this one: the nursery and its workers (Linux)."""
        found = [self.process.pid]
        for pid in found:
            found += [int(child) for child in told_of(pid, f"task/{pid}/children").split()]
        return found[1:]


@contextmanager
def serve_release(*arguments: str) -> Iterator[str]:
    """Run ``kg serve --port 0`` with ``arguments``; yield its address without a slash at the end."""
    built_release()
    with serving(*arguments) as served:
        yield served.address


@contextmanager
def serving(*arguments: str, program: tuple[str, ...] = ("-m", "kg"), **environment: str) -> Iterator[Served]:
    """Run ``kg serve --port 0`` with ``arguments``, files among them, and more ``environment``.

    ``program``: what Python runs, when it is not ``kg`` as it is.
    """
    command = [sys.executable, *program, "serve", "--port", "0", *arguments]
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with (
            log.open("wb") as errors,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env=variables
            ) as server,
        ):
            assert server.stdout is not None
            announced = server.stdout.readline()
            address = re.search(r"http://[^\s]+?(?=/sparql)", announced)
            try:
                assert address is not None, f"no address in {announced!r}: {log.read_text('utf-8')}"
                yield Served(address.group(), server, log)
            finally:
                server.terminate()
                try:
                    server.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    server.kill()
                    raise


def told_of(pid: int, name: str = "status") -> str:
    """Return what /proc tells of a process, in its file ``name``; nothing when it is gone (Linux)."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def confined(pid: int) -> bool:
    """Return whether seccomp filters what a process asks of the system (Linux)."""
    return "Seccomp:\t2" in told_of(pid)


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until it is ``true``; fail when it is not within ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def number(client: httpx.Client, name: str) -> float:
    """Return a number that the server of ``client`` tells Prometheus, 0 when it does not."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("metrics").text, re.MULTILINE)
    return float(found.group(1)) if found else 0.0

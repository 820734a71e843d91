"""A crowd of connections that are idle or send a byte a second, and the lookups meanwhile."""

import resource
import select
import socket
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress

from bench.load import send
from bench.makes import Data, Make
from bench.results import Crowd
from bench.servers import Server, running
from bench.works import Work

_SLOW = b"GET /?" + b"x" * 10_000


def measure_crowd(make: Make, data: Data, lookups: Work, size: int, seconds: float) -> Crowd:
    """Return how ``make`` bears ``size`` connections, every other one slow, the rest silent.

    Raises ServerError when it does not start, ValueError when wrk fails.
    """
    _allow_files(2 * size + 100)
    with running(make, data) as server, ExitStack() as stack:
        send(server, lookups, seconds, 1, data.folder)
        before = send(server, lookups, seconds, 2, data.folder)
        crowd = _connect(server, size, stack)
        done = threading.Event()
        dripping = threading.Thread(target=_drip, args=(crowd[::2], done), daemon=True)
        dripping.start()
        try:
            during = send(server, lookups, seconds, 3, data.folder)
        finally:
            done.set()
            dripping.join()
        there = sum(_is_open(connection) for connection in crowd)
    return Crowd(make.name, size, there, before, during)


def _connect(server: Server, size: int, stack: ExitStack) -> list[socket.socket]:
    crowd = []
    for _ in range(size):
        with suppress(OSError):
            connection = socket.create_connection(("127.0.0.1", server.port), 1.0)
            crowd.append(stack.enter_context(connection))
    return crowd


def _drip(crowd: Sequence[socket.socket], done: threading.Event) -> None:
    """Send a byte of a request that never ends on each of ``crowd`` every second."""
    for place in range(len(_SLOW)):
        for connection in crowd:
            with suppress(OSError):
                connection.send(_SLOW[place : place + 1])
        if done.wait(1.0):
            return


def _is_open(connection: socket.socket) -> bool:
    """Tell whether the server has left ``connection`` open."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return not readable or bool(connection.recv(1))
    except (OSError, ValueError):
        return False


def _allow_files(number: int) -> None:
    """Let this process, and the servers that it starts, open ``number`` files where the system permits it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

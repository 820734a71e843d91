"""Queries of death: ten at once from two clients, and what becomes of the lookups meanwhile."""

import http.client
import threading
import time

from bench.load import send
from bench.makes import Data, Make
from bench.results import Deaths
from bench.servers import JSON, Server, ask, running
from bench.works import Work, deadly_queries

_CLIENTS = ("127.0.0.2", "127.0.0.3")
_NUMBER = 10
_PATIENCE = 2.5  # times the limit, after which no answer is expected any more
_HEAD_START = 0.3  # seconds until all of them are under way
_BEFORE = 2


def measure_deaths(make: Make, data: Data, lookups: Work, limit: int) -> Deaths:
    """Return how ``make`` bears it when a query may take ``limit`` seconds.

    Raises ServerError when it does not start, ValueError when wrk fails.
    """
    with running(make, data, limit=limit) as server:
        send(server, lookups, _BEFORE, 1, data.folder)
        before = send(server, lookups, _BEFORE, 2, data.folder)
        answers: list[tuple[int, float]] = []
        asking = [
            threading.Thread(
                target=_ask,
                args=(server, query, _CLIENTS[number % 2], limit * _PATIENCE, answers),
                daemon=True,
            )
            for number, query in enumerate(deadly_queries(_NUMBER))
        ]
        for thread in asking:
            thread.start()
        time.sleep(_HEAD_START)
        during = send(server, lookups, limit - 1, 3, data.folder)
        for thread in asking:
            thread.join()
        ending = server.stop()
    return Deaths(
        make.name,
        limit,
        before,
        during,
        tuple(sorted(answers)),
        ending.seconds,
        ending.killed,
        ending.left,
    )


def _ask(server: Server, query: str, client: str, patience: float, answers: list[tuple[int, float]]) -> None:
    """Ask ``query`` from the address ``client`` and note status and seconds; status 0 when none came."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=patience, source_address=(client, 0)
    )
    began = time.perf_counter()
    status = 0
    try:
        connection.request("GET", server.target(ask(query)), headers={"Accept": JSON})
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        pass
    finally:
        answers.append((status, time.perf_counter() - began))
        connection.close()

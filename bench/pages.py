"""How long pages take: as the first thing that a server is asked, made later on, and kept."""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote

from bench.makes import Data, Make
from bench.results import PageTimes
from bench.servers import JSON, Server, ServerError, running
from bench.works import Request
from kg.namespaces import AII

#: Each kind of page by name, with the address of one.
PAGES = {
    "front page": "/",
    "search": "/search?q=hwj",
    "classes": "/browse",
    "table of chips": f"/browse?kind={quote(AII + 'AIChip', safe='')}",
    "table of all things": f"/browse?kind={quote(AII + 'Entity', safe='')}",
    "a thing (a chip)": "/id/chip-mlu370",
    "the thing with most claims (China)": "/id/place-china",
    "a claim": "/claim/caict-2021/0117",
    "a passage": "/source/caict-2021/2-3-2-p1",
    "the report": "/source/caict-2021",
    "a discrepancy": "/discrepancy/caict-2021/01",
    "all discrepancies": "/discrepancies",
    "stories": "/stories",
    "help": "/docs",
    "help on the interface": "/docs/api",
    "reference of the ontology": "/docs/ontology",
    "query page": "/sparql?format=html",
}
LANGUAGES = ("zh", "en")
_OK = 200
_REST = 1.0  # seconds after which a server has done what it does once


@dataclass(frozen=True, slots=True)
class Visits:
    """How often: servers started for each page, and on each how often a page is made, and taken as kept."""

    starts: int
    made: int
    kept: int


class Client:
    """Asks a server over one connection, as a browser does in ``language``."""

    def __init__(self, server: Server, language: str = "en") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._language = language

    def time(self, target: str, accept: str = "text/html", host: str = "localhost") -> float:
        """Return the seconds until the whole answer is there. Raises ServerError unless it is 200.

        Pages name the ``host`` that they are asked of: another one has its pages made for itself.
        """
        headers = {"Accept": accept, "Accept-Language": self._language, "Host": host}
        began = time.perf_counter()
        try:
            self._connection.request("GET", target, headers=headers)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise ServerError(f"{target}: {error or type(error).__name__}") from error
        seconds = time.perf_counter() - began
        if answer.status != _OK:
            raise ServerError(f"{target} is answered with {answer.status}")
        return seconds

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def measure_pages(make: Make, data: Data, lookups: Sequence[Request], visits: Visits) -> list[PageTimes]:
    """Return how long ``make`` takes for each of PAGES, in either language by turns.

    ``lookups`` are asked while pages are made, none twice. Raises ServerError.
    """
    found = []
    for name, target in PAGES.items():
        times = PageTimes(name)
        for start in range(visits.starts):
            with running(make, data) as server:
                _visit(server, target, LANGUAGES[start % len(LANGUAGES)], visits, times)
                times.meanwhile.extend(_look_up_meanwhile(server, target, lookups, visits.made))
        found.append(times)
    return found


def _visit(server: Server, target: str, language: str, visits: Visits, times: PageTimes) -> None:
    with closing(Client(server, language)) as client:
        times.started.append(client.time(target))
        time.sleep(_REST)
        times.made.extend(client.time(target, host=f"made-{n}.example") for n in range(visits.made))
        times.kept.extend(client.time(target) for _ in range(visits.kept))


def _look_up_meanwhile(server: Server, target: str, lookups: Sequence[Request], rounds: int) -> list[float]:
    """Return the seconds of the slowest lookup of each round, in which the page is made once."""
    numbers = count()
    with (
        closing(Client(server)) as client,
        closing(Client(server)) as asking,
        ThreadPoolExecutor(max_workers=1) as others,
    ):
        slowest = []
        for number in range(rounds):
            _look_up(asking, server, lookups, next(numbers))
            visit = others.submit(client.time, target, host=f"meanwhile-{number}.example")
            taken = [_look_up(asking, server, lookups, next(numbers))]
            while not visit.done():
                taken.append(_look_up(asking, server, lookups, next(numbers)))
            visit.result()
            slowest.append(max(taken))
    return slowest


def _look_up(client: Client, server: Server, lookups: Sequence[Request], number: int) -> float:
    request = lookups[number % len(lookups)]
    return client.time(f"{server.target(request.target)}{number}", JSON)

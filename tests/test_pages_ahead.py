"""What takes long is made before the first reader comes, and again for each release."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import httpx

from kg.limits import Limits
from kg.web.answering import Answering
from kg.web.cache import AnswerCache
from kg.web.pages.ahead import Ahead
from kg.web.pages.layout import make_layout
from kg.web.pages.reference import Referring
from kg.web.pages.search import Searching
from kg.web.pages.site import Site
from kg.web.pages.visit import Visit
from kg.web.service import Service
from kg.workers.wire import Source
from tests.pages import read
from tests.server import number, serving, until
from tests.tiny import write

NAMED = """<http://e/thing> <http://www.w3.org/2000/01/rdf-schema#label> "{}"@en .
<http://e/other> <http://e/leads-to> <http://e/thing> .
"""


@asynccontextmanager
async def served(
    path: Path, *first: Callable[[Visit], Awaitable[object]]
) -> AsyncIterator[tuple[Service, Searching, Referring]]:
    """Serve ``path`` with a site of its own, which nobody visits; ``first`` make something before others."""
    service = Service(Source((str(path),), is_release=False), union=True, limits=Limits())
    await service.start()
    try:
        searching, referring = Searching(), Referring()
        ahead = Ahead((*first, searching.index, referring.read))
        Site(Answering(service, AnswerCache(1 << 20)), make_layout(), searching, ahead).begin()
        yield service, searching, referring
    finally:
        await service.close()


async def become(true: Callable[[], bool]) -> None:
    """Wait until it is ``true``; fail when it is not within ten seconds."""
    end = monotonic() + 10
    while not true():
        assert monotonic() < end, "it did not come true in time"
        await asyncio.sleep(0.02)


def test_index_and_reference_are_made_with_no_visit_and_again_after_a_reload(tmp_path: Path) -> None:
    path = write(tmp_path / "data.ttl", NAMED.format("first"))

    async def run() -> None:
        async with served(path) as (service, searching, referring):
            first = service.view.id
            await become(lambda: searching.made == referring.release == first)
            write(path, NAMED.format("second"))
            assert await service.reload()
            assert service.view.id != first
            await become(lambda: searching.made == referring.release == service.view.id)

    asyncio.run(run())


def test_a_release_that_comes_while_another_is_read_is_read_next(tmp_path: Path) -> None:
    path = write(tmp_path / "data.ttl", NAMED.format("first"))

    async def run() -> None:
        begun: list[str] = []
        gate = asyncio.Event()

        async def wait(visit: Visit) -> None:
            begun.append(visit.view.id)
            await gate.wait()

        async with served(path, wait) as (service, searching, _):
            first = service.view.id
            await become(lambda: begun == [first])
            for name in ("second", "third"):
                write(path, NAMED.format(name))
                assert await service.reload()
            gate.set()
            await become(lambda: searching.made == service.view.id)
            assert begun == [first, service.view.id]  # nobody needs what was served between

    asyncio.run(run())


def test_pages_say_what_the_new_release_says(tmp_path: Path) -> None:
    path = write(
        tmp_path / "data.ttl", NAMED.format("first") + "<http://e/o> <http://e/p> <http://e/thing> ."
    )
    with (
        serving(str(path), "--quiet") as server,
        httpx.Client(base_url=server.address, trust_env=False, timeout=60) as client,
    ):
        page = "/resource?iri=http%3A%2F%2Fe%2Fother&lang=en"
        assert "first" in read(client, page).text
        write(path, NAMED.format("second"))
        os.kill(server.process.pid, signal.SIGHUP)
        until(lambda: number(client, "kg_reloads_total") == 1)
        assert "second" in read(client, page).text
        assert "second" in read(client, "/search?q=second&lang=en").text

"""Short questions are answered without a task, and no client can tell: in process, and on a real server."""

import asyncio
import random
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Question, answer
from kg.web.app import create_app
from kg.web.express import Express, Terms
from kg.web.observe import Observed
from kg.web.protocol import Message
from kg.web.service import Service
from kg.workers.begun import Begun
from kg.workers.relay import Detached
from kg.workers.wire import Source
from tests.release import built_release
from tests.server import serving
from tests.test_haste import answered, ask, asking, connected, receive

CSV = Terms("text/csv", None, "/sparql")
DEATH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
MIDDLING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
DATA = "".join(f"<http://a/{n}> <http://b> {n} .\n" for n in range(300))


@dataclass
class Client:
    """Notes what it is sent, and by which way; ``able``: whether it can be sent anything at once."""

    able: bool = True
    sent: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    begun: list[Begun | None] = field(default_factory=list)

    def write(self, status: int, fields: bytes, body: bytes) -> bool:
        if self.able:
            self.sent.append((status, fields, body))
        return self.able

    async def come(self) -> None:
        """Wait until it is answered, or somebody else has to."""
        async with asyncio.timeout(10):
            while not self.sent and not self.begun:
                await asyncio.sleep(0.001)


@dataclass
class Here:
    """An application over a few triples, and its way for short questions."""

    app: Observed
    express: Express
    service: Service

    def ask(self, client: Client, query: str, terms: Terms = CSV) -> bool:
        asked = b"query=" + quote(query, safe="").encode()
        return self.express.take(terms, asked, client.write, client.begun.append)

    async def go_on(self, query: str, begun: Begun | None, path: str = "/sparql") -> tuple[int, bytes]:
        """Return status and body of what the application answers in a task."""
        messages: list[Message] = []
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"query=" + quote(query, safe="").encode(),
            "headers": [(b"accept", b"text/csv")],
            "http_version": "1.1",
            "kg.begun": begun,
        }

        async def stay() -> Message:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def take(message: Message) -> None:
            messages.append(message)

        await self.app(scope, stay, take)
        return messages[0]["status"], b"".join(m.get("body", b"") for m in messages)


def here(folder: Path, work: Callable[[Here], Awaitable[None]]) -> None:
    """Do ``work``; all workers must be at rest afterwards."""
    path = folder / "data.ttl"
    path.write_text(DATA)

    async def run() -> None:
        limits = replace(Limits(), workers=2, time=3)
        service = Service(Source((str(path),), is_release=False), union=True, limits=limits)
        await service.start()
        app = create_app(service)
        assert app.express is not None
        try:
            await work(Here(app, app.express, service))
            async with asyncio.timeout(10):
                while (service.pool.busy, service.pool.waiting, service.pool.alive) != (0, 0, 2):
                    await asyncio.sleep(0.005)
        finally:
            await service.close()

    asyncio.run(run())


def expected(query: str) -> bytes:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TURTLE)
    return answer(store, query, format="csv").body


def test_a_short_question_is_answered_and_kept(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        client, query = Client(), "SELECT ?o { <http://a/7> ?p ?o }"
        assert place.ask(client, query)
        await client.come()
        status, fields, body = client.sent[0]
        assert (status, body, client.begun) == (200, expected(query), [])
        assert b"content-type: text/csv; charset=utf-8\r\n" in fields
        assert b"content-length: %d\r\n\r\n" % len(body) in fields
        assert not place.ask(client, query)  # it is kept, and found without a worker
        assert await place.go_on(query, None) == (200, body)
        cache = place.express._answering.cache
        assert (cache.misses, cache.hits) == (1, 1)

    here(tmp_path, work)


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?n) {}", "SELECT (RAND() AS ?n) {}"])
def test_what_is_not_the_same_twice_needs_a_task(tmp_path: Path, query: str) -> None:
    async def work(place: Here) -> None:
        assert not place.ask(Client(), query)

    here(tmp_path, work)


def test_what_is_longer_than_the_limit_is_refused_in_a_task(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        place.service.limits = replace(place.service.limits, length=100)
        assert place.ask(Client(), "ASK {}")
        assert not place.ask(Client(), "ASK {} #" + 100 * "x")

    here(tmp_path, work)


@pytest.mark.parametrize(
    "asked", [b"query=%FF", b"query=%2", b"query=", b"query=ASK{}&timeout=1", b"query=a=b"]
)
def test_what_is_unclear_needs_a_task(tmp_path: Path, asked: bytes) -> None:
    async def work(place: Here) -> None:
        assert not place.express.take(CSV, asked, Client().write, Client().begun.append)

    here(tmp_path, work)


def test_a_page_and_a_copy_need_a_task(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        for name, value in ((b"accept", b"text/html"), (b"if-none-match", b'"a"')):
            assert place.express.read({"headers": [(name, value)], "path": "/sparql"}) is None
        terms = place.express.read({"headers": [(b"accept-encoding", b"gzip")], "path": "/sparql"})
        assert terms == Terms(None, "gzip", "/sparql")

    here(tmp_path, work)


def test_a_wrong_question_goes_on_in_a_task_that_explains(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        client, query = Client(), "SELECT ?x {"
        assert place.ask(client, query)
        await client.come()
        [begun] = client.begun
        assert begun is not None
        assert isinstance(begun.came, QueryError)
        status, body = await place.go_on(query, begun)
        assert (status, b"Line 1" in body or b"line 1" in body) == (400, True)

    here(tmp_path, work)


def test_a_long_question_keeps_its_worker_in_its_task(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        before = set(place.service.pool.pids)
        for number in range(5):
            client, query = Client(), f"{MIDDLING} # {number}"
            assert place.ask(client, query)
            await client.come()
            [begun] = client.begun
            assert begun is not None
            assert isinstance(begun.came, Detached)
            assert await place.go_on(query, begun) == (200, expected(MIDDLING))
        assert set(place.service.pool.pids) == before
        assert not place.service.pool.stopped

    here(tmp_path, work)


def test_what_has_begun_and_is_not_wanted_any_more_is_stopped(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        client = Client()
        assert place.ask(client, DEATH)
        await client.come()
        [begun] = client.begun
        assert (await place.go_on("SELECT (1 AS ?x) {}", begun, "/healthz"))[0] == 200

    here(tmp_path, work)


def test_an_answer_that_cannot_be_sent_at_once_is_sent_by_a_task(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        client, query = Client(able=False), "SELECT ?o { <http://a/8> ?p ?o }"
        assert place.ask(client, query)
        await client.come()
        assert (client.sent, client.begun) == ([], [None])
        assert await place.go_on(query, None) == (200, expected(query))

    here(tmp_path, work)


@pytest.mark.parametrize("query", ["SELECT ?o { <http://a/9> ?p ?o }", MIDDLING])
def test_who_asks_the_same_meanwhile_is_given_the_same_answer(tmp_path: Path, query: str) -> None:
    async def work(place: Here) -> None:
        client = Client()
        assert place.ask(client, query)
        assert not place.ask(client, query)
        others = [asyncio.ensure_future(place.go_on(query, None)) for _ in range(5)]
        await client.come()
        if client.begun:
            assert await place.go_on(query, client.begun[0]) == (200, expected(query))
        assert await asyncio.gather(*others) == [(200, expected(query))] * 5
        assert place.express._answering.cache.misses == 6  # each is counted once
        assert not place.service.pool.stopped

    here(tmp_path, work)


def test_a_worker_that_dies_is_told_of_in_a_task(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        client = Client()
        begun = Begun(place.service.pool, EOFError())
        assert (await place.go_on(DEATH, begun))[0] == 503
        assert place.service.pool.stopped["died"] == 1
        assert place.ask(client, "SELECT (1 AS ?x) {}")
        await client.come()
        assert client.sent

    here(tmp_path, work)


def test_the_offered_question_of_a_pool_that_is_closed_is_refused(tmp_path: Path) -> None:
    async def work(place: Here) -> None:
        pool = place.service.pool
        pool.closed = True
        assert not pool.offer(Question("ASK {}"), lambda _: None)
        pool.closed = False

    here(tmp_path, work)


@pytest.mark.parametrize("coding", [b"", b"gzip", b"br", b"zstd"])
@pytest.mark.parametrize("accept", [b"text/csv", b"application/sparql-results+json", b"text/turtle"])
def test_the_response_is_that_of_a_task(accept: bytes, coding: bytes) -> None:
    """The first of its header fields is answered in a task, the second without."""
    built_release()
    form = "CONSTRUCT { ?s ?p ?o }" if accept == b"text/turtle" else "SELECT ?s ?p ?o"
    fields = b"Host: localhost\r\nAccept: %b\r\nAccept-Encoding: %b\r\n" % (accept, coding)
    with serving() as server, connected(server) as connection:
        before = answered(server)
        found = []
        for number in range(2):
            query = f"{form} {{ ?s ?p ?o }} ORDER BY ?s ?p ?o LIMIT 60 # {number}"
            status, told, body = ask(connection, asking(query, fields))
            assert told.pop("etag")
            found.append((status, told, body))
        assert found[0] == found[1]
        assert found[0][0] == 200
        assert found[0][1].get("content-encoding", "") == coding.decode()
        assert answered(server) - before == 2
        first, second = [line for line in server.logged() if line["path"] == "/sparql"][-2:]
        assert first.keys() == second.keys()
        assert (first["rows"], first["bytes"], first["cache"]) == (
            second["rows"],
            second["bytes"],
            second["cache"],
        )


def test_many_clients_that_ask_this_and_that_and_leave() -> None:
    built_release()
    slow = (
        "SELECT (COUNT(*) AS ?x) { { SELECT * { ?a ?p ?o } LIMIT 300 } { SELECT * { ?b ?q ?r } LIMIT 300 } }"
    )
    faults: list[str] = []

    def client(address: tuple[str, int], seed: int) -> None:
        chance = random.Random(seed)
        connection = socket.create_connection(address, timeout=20)
        for number in range(150):
            what = chance.choice(["short", "short", "short", "wrong", "slow", "same", "leave"])
            mark = f"# {seed} {number}"
            if what == "leave":
                connection.sendall(asking(slow + mark))
                connection.close()
                connection = socket.create_connection(address, timeout=20)
                continue
            queries = {
                "short": f"SELECT ({number} AS ?x) {{}} {mark}",
                "wrong": f"SELECT ?x {{ {mark}",
                "slow": slow + mark,
                "same": f"SELECT ({number} AS ?x) {{}}",
            }
            connection.sendall(asking(queries[what]))
            if chance.random() < 0.1:
                time.sleep(0.002)
                connection.sendall(asking(queries["same"]))
                other = [b"x\r\n%d\r\n" % number]
            else:
                other = []
            wanted = {"wrong": None, "slow": b"x\r\n90000\r\n"}.get(what, b"x\r\n%d\r\n" % number)
            for body in [wanted, *other]:
                status, _, came = receive(connection)
                if (status, came) != (200, body) and not (status == 400 and body is None):
                    faults.append(f"{what} {mark}: {status} {came[:100]!r}")
        connection.close()

    with serving() as server:
        host, port = server.address.removeprefix("http://").split(":")
        clients = [threading.Thread(target=client, args=((host, int(port)), seed)) for seed in range(8)]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        assert faults == []
        with connected(server) as connection:
            assert ask(connection, asking("SELECT (1 AS ?x) {}"))[0] == 200

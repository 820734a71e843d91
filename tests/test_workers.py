"""The pool of workers, on real processes."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import KgError, QueryError, SourceError, ToolError
from kg.limits import Limits
from kg.sparql import DatasetChoice, Question
from kg.workers.job import _processor_time
from kg.workers.lane import Lane
from kg.workers.pool import Pool, start_pool
from kg.workers.wire import Source
from tests.server import confined

LIMITS = Limits(time=20, workers=2, memory=256 << 20)
QUICK = Question("SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 1", format="csv")
#: A count over a product of itself, many times: hours of work, little memory.
DEATH = Question("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }")


def data(folder: Path, triples: int = 50) -> Source:
    path = folder / "data.nt"
    path.write_text("".join(f'<http://e/{n}> <http://e/p> "{n:04}" .\n' for n in range(triples)), "utf-8")
    return Source((str(path),), is_release=False)


def with_pool(
    folder: Path,
    work: Callable[[Pool], Awaitable[None]],
    limits: Limits = LIMITS,
    source: Source | None = None,
) -> None:
    async def run() -> None:
        pool = await start_pool(source or data(folder), union=True, limits=limits)
        try:
            await work(pool)
        finally:
            await pool.close()

    asyncio.run(asyncio.wait_for(run(), 60))


async def code_of(asked: Awaitable[object]) -> str:
    try:
        await asked
    except QueryError as error:
        return f"{error.status} {error.code}"
    return "200"


async def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come true in five seconds")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_answers_in_the_format_and_data_set_that_is_asked(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        answer = await pool.ask_whole(QUICK)
        assert (answer.body, answer.media_type, answer.form) == (
            b"o\r\n0000\r\n",
            "text/csv; charset=utf-8",
            "select",
        )
        elsewhere = replace(QUICK, dataset=DatasetChoice(default=("http://e/none",)))
        assert (await pool.ask_whole(elsewhere)).body == b"o\r\n"

    with_pool(tmp_path, work)


def test_a_fault_of_the_query_keeps_its_place_and_the_worker(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        before = set(pool.pids)
        with pytest.raises(QueryError) as fault:
            await pool.ask_whole(Question("SELECT * { ?s"))
        assert (fault.value.status, fault.value.code, fault.value.line) == (400, "syntax", 1)
        assert (
            await code_of(pool.ask_whole(Question("ASK { SERVICE <http://127.0.0.1/> {} }")))
            == "403 service-refused"
        )
        assert await code_of(pool.ask_whole(Question("ASK { '\ud800' ?p ?o }"))) == "400 syntax"
        assert set(pool.pids) == before

    with_pool(tmp_path, work)


def test_what_is_too_slow_is_stopped_and_its_worker_replaced_while_others_answer(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        before = set(pool.pids)
        deaths = [asyncio.ensure_future(code_of(pool.ask_whole(replace(DEATH, seconds=1)))) for _ in range(5)]
        while not all(death.done() for death in deaths):
            assert await code_of(pool.ask_whole(QUICK)) == "200"
            await asyncio.sleep(0.01)
        codes = sorted(death.result() for death in deaths)
        assert codes[-1] == "503 timeout"
        assert set(codes) <= {"503 timeout", "503 busy"}
        await until(lambda: pool.alive == 2)
        assert not before & set(pool.pids)
        await until(lambda: not any(map(alive, before)))

    with_pool(tmp_path, work)


def test_while_slow_places_are_taken_each_death_has_one_short_first_turn(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        deaths = [
            asyncio.ensure_future(code_of(pool.ask_whole(replace(DEATH, seconds=3)))) for _ in range(10)
        ]
        most = 0
        while not all(death.done() for death in deaths):
            assert await code_of(pool.ask_whole(QUICK)) == "200"
            most = max(most, pool.alive, pool.busy)
            await asyncio.sleep(0.001)
        assert {death.result() for death in deaths} <= {"503 timeout", "503 busy"}
        assert 1 <= pool.stopped["turn"] <= 8  # two began as the first, with the whole of their time
        assert most <= 4
        await until(lambda: pool.alive == 2)
        assert (pool.busy, pool.waiting) == (0, 0)

    with_pool(tmp_path, work)


def test_a_query_that_needs_more_than_a_first_turn_is_answered_while_slow_places_are_taken(
    tmp_path: Path,
) -> None:
    middling = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", format="csv")

    async def work(pool: Pool) -> None:
        deaths = [asyncio.ensure_future(pool.ask_whole(DEATH)) for _ in range(3)]
        await until(lambda: pool.alive == 4)
        asked = [asyncio.ensure_future(pool.ask_whole(middling)) for _ in range(4)]
        while not all(one.done() for one in asked):
            await pool.ask_whole(QUICK)
            await asyncio.sleep(0.001)
        assert {one.result().body for one in asked} == {b"n\r\n%d\r\n" % 60**3}
        assert pool.stopped["turn"] >= 1
        assert not any(death.done() for death in deaths)
        for death in deaths:
            death.cancel()
        await asyncio.wait(deaths)
        await until(lambda: pool.alive == 2)

    with_pool(tmp_path, work, source=data(tmp_path, 60))


def test_a_place_that_is_given_up_goes_to_who_waits_longest_and_not_to_who_has_left() -> None:
    async def run() -> None:
        lane = Lane(1)
        assert lane.enter()
        assert not lane.enter()
        later = asyncio.get_running_loop().time() + 10
        first, second = (asyncio.ensure_future(lane.line.wait(later)) for _ in range(2))
        await asyncio.sleep(0)
        lane.leave()
        first.cancel()  # it has been called already
        await asyncio.wait([first, second])
        assert (second.done(), lane.taken, len(lane.line)) == (True, 1, 0)
        with pytest.raises(QueryError, match="no worker was free in time"):
            await lane.line.wait(0.0)
        lane.resize(2)
        assert lane.enter()

    asyncio.run(run())


def test_the_processor_time_of_a_process_is_its_own() -> None:
    if sys.platform != "linux":
        pytest.skip("the clock of another process is Linux's")
    before = _processor_time(os.getpid())
    began = time.process_time()
    while time.process_time() - began < 0.05:
        pass
    after = _processor_time(os.getpid())
    assert before is not None
    assert after is not None
    assert after - before >= 0.05
    assert abs(after - time.process_time()) < 0.05
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert _processor_time(gone.pid) is None


def test_a_slow_query_that_had_to_begin_again_is_answered(tmp_path: Path) -> None:
    slow = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", format="csv")

    async def work(pool: Pool) -> None:
        answers = await asyncio.gather(*(pool.ask_whole(slow) for _ in range(3)))
        assert {answer.body for answer in answers} == {b"n\r\n%d\r\n" % 50**4}
        await until(lambda: pool.alive == 2)
        assert (pool.busy, pool.waiting) == (0, 0)

    with_pool(tmp_path, work)


def test_a_question_that_nobody_waits_for_any_more_is_stopped(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        asked = asyncio.ensure_future(pool.ask_whole(DEATH))
        await until(lambda: pool.busy == 1)
        before = set(pool.pids)
        asked.cancel()
        await asyncio.wait([asked])
        await until(lambda: pool.alive == 2 and not all(map(alive, before)))
        assert pool.stopped["left"] == 1

    with_pool(tmp_path, work)


def test_a_full_line_turns_away_at_once_and_a_cancelled_place_is_free_again(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        running = asyncio.ensure_future(code_of(pool.ask_whole(replace(DEATH, seconds=1))))
        await until(lambda: pool.busy == 1)
        waiting = asyncio.ensure_future(pool.ask_whole(QUICK))
        await until(lambda: pool.waiting == 1)
        assert await code_of(pool.ask_whole(QUICK)) == "503 busy"
        waiting.cancel()
        await until(lambda: pool.waiting == 0)
        assert await code_of(pool.ask_whole(QUICK)) == "200"
        assert await running == "503 timeout"

    with_pool(tmp_path, work, Limits(time=20, workers=1, waiting=1))


def test_an_answer_over_the_limit_is_refused_in_every_format(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        rows = "SELECT * { ?s ?p ?o }"
        for name in ("json", "xml", "csv", "tsv", "xlsx-csv"):
            assert await code_of(pool.ask_whole(Question(rows, format=name))) == "507 too-large"
        for name in ("turtle", "nt", "rdfxml", "jsonld"):
            asked = Question("CONSTRUCT WHERE { ?s ?p ?o }", format=name)
            assert await code_of(pool.ask_whole(asked)) == "507 too-large"
        assert await code_of(pool.ask_whole(QUICK)) == "200"

    with_pool(tmp_path, work, replace(LIMITS, bytes=500))


def test_a_query_past_the_memory_limit_ends_its_worker_only(tmp_path: Path) -> None:
    hungry = Question("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c")

    async def work(pool: Pool) -> None:
        assert await code_of(pool.ask_whole(hungry)) == "503 resources"
        assert await code_of(pool.ask_whole(QUICK)) == "200"
        await until(lambda: pool.alive == 2)

    with_pool(tmp_path, work, replace(LIMITS, memory=64 << 20), data(tmp_path, 300))


def test_what_crashes_the_engine_ends_its_worker_only(tmp_path: Path) -> None:
    deep = Question("ASK " + "{" * 30_000 + "}" * 30_000)

    async def work(pool: Pool) -> None:
        assert await code_of(pool.ask_whole(deep)) == "503 resources"
        assert await code_of(pool.ask_whole(QUICK)) == "200"

    with_pool(tmp_path, work, replace(LIMITS, depth=100_000, chain=100_000))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_killed_from_outside_is_replaced(tmp_path: Path, number: signal.Signals) -> None:
    async def work(pool: Pool) -> None:
        before = list(pool.pids)
        for pid in before:
            os.kill(pid, number)
        await until(lambda: pool.alive == 2 and not set(before) & set(pool.pids))
        asked = asyncio.ensure_future(code_of(pool.ask_whole(DEATH)))
        await until(lambda: pool.busy == 1)
        for pid in pool.pids:
            os.kill(pid, number)
        assert await asked == "503 resources"
        await until(lambda: pool.alive == 2)
        assert await code_of(pool.ask_whole(QUICK)) == "200"

    with_pool(tmp_path, work)


def test_all_processes_end_with_the_pool(tmp_path: Path) -> None:
    pids: list[int] = []

    async def work(pool: Pool) -> None:
        asked = asyncio.ensure_future(code_of(pool.ask_whole(DEATH)))
        await until(lambda: pool.busy == 1)
        pids.extend(pool.pids)
        asked.cancel()

    with_pool(tmp_path, work)
    assert len(pids) == 2
    assert not any(map(alive, pids))


def test_a_lost_nursery_is_told_of(tmp_path: Path) -> None:
    async def run() -> None:
        lost = asyncio.Event()
        pool = await start_pool(data(tmp_path), union=True, limits=LIMITS, gone=lost.set)
        pids = pool.pids
        try:
            pool._keeper.process.kill()
            await lost.wait()
            if sys.platform == "linux":
                await until(lambda: not any(map(alive, pids)))
        finally:
            await pool.close()

    asyncio.run(asyncio.wait_for(run(), 30))


@pytest.mark.parametrize(
    ("text", "name", "kind", "said"),
    [
        ("<a> <b", "broken.nt", SourceError, "broken.nt:1"),
        (None, "missing.nt", SourceError, "missing.nt cannot be read"),
        ("<a> <b", "release.nq", ToolError, "is damaged"),
    ],
)
def test_what_cannot_be_loaded_is_told_in_a_sentence(
    tmp_path: Path, text: str | None, name: str, kind: type[KgError], said: str
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(kind, match=said):
        with_pool(tmp_path, lambda _: asyncio.sleep(0), source=Source((str(path),), name == "release.nq"))


def test_a_confined_process_opens_no_socket(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import socket
        from pyoxigraph import Store
        from kg.workers.confinement import bar_sockets
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setblocking(False)
        print(bar_sockets())
        port = listening.getsockname()[1]
        try:
            Store().query(f"ASK {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
            print("asked")
        except OSError as error:
            print("refused")
        try:
            listening.accept()
            print("came")
        except BlockingIOError:
            print("nobody came")
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    if done.stdout.startswith("False"):
        pytest.skip("sockets are barred on Linux, on x86-64 and AArch64")
    assert done.stdout.split("\n")[:3] == ["True", "refused", "nobody came"]


def test_where_the_size_of_a_process_is_not_told_the_log_says_so(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from kg.workers import confinement, nursery
        from kg.workers.wire import Source
        confinement.Path = lambda _: Path("/no/such/proc")
        confinement.limit_memory(1)
        nursery._load(Source((sys.argv[1],), False), 0)
        """
    )
    path = data(tmp_path).paths[0]
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stderr.startswith("Workers may take any memory: without /proc")


def test_every_worker_is_confined(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("seccomp is Linux's")

    async def work(pool: Pool) -> None:
        for pid in pool.pids:
            await until(lambda pid=pid: confined(pid))  # type: ignore[misc]

    with_pool(tmp_path, work)
